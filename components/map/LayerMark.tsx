import type { LayerTrouble } from '../../lib/map/ports.ts';
import type { ServiceRow } from '../../lib/messages/view.ts';
import type { Standing } from '../../lib/project/drawn.ts';
import type { OwnStep } from '../NextButton.tsx';
import { StatusMark } from '../StatusMark.tsx';
import { takeStep } from '../take-step.ts';
import { useT } from '../translation.ts';
import { samePlace, useServices } from './services-desk.ts';

interface LayerMarkProps {
  layerId: string;
  name: string;
  standing: Standing;
  row: ServiceRow | null;
  trouble: LayerTrouble | null;
  tabIndex: number;
  onAgain: () => void;
}

/** Steps that are one press, or open a form. */
const STEPS: readonly (ServiceRow['next'] | undefined)[] = [
  ...(['signIn', 'signInAgain', 'useHere', 'unlock', 'resume', 'tryAgain', 'confirm'] as const),
];

/** Why a layer is not on the map, and the next step; nothing where all is well. */
export function LayerMark({ layerId, name, standing, row, trouble, tabIndex, onAgain }: LayerMarkProps) {
  const t = useT();
  const { view, actions, open, setOpen } = useServices();
  const { shows, status, access } = standing;
  const place = { layer: layerId };
  if (shows === 'needs' && row && view && !access) {
    const isOpen = open?.key === row.key && samePlace(open.place, place);
    const step = STEPS.includes(row.next) ? (row.next as OwnStep) : null;
    const onPanel = (panel: NonNullable<typeof open>['panel']) => setOpen({ key: row.key, place, panel });
    const word = step ? t(`next_${step}`) : t('menuDetails');
    return (
      <p class="layer-mark">
        {status && (status !== 'signIn' || step !== 'signIn' || isOpen) && <StatusMark status={status} />}
        {!isOpen && (
          <button
            type="button"
            class="button ask small-button"
            tabIndex={tabIndex}
            aria-label={t('nextFor', word, name)}
            onClick={() =>
              step ? takeStep(step, { row, vault: view.vault, onPanel, actions }) : onPanel(null)
            }
          >
            {word}
          </button>
        )}
      </p>
    );
  }
  if (shows === 'needs')
    return (
      <p class="layer-mark quiet" {...(access && row ? { title: t('layer_noAccess', row.host) } : {})}>
        {t(access && row ? 'layer_accessMissing' : 'layer_noService')}
      </p>
    );
  if (shows === 'waits')
    return <p class="layer-mark">{status && status !== 'signedIn' && <StatusMark status={status} />}</p>;
  if (shows !== 'drawn' || !trouble || trouble.what === 'refused') return null;
  return (
    <p class="layer-mark">
      <span class="layer-trouble">{t(`map_trouble_${trouble.what}`, String(trouble.status))}</span>
      {trouble.words && <span class="quiet small layer-words">{trouble.words}</span>}
      <button
        type="button"
        class="link"
        tabIndex={tabIndex}
        aria-label={t('nextFor', t('next_tryAgain'), name)}
        onClick={onAgain}
      >
        {t('next_tryAgain')}
      </button>
    </p>
  );
}
