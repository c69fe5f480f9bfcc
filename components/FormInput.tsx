import { useId } from 'preact/hooks';
import type { Failure } from '../lib/errors.ts';
import type { FormField } from '../lib/messages/view.ts';
import { FailureText } from './FailureText.tsx';
import { fieldKey, type MessageKey, useT } from './translation.ts';

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
};

/**
 * One field with its label and, under it, what is wrong with it. A secret is always typed into a password field, with
 * no way to show it: what stands in plain fields reaches the browser's session files on disk.
 */
export function FormInput({ field, value, failure, readOnly, onInput }: FormInputProps) {
  const t = useT();
  const id = useId();
  const name = field.name.split('#')[0] ?? '';
  const shared = {
    id,
    'data-field': field.name,
    autocapitalize: 'off',
    spellcheck: false,
    value,
    readOnly,
    required: !field.optional,
    'aria-invalid': failure !== null,
    ...(failure ? { 'aria-describedby': `${id}-wrong` } : {}),
    onInput: (event: InputEvent) => onInput((event.currentTarget as HTMLInputElement).value),
  } as const;
  return (
    <div class="field">
      <label for={id}>
        {t(fieldKey(field.name))}
        {field.optional && <span class="quiet small"> {t(OPTIONAL[name] ?? 'fieldOptional')}</span>}
      </label>
      {field.secret ? (
        <input {...shared} type="password" autocomplete="new-password" />
      ) : (
        <input {...shared} type="text" autocomplete="off" list={`${id}-list`} />
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
