import { useId } from 'preact/hooks';
import type { Settings, SettingsView } from '../../lib/messages/settings-view.ts';
import { FailureText } from '../FailureText.tsx';
import { useNumber, useT } from '../translation.ts';
import { useTask } from '../use-task.ts';
import { SharedComputer } from './SharedComputer.tsx';
import type { SettingsActions } from './settings-actions.ts';

const CHOICES: Settings['lockAfterMinutes'][] = [null, 5, 15, 60];

/** When the saved sign-ins lock by themselves. Every choice is saved at once. */
export function LockSettings({ view, actions }: { view: SettingsView; actions: SettingsActions }) {
  const t = useT();
  const number = useNumber();
  const name = useId();
  const task = useTask();
  const { settings } = view;
  const change = (changed: Partial<Settings>) =>
    void task.run(() => actions.changeSettings({ ...settings, ...changed }));
  return (
    <>
      <div class="block">
        <fieldset class="choices">
          <legend class="lead">{t('lockWhen')}</legend>
          {CHOICES.map((minutes) => (
            <label key={String(minutes)}>
              <input
                type="radio"
                name={name}
                checked={settings.lockAfterMinutes === minutes}
                onChange={() => change({ lockAfterMinutes: minutes })}
              />
              {minutes === null ? t('lockOnClose') : t('lockAfter', number(minutes))}
            </label>
          ))}
        </fieldset>
        {view.canLockWithComputer ? (
          <label class="check">
            <input
              type="checkbox"
              checked={settings.lockWithComputer}
              onChange={(event) => change({ lockWithComputer: event.currentTarget.checked })}
            />
            {t('lockWithComputer')}
          </label>
        ) : (
          <p class="quiet small">{t('lockWithComputerNot')}</p>
        )}
        {task.failure && <FailureText failure={task.failure} />}
      </div>
      <SharedComputer settings={settings} onChange={actions.changeSettings} />
    </>
  );
}
