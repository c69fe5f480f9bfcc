import { Brand } from './Brand.tsx';
import { useT } from './translation.ts';

const PAGES = [
  ['options', 'sources'],
  ['map', 'map'],
  ['settings', 'settings'],
] as const;

/** The head of the pages that people move between: whose they are, and the way to the others. */
export function PageHead({ here }: { here: (typeof PAGES)[number][0] }) {
  const t = useT();
  return (
    <div class="page-head">
      <Brand />
      <nav aria-label={t('extensionName')}>
        {PAGES.map(([page, word]) => (
          <a key={page} href={`/${page}.html`} aria-current={page === here ? 'page' : undefined}>
            {t(word)}
          </a>
        ))}
      </nav>
    </div>
  );
}
