import { TaskWords } from '../TaskWords.tsx';
import { useT } from '../translation.ts';
import { NoteWords } from './NoteWords.tsx';
import type { ExportWork } from './use-export.ts';

interface ExportButtonsProps {
  work: ExportWork;
  /** True where there is nothing to write. */
  empty: boolean;
  onWrite: () => void;
  onClose: () => void;
}

/** *Download*, and what came of it. */
export function ExportButtons({ work, empty, onWrite, onClose }: ExportButtonsProps) {
  const t = useT();
  const off = empty || work.exchange === null || work.task.since !== null;
  return (
    <>
      <TaskWords task={work.task} waiting={t('exchange_writing')} />
      {work.notes.length > 0 && (
        <div class="exchange-notes" role="status">
          <p class="lead">{t('exchange_notAll')}</p>
          <NoteWords words={work.notes} />
        </div>
      )}
      <div class="buttons">
        <button type="button" class="button next" aria-disabled={off} onClick={() => !off && onWrite()}>
          {t('exchange_download')}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {t('close')}
        </button>
      </div>
    </>
  );
}
