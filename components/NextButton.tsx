import type { NextStep, ServiceRow } from '../lib/messages/view.ts';
import { useExactDate, useT } from './translation.ts';
import { CopyStep } from './why/CopyStep.tsx';
import { reportOf } from './why/report.ts';
import { useSentence } from './why/words.ts';

type Step = NonNullable<NextStep>;

/** Every step but those that copy, which the button does itself. */
export type OwnStep = Exclude<Step, 'copyHosts' | 'copyReport'>;

interface NextButtonProps {
  row: ServiceRow;
  step: Step;
  site: string;
  onStep: (step: OwnStep) => void;
  onCopy: (text: string) => Promise<boolean>;
}

/** Steps whose button is not filled: many rows may have them at once, or they lead away from here. */
const QUIET: readonly Step[] = ['check', 'unlock', 'reload', 'openInTab', 'openToDecide', 'clearStored'];

/** Steps that only their sentence makes clear: they stand under it. */
const UNDER: readonly NextStep[] = ['openInTab', 'openToDecide', 'copyHosts', 'copyReport', 'clearStored'];

/** Whether the button of this step stands under the explanation, and not at the side of the row. */
export function isUnder(step: NextStep): boolean {
  return UNDER.includes(step);
}

/** The one next step of a row. */
export function NextButton({ row, step, site, onStep, onCopy }: NextButtonProps) {
  const t = useT();
  const exact = useExactDate();
  const sentence = useSentence();
  const word = t(`next_${step}`);
  if (step === 'copyHosts' || step === 'copyReport') {
    const report = () => reportOf(row, sentence(row.why, true), site, exact(row.why.at || Date.now()), t);
    return (
      <CopyStep
        key={`${step} ${row.why.code}`}
        word={word}
        host={row.host}
        text={step === 'copyHosts' ? () => row.why.hosts.join('\n') : report}
        onCopy={onCopy}
      />
    );
  }
  return (
    <button
      type="button"
      class={`button ${QUIET.includes(step) || row.group === 'open' ? 'ask' : 'next'}`}
      aria-label={t('nextFor', word, row.host)}
      onClick={() => onStep(step)}
    >
      {word}
    </button>
  );
}
