import type { Undoable } from '../../lib/messages/sources-view.ts';
import { type MessageKey, useNumber, useT } from '../translation.ts';

const WORDS: Record<Undoable['what'], MessageKey> = {
  removed: 'sources_undoRemoved',
  imported: 'sources_undoImported',
  edited: 'sources_undoEdited',
  stopped: 'sources_undoStopped',
  allowed: 'sources_undoAllowed',
};

interface UndoBarProps {
  /** Null where there is nothing to take back, or the user has read it. */
  undo: Undoable | null;
  onUndo: () => void;
  onDismiss: () => void;
}

/** What was done last, and *Undo*: until the next thing is done, or it is put away. */
export function UndoBar({ undo, onUndo, onDismiss }: UndoBarProps) {
  const t = useT();
  const number = useNumber();
  return (
    <div class={undo ? 'undo-bar shown' : 'undo-bar'}>
      <p role="status">{undo && t(WORDS[undo.what], number(undo.count))}</p>
      {undo && (
        <>
          <button type="button" class="button" onClick={onUndo}>
            {t('sources_undo')}
          </button>
          <button type="button" class="link" onClick={onDismiss}>
            {t('dismiss')}
          </button>
        </>
      )}
    </div>
  );
}
