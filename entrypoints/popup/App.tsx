import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Popup } from '../../components/Popup.tsx';
import type { Failure } from '../../lib/errors.ts';
import type { Draft } from '../../lib/messages/form-view.ts';
import type { PopupView, ServiceRow } from '../../lib/messages/view.ts';
import { createActions } from './actions.ts';
import type { PageCommand, VaultCommand } from './commands.ts';
import type { PagePort } from './page-port.ts';

/** The popup of one tab: asks the worker, draws its view, and asks again whenever the worker says so. */
export function App({ page, tabId }: { page: PagePort; tabId: number }) {
  const [view, setView] = useState<PopupView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [openedAt] = useState(Date.now);
  const asked = useRef(0);
  const shown = useRef(0);

  const actions = useMemo(() => {
    const send = async (command: PageCommand) => {
      asked.current += 1;
      const turn = asked.current;
      const reply = await page.send(command);
      // An older view must not replace a newer one.
      if (turn < shown.current) return reply.ok ? null : reply.failure;
      shown.current = turn;
      if (reply.ok) setView(reply.view);
      // What is wrong with a pasted address stands under its field.
      if (command.command !== 'addService') setFailure(reply.ok ? null : reply.failure);
      return reply.ok ? null : reply.failure;
    };
    /** Its answer has no rows: those follow when the worker has tried what it unlocked. */
    const tell = async (command: VaultCommand) => {
      asked.current += 1;
      const turn = asked.current;
      const reply = await page.send(command);
      if (reply.ok) {
        const { vault } = reply.view;
        if (turn >= shown.current) setView((now) => now && { ...now, vault });
        shown.current = Math.max(shown.current, turn);
        return null;
      }
      if (command.command === 'lock') setFailure(reply.failure);
      // The next try may have to wait.
      else void send({ command: 'view', tabId });
      return reply.failure;
    };
    const plain = createActions(page, tabId, send, tell);
    return {
      ...plain,
      // Kept drafts are not answered for, so the view at hand is told too: a form that opens again shows the latest.
      keepDraft: (row: ServiceRow, draft: Draft | null) => {
        plain.keepDraft(row, draft);
        setView((now) => now && withDraft(now, row.key, draft));
      },
      view: () => send({ command: 'view', tabId }),
    };
  }, [page, tabId]);

  useEffect(() => {
    actions.look();
    return page.onChanged(() => void actions.view(), { answers: true });
  }, [page, actions]);

  return <Popup view={view} failure={failure} openedAt={openedAt} actions={actions} />;
}

function withDraft(view: PopupView, key: string, draft: Draft | null): PopupView {
  return { ...view, rows: view.rows.map((row) => (row.key === key ? { ...row, draft } : row)) };
}
