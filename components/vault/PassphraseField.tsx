import { useId } from 'preact/hooks';

interface PassphraseFieldProps {
  label: string;
  value: string;
  /** What is wrong with it, as a sentence. */
  wrong: string | null;
  /** True for a new one: no password store fills it in. */
  fresh?: boolean;
  readOnly?: boolean;
  /** A name by which scripts find it again. */
  mark?: string;
  onInput: (value: string) => void;
}

/** One passphrase. Nothing shows it, completes it or keeps it. */
export function PassphraseField(props: PassphraseFieldProps) {
  const { label, value, wrong, fresh = false, readOnly = false, mark, onInput } = props;
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="password"
        autocomplete={fresh ? 'new-password' : 'off'}
        autocapitalize="off"
        spellcheck={false}
        value={value}
        readOnly={readOnly}
        aria-invalid={wrong !== null}
        data-passphrase={mark ?? ''}
        {...(wrong ? { 'aria-describedby': `${id}-wrong` } : {})}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {wrong && (
        <p class="failure" role="alert" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
    </div>
  );
}
