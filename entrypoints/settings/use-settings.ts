import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import type { SettingsView } from '../../lib/messages/settings-view.ts';
import type * as platform from '../../lib/platform/page.ts';
import type { SettingsCommand } from './actions.ts';

/**
 * The settings as the worker has them: asked for at first, and again whenever the worker says that something changed.
 * `failure` is why there is no view; that of a command is its sender's.
 */
export function useSettings(page: Pick<typeof platform, 'send' | 'onChanged'>) {
  const [view, setView] = useState<SettingsView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const asked = useRef(0);
  const shown = useRef(0);

  const send = useMemo(() => {
    const ask = async (command: SettingsCommand): Promise<Failure | null> => {
      asked.current += 1;
      const turn = asked.current;
      const reply = await page.send(command);
      // An older view must not replace a newer one.
      if (reply.ok && turn >= shown.current) {
        shown.current = turn;
        setView(reply.view);
      }
      if (command.command === 'settings') setFailure(reply.ok ? null : reply.failure);
      // What failed may have changed something all the same: the next passphrase may have to wait.
      else if (!reply.ok) void ask({ command: 'settings' });
      return reply.ok ? null : reply.failure;
    };
    return ask;
  }, [page]);

  useEffect(() => {
    const look = () => void send({ command: 'settings' });
    look();
    return page.onChanged(look);
  }, [page, send]);
  return { view, failure, send };
}
