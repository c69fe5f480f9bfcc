import type { SettingsView } from '../../lib/messages/settings-view.ts';
import { Question } from '../Question.tsx';
import { Reveal } from '../Reveal.tsx';
import { TaskWords } from '../TaskWords.tsx';
import { useNumber, useT } from '../translation.ts';
import { useTask } from '../use-task.ts';
import type { SettingsActions } from './settings-actions.ts';

/** Everything that is remembered on this device, asked once; also the way out where it cannot be read. */
export function DeleteAll({ view, actions }: { view: SettingsView; actions: SettingsActions }) {
  const t = useT();
  const number = useNumber();
  const task = useTask();
  const { state } = view.vault;
  const some = state === 'locked' || state === 'unlocked' || state === 'damaged';
  return (
    <>
      <div id="forgotten" class="block" tabIndex={-1}>
        <p>{t('forgottenText')}</p>
      </div>
      {some && (
        <Reveal label={t('deleteAll')}>
          {(close) => (
            <Question
              lead={state === 'damaged' ? t('deleteAllDamaged') : t('deleteAllAsk', number(view.remembered))}
              note={t('deleteAllNote')}
              yes={t('deleteAllYes')}
              onYes={() => {
                close();
                void task.run(actions.deleteVault);
              }}
              onNo={close}
            />
          )}
        </Reveal>
      )}
      <TaskWords task={task} waiting={t('waitDelete')} done={t('deletedAll')} />
    </>
  );
}
