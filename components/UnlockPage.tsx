import { useEffect } from 'preact/hooks';
import type { Failure } from '../lib/errors.ts';
import type { VaultView } from '../lib/messages/view.ts';
import { Brand } from './Brand.tsx';
import { TaskWords } from './TaskWords.tsx';
import { useT } from './translation.ts';
import { useTask } from './use-task.ts';
import { UnlockField } from './vault/UnlockField.tsx';
import type { VaultActions } from './vault/vault-actions.ts';
import { troubleOf } from './vault/vault-state.ts';

export interface UnlockPageProps {
  vault: VaultView;
  actions: Pick<VaultActions, 'unlock' | 'openForgotten'> & {
    /** Asks the browser for the passkey and unlocks with it. */
    usePasskey(): Promise<Failure | null>;
  };
}

/** A page for unlocking alone: the passkey at once, the passphrase always. */
export function UnlockPage({ vault, actions }: UnlockPageProps) {
  const t = useT();
  const task = useTask();
  const trouble = troubleOf(vault);
  const asks = vault.state === 'locked' && vault.hasPasskey;
  const ask = () => void task.run(actions.usePasskey);
  useEffect(() => {
    if (asks) ask();
  }, []);
  return (
    <main class="unlock-page">
      <Brand />
      <h1>{t('unlockSaved')}</h1>
      {trouble && <p class="failure">{t(trouble)}</p>}
      {!trouble && vault.state !== 'locked' && (
        <p role="status">{t(vault.state === 'none' ? 'stateNone' : 'unlockDone')}</p>
      )}
      {asks && (
        <div class="block">
          <p>{t('unlockPasskey')}</p>
          <button type="button" class="button" aria-disabled={task.since !== null} onClick={ask}>
            {t('usePasskey')}
          </button>
          <TaskWords task={task} waiting={t('waitPasskey')} />
        </div>
      )}
      {vault.state === 'locked' && <UnlockField vault={vault} actions={actions} focus />}
    </main>
  );
}
