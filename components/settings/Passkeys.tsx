import type { SettingsView } from '../../lib/messages/settings-view.ts';
import { TaskWords } from '../TaskWords.tsx';
import { useDate, useT } from '../translation.ts';
import { useTask } from '../use-task.ts';
import type { SettingsActions } from './settings-actions.ts';

/** Passkeys that unlock beside the passphrase. */
export function Passkeys({ view, actions }: { view: SettingsView; actions: SettingsActions }) {
  const t = useT();
  const date = useDate();
  const adding = useTask();
  const removing = useTask();
  return (
    <section class="block" aria-label={t('passkeys')}>
      <h3>{t('passkeys')}</h3>
      <p class="quiet small">{t(actions.passkeysPossible ? 'passkeysNote' : 'passkeysNot')}</p>
      {view.passkeys.length > 0 && (
        <ul class="plain-list">
          {view.passkeys.map(({ id, added }) => (
            <li key={id}>
              <span>{t('passkeyAdded', date(added))}</span>
              <button
                type="button"
                class="button bare"
                aria-label={t('passkeyRemoveAdded', date(added))}
                onClick={() => void removing.run(() => actions.removePasskey(id))}
              >
                {t('removeConfirm')}
              </button>
            </li>
          ))}
        </ul>
      )}
      <TaskWords task={removing} waiting={t('waitPasskey')} done={t('passkeyRemoved')} />
      {actions.passkeysPossible && (
        <button
          type="button"
          class="button"
          aria-disabled={adding.since !== null}
          onClick={() => void adding.run(actions.addPasskey)}
        >
          {t('passkeyAdd')}
        </button>
      )}
      <TaskWords task={adding} waiting={t('waitPasskey')} done={t('passkeyDone')} />
    </section>
  );
}
