import type { Choice } from '../../lib/interchange/qgis/port.ts';
import { useT } from '../translation.ts';

interface DuplicateChoiceProps {
  id: string;
  /** Null where several differ. */
  choice: Choice | null;
  onChoose: (choice: Choice) => void;
  /** Whom it is about, for screen readers, where no label says it. */
  label?: string;
}

const WORDS = { skip: 'exchange_skip', replace: 'exchange_replace', both: 'exchange_both' } as const;

/** What to do with what is saved already. */
export function DuplicateChoice({ id, choice, onChoose, label }: DuplicateChoiceProps) {
  const t = useT();
  return (
    <select
      id={id}
      {...(label === undefined ? {} : { 'aria-label': label })}
      value={choice ?? ''}
      onChange={({ currentTarget: { value } }) => {
        if (value === 'skip' || value === 'replace' || value === 'both') onChoose(value);
      }}
    >
      {choice === null && <option value="">{t('exchange_mixed')}</option>}
      {(['skip', 'replace', 'both'] as const).map((each) => (
        <option key={each} value={each}>
          {t(WORDS[each])}
        </option>
      ))}
    </select>
  );
}
