import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import { FailureText } from '../FailureText.tsx';
import { onEscape } from '../on-escape.ts';
import { TaskWords } from '../TaskWords.tsx';
import { type MessageKey, useT } from '../translation.ts';
import { useTask } from '../use-task.ts';
import { EMPTY, fieldOf, type NewPassphrase, wrongWith } from './new-passphrase.ts';
import { PassphraseField } from './PassphraseField.tsx';
import { StrengthHint } from './StrengthHint.tsx';
import type { VaultActions } from './vault-actions.ts';

interface NewPassphraseFormProps {
  /** Label of the first button. */
  submit: string;
  /** True to change one: the current passphrase is asked too. */
  asksCurrent?: boolean;
  estimate: VaultActions['estimate'];
  onSubmit: (typed: NewPassphrase) => Promise<Failure | null>;
  onDone?: () => void;
  onBack: () => void;
  /** What one should know before. */
  children?: ComponentChildren;
}

/** A new passphrase, twice, with how strong it is. What is typed lives here and nowhere else. */
export function NewPassphraseForm(props: NewPassphraseFormProps) {
  const { submit, asksCurrent = false, estimate, onSubmit, onDone, onBack, children } = props;
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState(EMPTY);
  const [wrong, setWrong] = useState<ReturnType<typeof wrongWith>>(null);
  const task = useTask();
  const busy = task.since !== null;

  const inputOf = (field: string) =>
    form.current?.querySelector<HTMLInputElement>(`[data-passphrase="${field}"]`);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const field = wrong?.field ?? (task.failure && fieldOf(task.failure.code));
  useEffect(() => {
    if (field) inputOf(field)?.focus();
  }, [wrong, task.failure]);

  const send = async () => {
    if (busy) return;
    const found = wrongWith(typed, asksCurrent);
    setWrong(found);
    if (found || !(await task.run(() => onSubmit(typed)))) return;
    setTyped(EMPTY);
    onDone?.();
  };
  const sentence = (of: keyof NewPassphrase) => {
    if (of !== field) return null;
    if (wrong) return wrong.code === 'differs' ? t('passphraseDiffers') : t(`error_${wrong.code}`);
    return task.failure && t(`error_${task.failure.code}`, ...task.failure.values);
  };
  const input = (of: keyof NewPassphrase, label: MessageKey) => (
    <PassphraseField
      label={t(label)}
      value={typed[of]}
      wrong={sentence(of)}
      fresh={of !== 'current'}
      readOnly={busy}
      mark={of}
      onInput={(value) => {
        setWrong(null);
        task.clear();
        setTyped((before) => ({ ...before, [of]: value }));
      }}
    />
  );
  return (
    <form
      ref={form}
      class="passphrase-form"
      autocomplete="off"
      noValidate
      aria-label={submit}
      onKeyDown={onEscape(onBack)}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {asksCurrent && input('current', 'passphraseCurrent')}
      {input('next', 'passphraseNew')}
      <StrengthHint passphrase={typed.next} estimate={estimate} />
      {input('again', 'passphraseAgain')}
      {children}
      <TaskWords task={task} waiting={t('waitPassphrase')} withFailure={false} />
      {task.failure && !field && <FailureText failure={task.failure} />}
      <div class="buttons">
        <button type="submit" class="button next" aria-disabled={busy}>
          {submit}
        </button>
        <button type="button" class="button bare" onClick={onBack}>
          {t('back')}
        </button>
      </div>
    </form>
  );
}
