import type { ServiceRow } from '../lib/messages/view.ts';
import { tokenWords } from './row-state.ts';
import { StatusMark } from './StatusMark.tsx';
import { useMoment, useT } from './translation.ts';
import { WhyToggle } from './why/WhyToggle.tsx';

interface RowLineProps {
  row: ServiceRow;
  /** False where the status word stands elsewhere. */
  withStatus: boolean;
  /** Where the explanation opens by a click; null where it stands there anyway, or says no more. */
  why: { id: string; open: boolean; onToggle: () => void } | null;
}

/** How a service stands, in short: status, who, how the sign-in goes on, a hint. */
export function RowLine({ row, withStatus, why }: RowLineProps) {
  const t = useT();
  const goesOn = tokenWords(row, t, useMoment());
  // The button already says it.
  const saysItself = row.status === 'signIn' && row.next === 'signIn';
  const status = withStatus && !saysItself ? <StatusMark status={row.status} /> : null;
  const word = status ? t(`status_${row.status}`) : t('why');
  const isSaid = row.why.loud || (goesOn && !row.token?.renews && row.hint?.code === 'untilBrowserCloses');
  const toggle = why && (
    <WhyToggle word={word} host={row.host} open={why.open} opens={why.id} onToggle={why.onToggle}>
      {status ?? <span class="quiet">{word}</span>}
    </WhyToggle>
  );
  return (
    <p class="row-line">
      {status && (toggle ?? status)}
      {row.who && (
        <span class="quiet one-line" title={row.who}>
          {row.who}
        </span>
      )}
      {goesOn && <span class="quiet">{goesOn}</span>}
      {row.hint && !isSaid && <span class="quiet">{t(`hint_${row.hint.code}`, ...row.hint.values)}</span>}
      {!status && toggle}
    </p>
  );
}
