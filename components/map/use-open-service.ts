import { useEffect, useRef, useState } from 'preact/hooks';
import type { ServiceRow } from '../../lib/messages/view.ts';
import type { OpenService } from './services-desk.ts';

const SIGNED_IN: readonly ServiceRow['status'][] = ['signedIn', 'signedInWithoutAccess'];
const TYPED: readonly OpenService['panel'][] = ['offer', 'form', 'change'];

/** Which service stands open, and where. A form closes once its sign-in is newer than when it was opened, and nothing failed. */
export function useOpenService(rows: readonly ServiceRow[]) {
  const [open, set] = useState<(OpenService & { since: number }) | null>(null);
  const last = useRef<OpenService | null>(null);
  const sinceOf = (key: string) => rows.find((row) => row.key === key)?.since ?? 0;
  const setOpen = (next: OpenService | null) => set(next && { ...next, since: sinceOf(next.key) });

  useEffect(() => {
    set((now) => {
      if (!now || !TYPED.includes(now.panel)) return now;
      const row = rows.find(({ key }) => key === now.key);
      const good = row && (row.failure === null || row.failure.code === 'notRemembered');
      return good && row.since > now.since && SIGNED_IN.includes(row.status) ? null : now;
    });
  }, [rows]);

  // The form is gone, and the focus with it: it returns to the layer.
  useEffect(() => {
    const before = last.current;
    last.current = open;
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (!before || open || !lost) return;
    const layer = typeof before.place === 'object' ? before.place.layer : null;
    const home = layer === null ? '#layer-panel' : `[data-node="${CSS.escape(layer)}"]`;
    document.querySelector<HTMLElement>(home)?.focus();
  }, [open]);
  return { open, setOpen };
}
