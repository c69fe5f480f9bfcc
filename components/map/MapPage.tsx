import { PageHead } from '../PageHead.tsx';
import { useT } from '../translation.ts';

/** The layer panel beside the map. */
export function MapPage() {
  const t = useT();
  return (
    <main class="page map">
      <header>
        <PageHead here="map" />
        <h1>{t('map')}</h1>
      </header>
    </main>
  );
}
