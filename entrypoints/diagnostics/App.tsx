import { useEffect, useMemo, useState } from 'preact/hooks';
import { DiagnosticsPage } from '../../components/diagnostics/DiagnosticsPage.tsx';
import { reportText } from '../../lib/diagnostics/report.ts';
import type { Failure } from '../../lib/errors.ts';
import type { DiagnosticsView } from '../../lib/messages/diagnostics-view.ts';
import type * as platform from '../../lib/platform/page.ts';

/** What the diagnostics page needs of the platform. */
export type DiagnosticsPort = Pick<typeof platform, 'send' | 'onChanged' | 'copyText'>;

/** The diagnostics page: asks the worker at first, whenever it says that something changed, and when somebody comes back. */
export function App({ page }: { page: DiagnosticsPort }) {
  const [view, setView] = useState<DiagnosticsView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [openedAt] = useState(Date.now);
  useEffect(() => {
    let asked = 0;
    let shown = 0;
    const look = async () => {
      asked += 1;
      const turn = asked;
      const reply = await page.send({ command: 'diagnostics' });
      // An older view must not replace a newer one.
      if (turn < shown) return;
      shown = turn;
      if (reply.ok) setView(reply.view);
      setFailure(reply.ok ? null : reply.failure);
    };
    void look();
    const again = () => void look();
    const end = page.onChanged(again);
    // Not everything that is noted changes what other pages show.
    addEventListener('focus', again);
    return () => {
      removeEventListener('focus', again);
      end();
    };
  }, [page]);
  const report = useMemo(() => (view ? reportText(view) : ''), [view]);
  return (
    <DiagnosticsPage
      view={view}
      failure={failure}
      openedAt={openedAt}
      report={report}
      onCopy={page.copyText}
    />
  );
}
