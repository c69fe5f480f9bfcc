import type { ServiceRow } from '../messages/view.ts';
import type { Status } from '../sign-in/status.ts';
import type { LayerNode, ProjectSource, TreeNode } from './model.ts';
import { rowOfLayer } from './rows.ts';
import { linesOf } from './tree.ts';

/**
 * `drawn`: on the map. `hidden`: its eye or that of a group is closed. `waits`: it is being found out whether its service
 * lets us in. `needs`: not drawn before the user did something about its service.
 */
export type Shows = 'drawn' | 'hidden' | 'waits' | 'needs';

/** How a layer stands. Temporary: never part of the project. */
export interface Standing {
  shows: Shows;
  /** Of its service; null where nothing is known of it. */
  status: Status | null;
  /** The service's row; null where it has none. */
  rowKey: string | null;
  /** True where the browser must allow the service's hosts first. */
  access: boolean;
}

/** What is known of the services beside the project. */
export interface Known {
  /** Null until the worker has told for the first time. */
  rows: readonly ServiceRow[] | null;
  /** False while the worker has not told yet of all services that the project has now. */
  settled: boolean;
  /** By row, whether the browser lets us ask its hosts; a row that is not there is still being looked up. */
  access: ReadonlyMap<string, boolean>;
  /** Layers that were refused while they were drawn, and about whose sign-in nothing has changed since. */
  refused: ReadonlySet<string>;
}

type Layer = Pick<LayerNode, 'id' | 'sourceId' | 'draws'>;

/** These pass by themselves. */
const PASSES: readonly Status[] = ['signingIn', 'renewing'];
/** Where nobody ever signed in there is nothing to lose by asking: the answer says how it stands. */
const MAY_TRY: readonly Status[] = ['open', 'notChecked', 'unreachable', 'certificateProblem'];

/**
 * Every layer by its id, groups followed. The eyes are only read: whoever signs in finds them as they were, so that a hidden
 * layer stays hidden and an open one is drawn.
 */
export function standings(
  tree: readonly TreeNode[],
  sources: readonly ProjectSource[],
  known: Known,
): ReadonlyMap<string, Standing> {
  const found = new Map<string, Standing>();
  const byId = new Map(sources.map((source) => [source.id, source]));
  const visit = (nodes: readonly TreeNode[], open: boolean) => {
    for (const node of nodes) {
      const seen = open && node.visible;
      if (node.type === 'group') visit(node.children, seen);
      else found.set(node.id, standingOf(node, seen, byId.get(node.sourceId), known));
    }
  };
  visit(tree, true);
  return found;
}

/** Ids of the layers that are on the map. */
export function drawnOf(all: ReadonlyMap<string, Standing>): ReadonlySet<string> {
  return new Set([...all].flatMap(([id, { shows }]) => (shows === 'drawn' ? [id] : [])));
}

function standingOf(
  layer: Layer,
  eye: boolean,
  source: ProjectSource | undefined,
  { rows, settled, access, refused }: Known,
): Standing {
  const row = rows && rowOfLayer(layer, source, rows);
  const isRefused = refused.has(layer.id);
  const isAllowed = row ? access.get(row.key) : true;
  const asks = isRefused || (source?.needs !== undefined && row !== null && row.accountId === null);
  const at = { rowKey: row?.key ?? null, access: isAllowed === false, status: statusOf(row, asks) };
  const isKnown = rows !== null && (row !== null || settled) && isAllowed !== undefined;
  const may = isKnown ? mayAsk(row, isRefused, source?.needs !== undefined) : 'waits';
  // Nobody proves a sign-in at a host that may not be asked: that would be waited for in vain.
  const isBarred = isKnown && !isAllowed && !PASSES.includes(row?.status ?? 'open');
  if (may === 'needs' || isBarred) return { ...at, shows: 'needs' };
  return { ...at, shows: eye ? may : 'hidden' };
}

/** A layer that is refused, or of which the project says that it needs a sign-in, knows more than its service's row does. */
function statusOf(row: ServiceRow | null, asks: boolean): Status | null {
  const status = row?.status ?? null;
  if (!asks) return status;
  if (status === 'signedIn') return 'signedInWithoutAccess';
  return status === null || MAY_TRY.includes(status) ? 'signIn' : status;
}

function mayAsk(row: ServiceRow | null, isRefused: boolean, isProtected: boolean): Exclude<Shows, 'hidden'> {
  const status = row?.status ?? 'notChecked';
  const hasSignIn = row !== null && row.accountId !== null;
  // What is remembered is proven once, by the worker.
  if (PASSES.includes(status) || (status === 'notChecked' && hasSignIn)) return 'waits';
  if (isRefused) return 'needs';
  if (status === 'signedIn') return 'drawn';
  return !isProtected && !hasSignIn && MAY_TRY.includes(status) ? 'drawn' : 'needs';
}

/**
 * The rows as the map shows them: one that nobody asked yet, and of which a layer knows that it needs a sign-in, offers that
 * and not to check.
 */
export function rowsToShow(
  rows: readonly ServiceRow[],
  all: ReadonlyMap<string, Standing>,
): ReadonlyMap<string, ServiceRow> {
  const asking = [...all.values()].filter(({ shows, status }) => shows === 'needs' && status === 'signIn');
  const keys = new Set(asking.map(({ rowKey }) => rowKey));
  const shown = (row: ServiceRow): ServiceRow =>
    keys.has(row.key) && row.next === 'check' && row.forms.length > 0
      ? { ...row, status: 'signIn', next: 'signIn' }
      : row;
  return new Map(rows.map((row) => [row.key, shown(row)]));
}

/** A service, and its layers that are not drawn before the user did something about it. */
export interface Warning {
  /** Null for services of which nothing is known. */
  rowKey: string | null;
  layers: { id: string; name: string }[];
  access: boolean;
}

/** What has to be said on top of the panel: the services in the order of their layers. */
export function warningsOf(tree: readonly TreeNode[], all: ReadonlyMap<string, Standing>): Warning[] {
  const found = new Map<string | null, Warning>();
  for (const { node } of linesOf(tree, true)) {
    const standing = all.get(node.id);
    if (standing?.shows !== 'needs') continue;
    const { rowKey, access } = standing;
    const warning = found.get(rowKey) ?? { rowKey, access, layers: [] };
    warning.layers.push({ id: node.id, name: node.name });
    found.set(rowKey, warning);
  }
  return [...found.values()];
}
