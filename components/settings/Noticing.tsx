import { useId } from 'preact/hooks';
import type { SettingsView } from '../../lib/messages/settings-view.ts';
import { TaskWords } from '../TaskWords.tsx';
import { useT } from '../translation.ts';
import { useTask } from '../use-task.ts';
import type { SettingsActions } from './settings-actions.ts';

/** *Notice protected map services on all sites*, and what that widens. */
export function Noticing({ view, actions }: { view: SettingsView; actions: SettingsActions }) {
  const t = useT();
  const note = useId();
  const task = useTask();
  const { settings, noticing, noticeOrigins, noticeKeep } = view;
  const wanted = settings.noticeEverywhere;
  const isLost = wanted && !noticing && task.since === null;
  const change = (everywhere: boolean) =>
    void task.run(() =>
      everywhere
        ? actions.noticeEverywhere(settings, noticeOrigins)
        : actions.stopNoticing(settings, noticeOrigins, noticeKeep),
    );
  return (
    <div class="block">
      <div>
        <label class="check">
          <input
            type="checkbox"
            checked={wanted}
            aria-describedby={note}
            onChange={(event) => change(event.currentTarget.checked)}
          />
          {t('noticeEverywhere')}
        </label>
        <div id={note} class="quiet small check-note">
          <p>{t('noticeEverywhereNote')}</p>
          <p>{t('noticeOff')}</p>
        </div>
      </div>
      {isLost && (
        <>
          <p role="status">{t('noticeLost')}</p>
          <button type="button" class="button" onClick={() => change(true)}>
            {t('noticeAgain')}
          </button>
        </>
      )}
      <TaskWords task={task} waiting={t('waitPermission')} />
    </div>
  );
}
