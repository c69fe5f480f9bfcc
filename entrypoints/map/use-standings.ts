import { useMemo, useRef, useState } from 'preact/hooks';
import type { PopupView } from '../../lib/messages/view.ts';
import { drawnOf, standings, warningsOf } from '../../lib/project/drawn.ts';
import type { LayerNode, Project } from '../../lib/project/model.ts';
import { markOf, type Refusal, refusedNow, withRefusal } from '../../lib/project/refusals.ts';
import { rowOfLayer } from '../../lib/project/rows.ts';
import { find } from '../../lib/project/tree.ts';

interface Known {
  project: Project;
  /** Null until the worker has told of the services. */
  view: PopupView | null;
  settled: boolean;
  access: ReadonlyMap<string, boolean>;
}

/** How every layer stands, which are drawn, and what has to be said. What was refused is forgotten with the page. */
export function useStandings({ project, view, settled, access }: Known) {
  const [refusals, setRefusals] = useState<ReadonlyMap<string, Refusal>>(new Map());
  const { tree, sources } = project;
  const rows = view?.rows ?? null;
  const rowOf = (id: string) => {
    const node = find(tree, id);
    if (node?.type !== 'layer') return null;
    return rowOfLayer(
      node as LayerNode,
      sources.find((each) => each.id === node.sourceId),
      rows ?? [],
    );
  };
  const all = useMemo(() => {
    const refused = refusedNow(refusals, (id) => markOf(rowOf(id)));
    return standings(tree, sources, { rows, settled, access, refused });
  }, [tree, sources, rows, settled, access, refusals]);
  return {
    standings: all,
    drawn: useSame(drawnOf(all)),
    warnings: useMemo(() => warningsOf(tree, all), [tree, all]),
    refuse: (id: string) => setRefusals((now) => withRefusal(now, id, markOf(rowOf(id)))),
    /** The user did something about a service, or wants a layer to be tried again. */
    forgive: (fits: (layerId: string, rowKey: string | null) => boolean) =>
      setRefusals((now) => {
        const left = [...now].filter(([id]) => !fits(id, rowOf(id)?.key ?? null));
        return left.length === now.size ? now : new Map(left);
      }),
  };
}

/** The set of before where it has the same in it, so that the map is told only what is new. */
function useSame(set: ReadonlySet<string>): ReadonlySet<string> {
  const last = useRef(set);
  const isSame = last.current.size === set.size && [...set].every((id) => last.current.has(id));
  if (!isSame) last.current = set;
  return last.current;
}
