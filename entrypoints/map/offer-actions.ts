import type { AddActions, Elsewhere } from '../../components/map/adding.ts';
import type { MapEngine } from '../../lib/map/ports.ts';
import type { ServiceRow } from '../../lib/messages/view.ts';
import { nodesOf, withLayers } from '../../lib/project/added.ts';
import type { Project } from '../../lib/project/model.ts';
import { rowAt } from '../../lib/project/rows.ts';
import { linesOf } from '../../lib/project/tree.ts';
import { newId } from '../../lib/sources/ids.ts';
import type { MapPort } from './map-port.ts';
import type { useAdding } from './use-adding.ts';
import { widen } from './widen.ts';

interface Parts {
  page: Pick<MapPort, 'send' | 'requestOrigins' | 'patternsOfServices'>;
  tabId: number;
  rows: readonly ServiceRow[];
  engine: Pick<MapEngine, 'zoomTo'>;
  project: Project;
  change: (edit: (project: Project) => Project) => void;
  adding: ReturnType<typeof useAdding>;
  onBeside: (urls: readonly string[]) => void;
}

/** What is done with what a service offers: its layers put on the map, other places of it allowed. */
export function offerActions(parts: Parts): Pick<AddActions, 'add' | 'allow'> {
  const { page, tabId, rows, engine, project, change, adding, onBeside } = parts;
  const { state, setState, actions } = adding;

  return {
    add: (ids) => {
      if (state?.at !== 'offer') return;
      const { offer, chosen } = state;
      const service = { url: chosen.base, name: offer.title || chosen.name };
      // Made once: the change may be carried out more than once.
      const made = nodesOf(offer, ids, '', newId);
      const id = newId();
      change((now) =>
        withLayers(
          now,
          service,
          (sourceId) => withSource(made, sourceId),
          () => id,
        ),
      );
      const [first] = linesOf(made, true).flatMap(({ node }) => (node.type === 'layer' ? [node] : []));
      if (project.tree.length === 0 && first) engine.zoomTo(first);
      actions.close();
    },
    // In the click itself: the browser is asked first.
    allow: ({ url, host }: Elsewhere) => {
      if (state?.at !== 'offer') return;
      const { chosen, elsewhere } = state;
      const set = (more: Partial<Extract<typeof state, { at: 'offer' }>>) =>
        setState((now) => (now?.at === 'offer' ? { ...now, ...more } : now));
      const allowing = async () => {
        const granted = await page.requestOrigins(page.patternsOfServices([url]));
        if (!granted) return set({ failure: { code: 'permissionNotGiven', values: [host] } });
        const row = rowAt(chosen.base, rows);
        const failure = row?.sourceId ? await widen(page, tabId, row, url) : null;
        if (failure) return set({ failure });
        const allowed = elsewhere.map((each) => (each.url === url ? { ...each, allowed: true } : each));
        onBeside([chosen.typed, ...allowed.flatMap((each) => (each.allowed ? [each.url] : []))]);
        set({ failure: null, elsewhere: allowed });
      };
      void allowing();
    },
  };
}

function withSource(nodes: Project['tree'], sourceId: string): Project['tree'] {
  return nodes.map((node) =>
    node.type === 'layer'
      ? { ...node, sourceId }
      : { ...node, children: withSource(node.children, sourceId) },
  );
}
