import { useEffect, useRef, useState } from 'preact/hooks';
import type { VaultView } from '../../lib/messages/view.ts';
import { onEscape } from '../on-escape.ts';
import { TaskWords } from '../TaskWords.tsx';
import { useNumber, useT } from '../translation.ts';
import { useSecondsUntil } from '../use-seconds-until.ts';
import { useTask } from '../use-task.ts';
import { UNLOCK_FIELD } from './focus-unlock.ts';
import { PassphraseField } from './PassphraseField.tsx';
import type { VaultActions } from './vault-actions.ts';

interface UnlockFieldProps {
  vault: VaultView;
  /** Without `openUnlock` where the passkey has its own button. */
  actions: Pick<VaultActions, 'unlock' | 'openForgotten'> & Partial<Pick<VaultActions, 'openUnlock'>>;
  /** Takes the cursor where nothing else has it. */
  focus?: boolean;
  onBack?: () => void;
}

/** One passphrase field; Enter unlocks. After wrong ones the button counts the seconds until the next try. */
export function UnlockField(props: UnlockFieldProps) {
  const { vault, actions, focus = false, onBack } = props;
  const t = useT();
  const number = useNumber();
  const form = useRef<HTMLFormElement>(null);
  const [passphrase, setPassphrase] = useState('');
  const task = useTask();
  const wait = useSecondsUntil(vault.waitUntil);
  const busy = task.since !== null;
  const input = () => form.current?.querySelector('input');

  useEffect(() => {
    const free = document.activeElement === null || document.activeElement === document.body;
    if (focus && free) input()?.focus();
  }, []);

  const unlock = async () => {
    if (busy || wait > 0) return;
    const good = await task.run(async () =>
      passphrase === '' ? { code: 'emptyField', values: [] } : actions.unlock(passphrase),
    );
    if (good) setPassphrase('');
    else input()?.select();
  };
  return (
    <form
      ref={form}
      class="unlock"
      autocomplete="off"
      noValidate
      aria-label={t('unlockLabel')}
      {...(onBack ? { onKeyDown: onEscape(onBack) } : {})}
      onSubmit={(event) => {
        event.preventDefault();
        void unlock();
      }}
    >
      <PassphraseField
        label={t('unlockField')}
        value={passphrase}
        wrong={task.failure && t(`error_${task.failure.code}`, ...task.failure.values)}
        readOnly={busy}
        mark={UNLOCK_FIELD}
        onInput={(typed) => {
          task.clear();
          setPassphrase(typed);
        }}
      />
      <TaskWords task={task} waiting={t('waitUnlock')} withFailure={false} />
      <div class="buttons">
        <button type="submit" class="button next" aria-disabled={busy || wait > 0}>
          {wait > 0 ? t('unlockWait', number(wait)) : t('unlock')}
        </button>
        {actions.openUnlock && vault.hasPasskey && (
          <button type="button" class="button" onClick={actions.openUnlock}>
            {t('usePasskey')}
          </button>
        )}
        {onBack && (
          <button type="button" class="button bare" onClick={onBack}>
            {t('back')}
          </button>
        )}
        <button type="button" class="link small apart" onClick={actions.openForgotten}>
          {t('forgotten')}
        </button>
      </div>
    </form>
  );
}
