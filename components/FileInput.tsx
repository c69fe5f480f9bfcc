import { useId, useRef, useState } from 'preact/hooks';
import type { Failure } from '../lib/errors.ts';
import type { FormField } from '../lib/messages/form-view.ts';
import { FailureText } from './FailureText.tsx';
import { fieldKey, useT } from './translation.ts';

interface FileInputProps {
  field: FormField;
  /** The file's text. */
  value: string;
  failure: Failure | null;
  readOnly: boolean;
  /** Goes on in a tab, where a file can be chosen; null where it can be here. */
  toTab: (() => void) | null;
  onInput: (text: string) => void;
}

/** More than any file of credentials has, in bytes. */
const LONGEST_BYTES = 8000;

/** A file that the user picks, or drops on the field; its text is the value, and is never shown. */
export function FileInput({ field, value, failure, readOnly, toTab, onInput }: FileInputProps) {
  const t = useT();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState('');
  const [over, setOver] = useState(false);
  const [tooLong, setTooLong] = useState(false);

  const load = async (file: File | undefined) => {
    if (!file || readOnly) return;
    setTooLong(file.size > LONGEST_BYTES);
    setName(file.name);
    onInput(file.size > LONGEST_BYTES ? '' : await file.text());
  };
  const wrong: Failure | null = tooLong ? { code: 'fileTooLong', values: [] } : failure;
  return (
    <fieldset
      class={over ? 'field drop over' : 'field drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void load(event.dataTransfer?.files[0]);
      }}
    >
      <legend class="unseen">{t(fieldKey(field.name))}</legend>
      <label for={id}>{t(fieldKey(field.name))}</label>
      <input
        ref={input}
        id={id}
        class="unseen"
        type="file"
        tabIndex={-1}
        accept=".json,application/json"
        onChange={(event) => {
          void load(event.currentTarget.files?.[0]);
          // The same file may be loaded again once it was corrected.
          event.currentTarget.value = '';
        }}
      />
      <div class="drop-line">
        <button
          type="button"
          class="button"
          data-field={field.name}
          disabled={readOnly}
          aria-invalid={wrong !== null}
          {...(wrong ? { 'aria-describedby': `${id}-wrong` } : {})}
          onClick={toTab ?? (() => input.current?.click())}
        >
          {t('chooseFile')}
        </button>
        <span class="quiet small one-line" role="status">
          {value === '' ? t('dropFile') : name === '' ? t('fileKept') : t('fileLoaded', name)}
        </span>
      </div>
      {value === '' && field.optional && <p class="quiet small">{t('fileBefore')}</p>}
      {wrong && <FailureText failure={wrong} id={`${id}-wrong`} />}
    </fieldset>
  );
}
