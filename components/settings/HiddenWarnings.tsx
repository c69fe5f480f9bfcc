import type { Settings, SettingsView } from '../../lib/messages/settings-view.ts';
import { TaskWords } from '../TaskWords.tsx';
import { useDate, useT } from '../translation.ts';
import { useTask } from '../use-task.ts';
import type { SettingsActions } from './settings-actions.ts';

type Hidden = Settings['hiddenWarnings'][number];

/** Hosts whose certificate warning the user has hidden; nothing where there is none. */
export function HiddenWarnings({ view, actions }: { view: SettingsView; actions: SettingsActions }) {
  const t = useT();
  const date = useDate();
  const task = useTask();
  const { settings } = view;
  const showAgain = (shown: Hidden) =>
    void task.run(() =>
      actions.changeSettings({
        ...settings,
        hiddenWarnings: settings.hiddenWarnings.filter((each) => each !== shown),
      }),
    );
  if (settings.hiddenWarnings.length === 0) return null;
  return (
    <section class="block" aria-label={t('hiddenWarnings')}>
      <h3>{t('hiddenWarnings')}</h3>
      <p class="quiet small">{t('hiddenWarningsNote')}</p>
      <ul class="plain-list">
        {settings.hiddenWarnings.map((hidden) => (
          <li key={`${hidden.host} ${hidden.kind}`}>
            <div>
              <p>
                <b>{hidden.host}</b>
              </p>
              <p class="quiet small dotted">
                <span>{t(`certificate_${hidden.kind}`)}</span>
                <span>{t('hiddenSince', date(hidden.at))}</span>
              </p>
            </div>
            <button
              type="button"
              class="button bare"
              aria-label={t('nextFor', t('showAgain'), hidden.host)}
              onClick={() => showAgain(hidden)}
            >
              {t('showAgain')}
            </button>
          </li>
        ))}
      </ul>
      <TaskWords task={task} waiting={t('waitSave')} />
    </section>
  );
}
