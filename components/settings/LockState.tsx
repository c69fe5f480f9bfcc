import type { SettingsView } from '../../lib/messages/settings-view.ts';
import { LockIcon, UnlockedIcon } from '../icons.tsx';
import { Reveal } from '../Reveal.tsx';
import { TaskWords } from '../TaskWords.tsx';
import { useNumber, useT } from '../translation.ts';
import { useTask } from '../use-task.ts';
import { NewPassphraseForm } from '../vault/NewPassphraseForm.tsx';
import { UnlockField } from '../vault/UnlockField.tsx';
import { troubleOf } from '../vault/vault-state.ts';
import type { SettingsActions } from './settings-actions.ts';

/** How the saved sign-ins stand, and the one thing to do about it. */
export function LockState({ view, actions }: { view: SettingsView; actions: SettingsActions }) {
  const t = useT();
  const number = useNumber();
  const task = useTask();
  const trouble = troubleOf(view.vault);
  if (trouble) return <p class="failure">{t(trouble)}</p>;
  if (view.vault.state === 'none')
    return (
      <>
        <p>{t('stateNone')}</p>
        {view.vault.canRemember && (
          <Reveal label={t('passphraseSetUp')}>
            {(close) => (
              <NewPassphraseForm
                submit={t('passphraseSet')}
                estimate={actions.estimate}
                onSubmit={({ next }) => actions.createVault(next)}
                onBack={close}
              >
                <p class="quiet small">{t('noRecovery')}</p>
              </NewPassphraseForm>
            )}
          </Reveal>
        )}
      </>
    );
  const locked = view.vault.state === 'locked';
  return (
    <>
      <div class="state">
        <p role="status">
          {locked ? <LockIcon /> : <UnlockedIcon />}{' '}
          {t(locked ? 'stateLocked' : 'stateUnlocked', number(view.remembered))}
        </p>
        {!locked && (
          <button type="button" class="button" onClick={() => void task.run(actions.lock)}>
            {t('lockNow')}
          </button>
        )}
      </div>
      {locked && <UnlockField vault={view.vault} actions={actions} />}
      <TaskWords task={task} waiting={t('waitLock')} />
    </>
  );
}
