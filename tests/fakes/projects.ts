import fc from 'fast-check';
import type { Drawable, LayerNode, Project, ProjectSource, TreeNode } from '../../lib/project/model.ts';

/** A small project: one service, one layer in a group. */
export function project(changes: Partial<Project> = {}): Project {
  return {
    name: 'Polder',
    view: { crs: 'EPSG:28992', center: [121_000, 487_000], resolution: 13.44, rotation: 0 },
    sources: [source()],
    tree: [{ type: 'group', id: 'group1', name: 'Base', visible: true, expanded: true, children: [layer()] }],
    ...changes,
  };
}

export const source = (changes: Partial<ProjectSource> = {}): ProjectSource => ({
  id: 'source1',
  name: 'Parcels',
  url: 'https://geo.example.com/geoserver/ows',
  needs: { method: 'basic' },
  ...changes,
});

export const layer = (changes: Partial<LayerNode> = {}): LayerNode => ({
  type: 'layer',
  id: 'layer1',
  name: 'Parcels',
  visible: true,
  opacity: 0.8,
  sourceId: 'source1',
  draws: wms(),
  ...changes,
});

export const wms = (changes: Partial<Extract<Drawable, { kind: 'wms' }>> = {}): Drawable => ({
  kind: 'wms',
  url: 'https://geo.example.com/geoserver/ows',
  layers: ['parcels'],
  styles: [''],
  format: 'image/png',
  version: '1.3.0',
  crs: ['EPSG:28992', 'EPSG:3857'],
  queryable: true,
  ...changes,
});

const Text = fc.string({ unit: 'grapheme', maxLength: 20 });
const Finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const Told = {
  attribution: Text,
  extent: fc.tuple(Finite, Finite, Finite, Finite),
};
const Crs = fc.constantFrom('EPSG:3857', 'EPSG:2056', 'urn:ogc:def:crs:OGC:1.3:CRS84');
const Zoom = fc.integer({ min: 0, max: 30 });

/** Addresses of services; what is put into them must be clean for {@link AnyProject} to be. */
export const CleanUrl = fc
  .tuple(
    fc.constantFrom('https://geo.example.com', 'http://10.0.0.1:8080', 'https://{a-c}.tiles.example.org'),
    fc.constantFrom(
      '/ows',
      '/ows?map=/a/b.map',
      '/{z}/{x}/{y}.png',
      '/tiles/{z}/{x}/{y}?v=1',
      '/é?service=WMS',
    ),
  )
  .map((parts) => parts.join(''));

function drawables(Url: fc.Arbitrary<string>): fc.Arbitrary<Drawable> {
  const made = <K extends Drawable['kind']>(kind: K, fields: Record<string, fc.Arbitrary<unknown>>) => {
    const all = { kind: fc.constant(kind), url: Url, ...fields, ...Told };
    const optional = ['attribution', 'extent', 'legend', ...(kind === 'mvt' ? ['style'] : [])];
    const requiredKeys = Object.keys(all).filter((key) => !optional.includes(key)) as (keyof typeof all)[];
    return fc.record(all, { requiredKeys }) as unknown as fc.Arbitrary<Drawable>;
  };
  const list = fc.array(Text, { maxLength: 3 });
  const wmtsLike = { layer: Text, style: Text, matrixSet: Text, format: Text };
  return fc.oneof(
    made('wms', {
      ...{ layers: list, styles: list, format: Text, version: Text, crs: fc.array(Crs, { maxLength: 3 }) },
      ...{ queryable: fc.boolean(), legend: Url },
    }),
    made('wmts', { ...wmtsLike, legend: Url }),
    made('wfs', { typeName: Text, version: Text, format: Text, crs: Crs }),
    made('features', { collection: Text }),
    made('tiles', { collection: Text, matrixSet: Text, vector: fc.boolean() }),
    made('xyz', { minZoom: Zoom, maxZoom: Zoom, tms: fc.boolean() }),
    made('mvt', { minZoom: Zoom, maxZoom: Zoom, style: Url }),
    made('style', {}),
    made('arcgis', {
      service: fc.constantFrom('MapServer', 'ImageServer'),
      layers: list,
      tiled: fc.boolean(),
    }),
  );
}

/** Any project at all, with addresses of this kind. */
export function anyProject(Url: fc.Arbitrary<string> = CleanUrl): fc.Arbitrary<Project> {
  const Sources = fc
    .array(
      fc.record(
        {
          name: Text,
          url: Url,
          needs: fc.record(
            {
              method: fc.constantFrom('basic', 'key', 'oauth'),
              parameter: fc.constantFrom('code', 'apikey'),
            },
            { requiredKeys: ['method'] },
          ),
        },
        { requiredKeys: ['name', 'url'] },
      ),
      { minLength: 1, maxLength: 4 },
    )
    .map((all) => all.map((each, at) => ({ id: `source${at}`, ...each })) as ProjectSource[]);
  const shared = { name: Text, visible: fc.boolean() };
  const { tree: Tree } = fc.letrec<{ tree: TreeNode[]; node: TreeNode }>((tie) => ({
    tree: fc.array(tie('node'), { maxLength: 4, depthIdentifier: 'tree' }),
    node: fc.oneof(
      { depthIdentifier: 'tree', maxDepth: 4 },
      fc.record({
        ...{ type: fc.constant('layer' as const), id: fc.constant(''), ...shared },
        ...{ opacity: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0) },
        ...{ sourceId: fc.nat(3).map(String), draws: drawables(Url) },
      }),
      fc.record({
        ...{ type: fc.constant('group' as const), id: fc.constant(''), ...shared },
        ...{ expanded: fc.boolean(), children: tie('tree') },
      }),
    ),
  }));
  const View = fc.record({
    crs: Crs,
    center: fc.tuple(Finite, Finite),
    resolution: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
    rotation: Finite,
  });
  return fc
    .record({ name: Text, view: View, tree: Tree, sources: Sources })
    .map((made) => ({ ...made, tree: numbered(made.tree, made.sources.length) }));
}

/** Nodes with ids of their own, and sources that are there. */
function numbered(tree: TreeNode[], sources: number): TreeNode[] {
  let last = 0;
  const each = (node: TreeNode): TreeNode => {
    last += 1;
    const id = `node${last}`;
    return node.type === 'group'
      ? { ...node, id, children: node.children.map(each) }
      : { ...node, id, sourceId: `source${Number(node.sourceId) % sources}` };
  };
  return tree.map(each);
}
