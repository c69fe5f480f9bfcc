import { useId } from 'preact/hooks';
import { useT } from '../translation.ts';

interface SecretsChoiceProps {
  secrets: boolean;
  onChoose: (secrets: boolean) => void;
  /** What the file is then: shown with the choice. */
  note: string;
}

/** Whether passwords and keys are in the file. */
export function SecretsChoice({ secrets, onChoose, note }: SecretsChoiceProps) {
  const t = useT();
  const id = useId();
  return (
    <div>
      <label class="check">
        <input
          type="checkbox"
          checked={secrets}
          aria-describedby={id}
          onChange={({ currentTarget }) => onChoose(currentTarget.checked)}
        />
        {t('exchange_withSecrets')}
      </label>
      <p id={id} class={secrets ? 'exchange-warning small check-note' : 'quiet small check-note'}>
        {note}
      </p>
    </div>
  );
}
