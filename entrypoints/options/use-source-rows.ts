import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import type { Draft } from '../../lib/messages/form-view.ts';
import type { SavedSource } from '../../lib/messages/sources-view.ts';
import type { PopupView, ServiceRow } from '../../lib/messages/view.ts';
import { createActions } from '../popup/actions.ts';
import type { PageCommand, VaultCommand } from '../popup/commands.ts';
import type { PagePort } from '../popup/page-port.ts';

/** Commands that change nothing. */
const READS: readonly string[] = ['look', 'view', 'showSource'];

/**
 * The rows of the source in the side panel, as the worker draws them for this page's own tab.
 * @param source what stands in the panel; null for nothing.
 * @param tell what is done with the saved sign-ins as a whole.
 * @param onDone something was done with a row: the list may say something else now.
 */
export function useSourceRows(
  page: PagePort,
  tabId: number,
  source: SavedSource | null,
  tell: (command: VaultCommand) => Promise<Failure | null>,
  onDone: () => void,
) {
  const [shown, setShown] = useState<{ id: string; view: PopupView } | null>(null);
  const asked = useRef(0);
  const drawn = useRef(0);
  const id = source?.id ?? '';
  const now = useRef(id);
  now.current = id;
  const done = useRef(onDone);
  done.current = onDone;

  const { actions, send } = useMemo(() => {
    const send = async (command: PageCommand): Promise<Failure | null> => {
      asked.current += 1;
      const turn = asked.current;
      const of = now.current;
      const reply = await page.send(command);
      if (!READS.includes(command.command)) done.current();
      if (!reply.ok) return reply.failure;
      // An older view, or one of another source, must not replace this one.
      if (turn >= drawn.current && of === now.current && of !== '') {
        drawn.current = turn;
        setShown({ id: of, view: reply.view });
      }
      return null;
    };
    const plain = createActions(page, tabId, send, tell);
    const keepDraft = (row: ServiceRow, draft: Draft | null) => {
      plain.keepDraft(row, draft);
      // Kept drafts are not answered for, so the view at hand is told too.
      setShown((is) => is && { ...is, view: withDraft(is.view, row.key, draft) });
    };
    // This page draws anew by itself; a row of another site cannot be looked at from here.
    return { send, actions: { ...plain, keepDraft, inPlace: true, toTab: null } };
  }, [page, tabId]);

  // What changes the rows themselves, and not only how they stand: addresses, and the sites that use it.
  const shape = JSON.stringify([source?.urls, source?.uses.map(({ site }) => site), source?.kinds]);
  useEffect(() => {
    if (id === '') return;
    void page.send({ command: 'look', tabId }).then(() => {
      if (now.current === id) void send({ command: 'showSource', tabId, sourceId: id });
    });
  }, [id, shape, send]);
  useEffect(() => page.onChanged(() => now.current !== '' && void send({ command: 'view', tabId })), [send]);

  return { rows: shown && shown.id === id ? shown.view : null, actions };
}

function withDraft(view: PopupView, key: string, draft: Draft | null): PopupView {
  return { ...view, rows: view.rows.map((row) => (row.key === key ? { ...row, draft } : row)) };
}
