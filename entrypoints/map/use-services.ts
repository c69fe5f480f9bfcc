import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { PopupActions } from '../../components/popup-actions.ts';
import type { Failure } from '../../lib/errors.ts';
import type { CommandPayload } from '../../lib/messages/protocol.ts';
import type { PopupView } from '../../lib/messages/view.ts';
import { createActions } from '../popup/actions.ts';
import type { PageCommand, VaultCommand } from '../popup/commands.ts';
import type { MapPort } from './map-port.ts';

export type Services = CommandPayload<'mapServices'>['services'];

/** After these it may be asked again what was refused. */
const ACTS: readonly PageCommand['command'][] = [
  ...(['signIn', 'useExisting', 'changeSecret', 'tryAgain', 'resume', 'check', 'confirmChange'] as const),
];

/**
 * The services of the map as the worker has them: told at first and whenever they change, and asked for again whenever the worker
 * says so.
 * @param services null while the project is not there yet.
 * @param onActed the user did something about a row's sign-in.
 */
export function useServices(
  page: MapPort,
  tabId: number,
  services: Services | null,
  { onTaken, onActed }: { onTaken: () => void; onActed: (rowKey: string) => void },
) {
  const [view, setView] = useState<PopupView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  /** The services that the worker was told of last, as text. */
  const [told, setTold] = useState<string | null>(null);
  const asked = useRef(0);
  const shown = useRef(0);
  const later = useRef({ onTaken, onActed });
  later.current = { onTaken, onActed };

  const { send, actions } = useMemo(() => {
    const send = async (command: PageCommand): Promise<Failure | null> => {
      asked.current += 1;
      const turn = asked.current;
      const reply = await page.send(command);
      // An older view must not replace a newer one.
      if (reply.ok && turn >= shown.current) {
        shown.current = turn;
        setView(reply.view);
      }
      setFailure(reply.ok ? null : reply.failure);
      return reply.ok ? null : reply.failure;
    };
    /** Its answer has no rows: those follow when the worker has tried what it unlocked. */
    const tell = async (command: VaultCommand): Promise<Failure | null> => {
      const reply = await page.send(command);
      if (!reply.ok) void send({ command: 'view', tabId });
      else setView((now) => now && { ...now, vault: reply.view.vault });
      return reply.ok ? null : reply.failure;
    };
    const acting: MapPort = {
      ...page,
      post: (command) => {
        page.post(command);
        if ('key' in command && ACTS.some((each) => each === command.command))
          later.current.onActed(command.key);
      },
    };
    const plain = createActions(acting, tabId, send, tell);
    const actions: PopupActions = {
      ...plain,
      inPlace: true,
      // Kept drafts are not answered for, so the view at hand is told too.
      keepDraft: (row, draft) => {
        plain.keepDraft(row, draft);
        setView(
          (now) =>
            now && {
              ...now,
              rows: now.rows.map((each) => (each.key === row.key ? { ...each, draft } : each)),
            },
        );
      },
    };
    return { send, actions };
  }, [page, tabId]);

  const text = services && JSON.stringify(services);
  useEffect(() => {
    if (text === null) return;
    const now = { gone: false };
    const tellAll = async () => {
      // The worker takes services of a page that it has looked at.
      await send({ command: 'look', tabId });
      const refused = await send({ command: 'mapServices', tabId, services: JSON.parse(text) });
      if (refused || now.gone) return;
      setTold(text);
      later.current.onTaken();
    };
    void tellAll();
    return () => {
      now.gone = true;
    };
  }, [text, send, tabId]);

  useEffect(
    () => page.onChanged(() => void send({ command: 'view', tabId }), { answers: true }),
    [page, send, tabId],
  );
  return {
    view,
    failure,
    send,
    actions,
    /** True once the worker has told of services at all. */
    answered: told !== null,
    /** True where it has told of these. */
    settled: told !== null && told === text,
  };
}
