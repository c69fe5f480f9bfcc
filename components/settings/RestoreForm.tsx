import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { ErrorCode, Failure } from '../../lib/errors.ts';
import { FailureText } from '../FailureText.tsx';
import { onEscape } from '../on-escape.ts';
import { TaskWords } from '../TaskWords.tsx';
import { useT } from '../translation.ts';
import { useTask } from '../use-task.ts';
import { PassphraseField } from '../vault/PassphraseField.tsx';
import type { SettingsActions } from './settings-actions.ts';

interface RestoreFormProps {
  restore: SettingsActions['restore'];
  onDone: () => void;
  onClose: () => void;
}

const ABOUT_PASSPHRASE: ErrorCode[] = ['backupPassphrase', 'wrongPassphrase', 'passphraseWait'];
const EMPTY: Failure = { code: 'emptyField', values: [] };

/** A backup file and its passphrase. */
export function RestoreForm({ restore, onDone, onClose }: RestoreFormProps) {
  const t = useT();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [missing, setMissing] = useState<'file' | 'passphrase' | null>(null);
  const task = useTask();
  useEffect(() => form.current?.querySelector('input')?.focus(), []);

  const send = async () => {
    const empty = file === null ? 'file' : passphrase === '' ? 'passphrase' : null;
    setMissing(empty);
    if (!file || empty) return;
    const good = await task.run(async () => restore(await file.text(), passphrase));
    if (!good) return;
    setPassphrase('');
    onDone();
  };
  const edited = () => {
    setMissing(null);
    task.clear();
  };
  const code = missing === 'passphrase' ? EMPTY.code : task.failure?.code;
  const aboutPassphrase =
    missing === 'passphrase' || (task.failure !== null && ABOUT_PASSPHRASE.includes(task.failure.code));
  const aboutFile = missing === 'file' ? EMPTY : task.failure && !aboutPassphrase ? task.failure : null;
  return (
    <form
      ref={form}
      class="passphrase-form"
      autocomplete="off"
      noValidate
      aria-label={t('restore')}
      onKeyDown={onEscape(onClose)}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="field">
        <label for={id}>{t('restoreFile')}</label>
        <input
          id={id}
          type="file"
          accept=".json,application/json"
          aria-invalid={aboutFile !== null}
          {...(aboutFile ? { 'aria-describedby': `${id}-wrong` } : {})}
          onChange={(event) => {
            edited();
            setFile(event.currentTarget.files?.[0] ?? null);
          }}
        />
        {aboutFile && <FailureText failure={aboutFile} id={`${id}-wrong`} />}
      </div>
      <PassphraseField
        label={t('restorePassphrase')}
        value={passphrase}
        wrong={aboutPassphrase && code ? t(`error_${code}`, ...(task.failure?.values ?? [])) : null}
        readOnly={task.since !== null}
        onInput={(typed) => {
          edited();
          setPassphrase(typed);
        }}
      />
      <p class="quiet small">{t('restoreNote')}</p>
      <TaskWords task={task} waiting={t('waitRestore')} withFailure={false} />
      <div class="buttons">
        <button type="submit" class="button next" aria-disabled={task.since !== null}>
          {t('restoreYes')}
        </button>
        <button type="button" class="button bare" onClick={onClose}>
          {t('back')}
        </button>
      </div>
    </form>
  );
}
