import { PageHead } from '../PageHead.tsx';
import { useT } from '../translation.ts';

/** Everything that is saved, in order. */
export function SourcesPage() {
  const t = useT();
  return (
    <main class="page sources">
      <header>
        <PageHead here="options" />
        <h1>{t('sources')}</h1>
      </header>
    </main>
  );
}
