import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import type { SourcesView } from '../../lib/messages/sources-view.ts';
import type { SourcesActions } from './sources-actions.ts';

type Deed<A extends unknown[]> = (...args: A) => Promise<Failure | null>;

/**
 * What is done on the page, and what follows from it: trouble that has no field of its own is said on top, the words of the last
 * deed stand until the next one or until they are read, and a source that was made opens.
 */
export function useDeeds(view: SourcesView | null, actions: SourcesActions, onMade: (id: string) => void) {
  const [trouble, setTrouble] = useState<Failure | null>(null);
  const [isRead, setRead] = useState(false);
  /** Ids from before a source was made; null where none is awaited. */
  const before = useRef<ReadonlySet<string> | null>(null);
  const ids = useRef<string[]>([]);
  ids.current = view?.sources.map(({ id }) => id) ?? [];

  useEffect(() => {
    const made = before.current && ids.current.find((id) => !before.current?.has(id));
    if (!made) return;
    before.current = null;
    onMade(made);
  }, [view]);

  const deeds = useMemo(() => {
    const anew =
      <A extends unknown[]>(deed: Deed<A>): Deed<A> =>
      (...args) => {
        setTrouble(null);
        setRead(false);
        return deed(...args);
      };
    const making =
      <A extends unknown[]>(deed: Deed<A>): Deed<A> =>
      async (...args) => {
        before.current = new Set(ids.current);
        const failure = await deed(...args);
        if (failure) before.current = null;
        return failure;
      };
    const saying =
      <A extends unknown[]>(deed: Deed<A>): Deed<A> =>
      async (...args) => {
        const failure = await deed(...args);
        setTrouble(failure);
        return failure;
      };
    return {
      ...actions,
      addSource: anew(making(actions.addSource)),
      importSetUp: anew(making(actions.importSetUp)),
      edit: anew(actions.edit),
      allow: anew(actions.allow),
      stop: anew(actions.stop),
      duplicate: anew(saying(making(actions.duplicate))),
      remove: anew(saying(actions.remove)),
      undo: anew(saying(actions.undo)),
      test: saying(actions.test),
      cancelTest: saying(actions.cancelTest),
    } satisfies SourcesActions;
  }, [actions]);
  return { deeds, trouble, undo: isRead ? null : (view?.undo ?? null), dismissUndo: () => setRead(true) };
}
