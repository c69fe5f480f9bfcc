import type { VaultView } from '../../lib/messages/view.ts';
import { useT } from '../translation.ts';
import { canRemember, troubleOf } from './vault-state.ts';

interface KeepChoiceProps {
  /** Makes the radio buttons this row's own. */
  name: string;
  vault: VaultView;
  remember: boolean;
  onChoose: (remember: boolean) => void;
}

/** How long a new sign-in is kept; one sentence where there is no choice. */
export function KeepChoice({ name, vault, remember, onChoose }: KeepChoiceProps) {
  const t = useT();
  if (troubleOf(vault)) return <p class="quiet small">{t('untilClose')}</p>;
  if (!canRemember(vault)) return <p class="quiet small">{t('sharedComputerKeeps')}</p>;
  return (
    <fieldset class="keep">
      <legend class="unseen">{t('keepLabel')}</legend>
      {([false, true] as const).map((each) => (
        <label key={String(each)}>
          <input
            type="radio"
            name={`keep ${name}`}
            checked={remember === each}
            onChange={() => onChoose(each)}
          />
          {t(each ? 'remember' : 'keepUntilClose')}
        </label>
      ))}
    </fieldset>
  );
}
