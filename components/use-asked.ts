import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Failure } from '../lib/errors.ts';
import type { Reply } from '../lib/messages/protocol.ts';

/** What asks the worker, and hears that something changed. */
interface Asking<C, V> {
  send(command: C): Promise<Reply<V>>;
  onChanged(callback: () => void): () => void;
}

/**
 * A view as the worker has it: asked for at first, and again whenever the worker says that something changed.
 * `failure` is why there is no view; that of a command is its sender's.
 * @param ask the command that asks for the view alone.
 */
export function useAsked<C extends { command: string }, V>(page: Asking<C, V>, ask: C) {
  const [view, setView] = useState<V | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const asked = useRef(0);
  const shown = useRef(0);

  const send = useMemo(() => {
    const say = async (command: C): Promise<Failure | null> => {
      asked.current += 1;
      const turn = asked.current;
      const reply = await page.send(command);
      // An older view must not replace a newer one.
      if (reply.ok && turn >= shown.current) {
        shown.current = turn;
        setView(reply.view);
      }
      if (command.command === ask.command) setFailure(reply.ok ? null : reply.failure);
      // What failed may have changed something all the same: the next passphrase may have to wait.
      else if (!reply.ok) void say(ask);
      return reply.ok ? null : reply.failure;
    };
    return say;
  }, [page]);

  useEffect(() => {
    const look = () => void send(ask);
    look();
    return page.onChanged(look);
  }, [page, send]);
  return { view, failure, send };
}
