import { useState } from 'preact/hooks';
import type { SettingsView } from '../../lib/messages/settings-view.ts';
import { Reveal } from '../Reveal.tsx';
import { TaskWords } from '../TaskWords.tsx';
import { useT } from '../translation.ts';
import { useTask } from '../use-task.ts';
import { RestoreForm } from './RestoreForm.tsx';
import type { SettingsActions } from './settings-actions.ts';

/** The encrypted backup: made while unlocked, restored while unlocked or where nothing is remembered yet. */
export function Backup({ view, actions }: { view: SettingsView; actions: SettingsActions }) {
  const t = useT();
  const making = useTask();
  const [restored, setRestored] = useState(false);
  const { state } = view.vault;
  return (
    <>
      <p>{t('backupNote')}</p>
      {state === 'locked' && <p class="quiet">{t('backupLocked')}</p>}
      {state === 'unlocked' && (
        <div class="block">
          <button
            type="button"
            class="button"
            aria-disabled={making.since !== null}
            onClick={() => void making.run(actions.backup)}
          >
            {t('backupMake')}
          </button>
          <TaskWords task={making} waiting={t('waitBackup')} done={t('backupMade')} />
        </div>
      )}
      {(state === 'unlocked' || state === 'none') && (
        <Reveal label={t('restore')}>
          {(close) => (
            <RestoreForm
              restore={(text, passphrase) => {
                setRestored(false);
                return actions.restore(text, passphrase);
              }}
              onDone={() => {
                setRestored(true);
                close();
              }}
              onClose={close}
            />
          )}
        </Reveal>
      )}
      {restored && (
        <p class="quiet" role="status">
          {t(state === 'locked' ? 'restoredLocked' : 'restored')}
        </p>
      )}
    </>
  );
}
