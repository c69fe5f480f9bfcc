import type { MethodForm } from '../lib/messages/view.ts';
import { methodKey, useT } from './translation.ts';

interface MethodChoiceProps {
  /** Makes the group of radio buttons this row's own. */
  name: string;
  forms: MethodForm[];
  chosen: string;
  onChoose: (method: string) => void;
}

/** The ways to sign in, as one segmented line. */
export function MethodChoice({ name, forms, chosen, onChoose }: MethodChoiceProps) {
  const t = useT();
  return (
    <fieldset class="segments">
      <legend class="unseen">{t('methodLabel')}</legend>
      {forms.map(({ method }) => (
        <label key={method}>
          <input
            type="radio"
            class="unseen"
            name={`method ${name}`}
            checked={method === chosen}
            onChange={() => onChoose(method)}
          />
          <span>{t(methodKey(method))}</span>
        </label>
      ))}
    </fieldset>
  );
}
