import type { ServiceKind } from '../lib/services/kinds.ts';
import { useT } from './translation.ts';

const SHOWN = 2;

/** The kinds of a service as tags; where there are many, the first two and a number. */
export function KindTags({ kinds }: { kinds: ServiceKind[] }) {
  const t = useT();
  const more = kinds.length - SHOWN;
  return (
    <span class="tags" title={kinds.join(', ')}>
      <span class="unseen">{t('kindsLabel', kinds.join(', '))}</span>
      {kinds.slice(0, SHOWN).map((kind) => (
        <span key={kind} class="tag" aria-hidden="true">
          {kind}
        </span>
      ))}
      {more > 0 && (
        <span class="tag more" aria-hidden="true">
          +{more}
        </span>
      )}
    </span>
  );
}
