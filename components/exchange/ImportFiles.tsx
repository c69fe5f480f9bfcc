import { useState } from 'preact/hooks';
import type { Choice, FilesRead } from '../../lib/interchange/qgis/port.ts';
import type { SourcesView } from '../../lib/messages/sources-view.ts';
import { FailureText } from '../FailureText.tsx';
import { TaskWords } from '../TaskWords.tsx';
import { useNumber, useT } from '../translation.ts';
import { useTask } from '../use-task.ts';
import { KeepChoice } from '../vault/KeepChoice.tsx';
import { RememberStep } from '../vault/RememberStep.tsx';
import type { ExchangeActions } from './exchange-actions.ts';
import { LockedFile } from './LockedFile.tsx';
import { Preview } from './Preview.tsx';
import { useFiles } from './use-files.ts';

interface ImportFilesProps {
  files: readonly File[];
  view: SourcesView;
  actions: ExchangeActions;
  onClose: () => void;
}

/** What is in the files, what becomes of it, how long it is kept, and one button. */
export function ImportFiles({ files, view, actions, onClose }: ImportFilesProps) {
  const t = useT();
  const number = useNumber();
  const { read, failure, open } = useFiles(files, view, actions);
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  const [wanted, setWanted] = useState(false);
  const task = useTask();
  if (failure) return <FailureText failure={failure} />;
  if (!read) return <p role="status">{t('exchange_reading')}</p>;

  const all = withDefaults(read, choices);
  const coming = read.rows.filter(({ key, cannot }) => cannot === null && all.get(key) !== 'skip');
  const records = read.records(all);
  const remember = wanted && view.vault.canRemember;
  const mustUnlock = remember && view.vault.state !== 'unlocked';
  const send = async () => {
    if (await task.run(() => actions.importRecords({ ...records, remember }))) onClose();
  };
  return (
    <>
      {read.failures.map(({ name, failure: wrong }) => (
        <div key={name} class="exchange-file">
          <p class="lead">{name}</p>
          <FailureText failure={wrong} />
        </div>
      ))}
      {read.locked.map(({ name, failure: wrong }) => (
        <LockedFile key={name} name={name} failure={wrong} onOpen={(password) => open(name, password)} />
      ))}
      {read.rows.length > 0 && (
        <Preview
          rows={read.rows}
          choices={all}
          onChoose={(next) => setChoices(new Map([...choices, ...next]))}
        />
      )}
      {records.signIns.length > 0 && (
        <div class="exchange-keep">
          <KeepChoice name="import" vault={view.vault} remember={remember} onChoose={setWanted} />
          {mustUnlock && (
            <RememberStep vault={view.vault} actions={actions.vault} onBack={() => setWanted(false)} />
          )}
        </div>
      )}
      <TaskWords task={task} waiting={t('exchange_importing')} />
      <div class="buttons">
        {coming.length > 0 && (
          <button
            type="button"
            class="button next"
            aria-disabled={task.since !== null || mustUnlock}
            onClick={() => !mustUnlock && void send()}
          >
            {t('exchange_import', number(coming.length))}
          </button>
        )}
        <button type="button" class="button" onClick={onClose}>
          {t(coming.length > 0 ? 'cancel' : 'close')}
        </button>
      </div>
    </>
  );
}

/** What is saved already stays as it is, unless the user says otherwise; what cannot come is left. */
function withDefaults({ rows }: FilesRead, choices: ReadonlyMap<string, Choice>): Map<string, Choice> {
  return new Map(
    rows.flatMap(({ key, cannot, duplicate }): [string, Choice][] => {
      if (cannot) return [[key, 'skip']];
      return duplicate ? [[key, choices.get(key) ?? 'skip']] : [];
    }),
  );
}
