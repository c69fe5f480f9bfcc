import * as v from 'valibot';
import { LONGEST_ATTRIBUTION, LONGEST_NAME, LONGEST_URL, MOST_SOURCES } from './limits.ts';
import type { Drawable, Extent, LayerNode, MapView, Project, ProjectSource, TreeNode } from './model.ts';

const Name = v.pipe(v.string(), v.maxLength(LONGEST_NAME));
const Short = v.pipe(v.string(), v.maxLength(500));
const Finite = v.pipe(v.number(), v.finite());
/** Any short word, but for the names of what every object has. */
const Id = v.pipe(
  v.string(),
  v.regex(/^[\w-]{1,64}$/),
  v.check((id) => !(id in {})),
);

/**
 * An address of the web as text, maybe with `{z}`-like placeholders; a browser takes it for nothing else than http or https
 * (WHATWG URL standard: no white space or control characters that it would skip).
 */
const Url = v.pipe(v.string(), v.maxLength(LONGEST_URL), v.regex(/^https?:\/\/[^\s\p{Cc}]+$/u));

/** `EPSG:3857`, `urn:ogc:def:crs:OGC:1.3:CRS84`, `http://www.opengis.net/def/crs/...` */
const Crs = v.pipe(v.string(), v.regex(/^[A-Za-z][\w.:/-]{0,120}$/));

const Extents = v.strictTuple([Finite, Finite, Finite, Finite]) satisfies v.GenericSchema<unknown, Extent>;
const Zoom = v.pipe(v.number(), v.minValue(0), v.maxValue(60));
const Names = v.pipe(v.array(Short), v.maxLength(500));

const told = {
  attribution: v.exactOptional(v.pipe(v.string(), v.maxLength(LONGEST_ATTRIBUTION))),
  extent: v.exactOptional(Extents),
};
const legend = { legend: v.exactOptional(Url) };

const Draws: v.GenericSchema<unknown, Drawable> = v.variant('kind', [
  v.object({
    ...{ kind: v.literal('wms'), url: Url, layers: Names, styles: Names, format: Short, version: Short },
    ...{ crs: v.pipe(v.array(Crs), v.maxLength(1000)), queryable: v.boolean(), ...legend, ...told },
  }),
  v.object({
    ...{ kind: v.literal('wmts'), url: Url, layer: Short, style: Short, matrixSet: Short, format: Short },
    ...{ ...legend, ...told },
  }),
  v.object({
    ...{ kind: v.literal('wfs'), url: Url, typeName: Short, version: Short, format: Short, crs: Crs },
    ...told,
  }),
  v.object({ kind: v.literal('features'), url: Url, collection: Short, ...told }),
  v.object({
    ...{ kind: v.literal('tiles'), url: Url, collection: Short, matrixSet: Short, vector: v.boolean() },
    ...told,
  }),
  v.object({ kind: v.literal('xyz'), url: Url, minZoom: Zoom, maxZoom: Zoom, tms: v.boolean(), ...told }),
  v.object({
    ...{ kind: v.literal('mvt'), url: Url, minZoom: Zoom, maxZoom: Zoom, style: v.exactOptional(Url) },
    ...told,
  }),
  v.object({ kind: v.literal('style'), url: Url, ...told }),
  v.object({
    ...{ kind: v.literal('arcgis'), url: Url, layers: Names, tiled: v.boolean() },
    service: v.picklist(['MapServer', 'FeatureServer', 'ImageServer', 'VectorTileServer']),
    ...told,
  }),
]);

/** What was found good once. Nobody changes such an object: what is edited is made anew. */
const good = new WeakSet<object>();
const isGood = (draws: unknown): boolean => {
  if (typeof draws !== 'object' || draws === null || !v.is(Draws, draws)) return false;
  good.add(draws);
  return true;
};
const GoodDraws = v.custom<Drawable>((draws) => good.has(draws as object) || isGood(draws));

/** The tree, of layers that draw this. */
function treeOf(draws: v.GenericSchema<unknown, Drawable>) {
  const named = { id: Id, name: Name, visible: v.boolean() };
  const Layer = v.object({
    ...{ type: v.literal('layer'), ...named },
    ...{ opacity: v.pipe(v.number(), v.minValue(0), v.maxValue(1)), sourceId: Id, draws },
  }) satisfies v.GenericSchema<unknown, LayerNode>;
  const Node: v.GenericSchema<unknown, TreeNode> = v.lazy(() => v.variant('type', [Layer, Group]));
  const Group = v.object({
    ...{ type: v.literal('group'), ...named },
    ...{ expanded: v.boolean(), children: v.array(Node) },
  });
  return v.pipe(
    v.array(Node),
    v.check((tree) => areDistinct(idsIn(tree))),
  );
}

const View = v.object({
  crs: Crs,
  center: v.strictTuple([Finite, Finite]),
  resolution: v.pipe(Finite, v.gtValue(0)),
  rotation: Finite,
}) satisfies v.GenericSchema<unknown, MapView>;

/** Which way of signing in, and the name of a key parameter: there is no field for anything else. */
const Needs = v.object({
  method: v.pipe(v.string(), v.regex(/^[A-Za-z][\w-]{0,39}$/)),
  parameter: v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(100))),
});

const SourceFields = { id: Id, name: Name, url: Url };
const Source = v.object({ ...SourceFields, needs: v.exactOptional(Needs) }) satisfies v.GenericSchema<
  unknown,
  ProjectSource
>;

const sourcesOf = <S extends v.GenericSchema<unknown, { id: string }>>(schema: S) =>
  v.pipe(
    v.array(schema),
    v.maxLength(MOST_SOURCES),
    v.check((sources) => areDistinct(sources.map(({ id }) => id))),
  );
const projectOf = (draws: v.GenericSchema<unknown, Drawable>): v.GenericSchema<unknown, Project> =>
  v.pipe(
    v.object({ name: Name, view: View, tree: treeOf(draws), sources: sourcesOf(Source) }),
    v.check(({ tree, sources }) => areKnown(tree, sources)),
  );

/** The project in memory. What it does not know is left out. */
export const ProjectSchema = projectOf(Draws);

/** The same to look whether it is one, quickly, after each change: what was good before is not looked at again. */
export const ChangedSchema = projectOf(GoodDraws);

/** The members of the file beside its version. */
export const FileSchema = v.pipe(
  v.object({
    name: Name,
    view: View,
    sources: sourcesOf(v.object(SourceFields)),
    keyVault: v.pipe(
      v.array(v.object({ sourceId: Id, ...Needs.entries })),
      v.check((entries) => areDistinct(entries.map(({ sourceId }) => sourceId))),
    ),
    layers: treeOf(Draws),
  }),
  v.check(({ layers, sources }) => areKnown(layers, sources)),
  v.check(({ keyVault, sources }) => {
    const ids = new Set(sources.map(({ id }) => id));
    return keyVault.every(({ sourceId }) => ids.has(sourceId));
  }),
);
export type ProjectFile = v.InferOutput<typeof FileSchema>;

function idsIn(tree: readonly TreeNode[]): string[] {
  return tree.flatMap((node) => [node.id, ...(node.type === 'group' ? idsIn(node.children) : [])]);
}

function areDistinct(ids: readonly string[]): boolean {
  return new Set(ids).size === ids.length;
}

/** Every layer belongs to a source that is there. */
function areKnown(tree: readonly TreeNode[], sources: readonly { id: string }[]): boolean {
  const ids = new Set(sources.map(({ id }) => id));
  const known = (nodes: readonly TreeNode[]): boolean =>
    nodes.every((node) => (node.type === 'group' ? known(node.children) : ids.has(node.sourceId)));
  return known(tree);
}
