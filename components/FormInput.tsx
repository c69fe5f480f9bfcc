import { useId } from 'preact/hooks';
import type { Failure } from '../lib/errors.ts';
import type { FormField } from '../lib/messages/form-view.ts';
import { FailureText } from './FailureText.tsx';
import { choiceKey, fieldKey, type MessageKey, useT } from './translation.ts';

interface FormInputProps {
  field: FormField;
  value: string;
  failure: Failure | null;
  readOnly: boolean;
  onInput: (value: string) => void;
}

/** Words beside the label of an optional field, where "optional" alone does not say enough. */
const OPTIONAL: Record<string, MessageKey> = {
  parameter: 'fieldFoundByItself',
  scheme: 'fieldSchemeExamples',
  clientSecret: 'fieldClientSecretWhen',
};

/**
 * One field with its label and, under it, what is wrong with it. A secret is always typed into a password field, with
 * no way to show it: what stands in plain fields reaches the browser's session files on disk.
 */
export function FormInput({ field, value, failure, readOnly, onInput }: FormInputProps) {
  const t = useT();
  const id = useId();
  const name = field.name.split('#')[0] ?? '';
  const common = {
    id,
    'data-field': field.name,
    value,
    'aria-invalid': failure !== null,
    ...(failure ? { 'aria-describedby': `${id}-wrong` } : {}),
  } as const;
  const typed = {
    ...common,
    autocapitalize: 'off',
    spellcheck: false,
    readOnly,
    required: !field.optional,
    onInput: (event: InputEvent) => onInput((event.currentTarget as HTMLInputElement).value),
  } as const;
  return (
    <div class="field">
      <label for={id}>
        {t(fieldKey(field.name))}
        {field.optional && !field.rare && (
          <span class="quiet small"> {t(OPTIONAL[name] ?? 'fieldOptional')}</span>
        )}
      </label>
      {field.choices.length > 0 ? (
        <select {...common} disabled={readOnly} onChange={(event) => onInput(event.currentTarget.value)}>
          {field.choices.map((choice) => (
            <option key={choice} value={choice}>
              {t(choiceKey(field.name, choice))}
            </option>
          ))}
        </select>
      ) : field.secret ? (
        <input {...typed} type="password" autocomplete="new-password" />
      ) : (
        <input {...typed} type="text" autocomplete="off" list={`${id}-list`} />
      )}
      {field.suggestions.length > 0 && (
        <datalist id={`${id}-list`}>
          {field.suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
      {failure && <FailureText failure={failure} id={`${id}-wrong`} />}
    </div>
  );
}
