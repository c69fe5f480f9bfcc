import { useEffect, useRef, useState } from 'preact/hooks';
import type { ServiceRow } from '../lib/messages/view.ts';
import type { Panel } from './RowPanel.tsx';

export interface OpenPanel {
  key: string;
  panel: Panel;
}

/** Panels that no sign-in closes. */
const STAYS: readonly Panel[] = ['details', 'remember', 'clearStored', 'signedOut', 'signedOutSaved'];

const SIGNED_IN: readonly ServiceRow['status'][] = ['signedIn', 'signedInWithoutAccess'];

/**
 * Which row has its panel open. A row that comes with a half-typed form opens by itself, so that a popup closed by the
 * browser's prompt goes on where it was; a form whose sign-in was accepted closes, and the focus returns to its row.
 */
export function useOpenPanel(rows: readonly ServiceRow[]) {
  const [open, setOpen] = useState<OpenPanel | null>(null);
  const before = useRef<ReadonlyMap<string, ServiceRow>>(new Map());
  const wasOpen = useRef<OpenPanel | null>(null);

  useEffect(() => {
    const known = before.current;
    before.current = new Map(rows.map((row) => [row.key, row]));
    setOpen((now) => {
      const row = rows.find(({ key }) => key === now?.key);
      if (now && row && !accepted(now, known.get(row.key), row)) return now;
      if (now && row) return null;
      const left = rows.find((each) => each.draft !== null && !known.get(each.key)?.draft);
      return left ? { key: left.key, panel: holdsSignIn(left) ? 'change' : 'form' } : null;
    });
  }, [rows]);

  useEffect(() => {
    const last = wasOpen.current;
    wasOpen.current = open;
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (!last || open || !lost) return;
    document.querySelector<HTMLElement>(`[data-row="${CSS.escape(last.key)}"] button`)?.focus();
  }, [open]);

  return { open, setOpen };
}

function holdsSignIn(row: ServiceRow): boolean {
  return row.details !== null && SIGNED_IN.includes(row.status) && row.next === null;
}

/** Whether what the panel sent has been taken: the sign-in is newer than the row knew, and nothing failed. */
function accepted(open: OpenPanel, before: ServiceRow | undefined, row: ServiceRow): boolean {
  if (STAYS.includes(open.panel)) return false;
  const isNew = before !== undefined && row.since > before.since;
  // Signed in, only not saved: the row says it.
  const good = row.failure === null || row.failure.code === 'notRemembered';
  return isNew && good && SIGNED_IN.includes(row.status);
}
