import type BaseLayer from 'ol/layer/Base.js';
import type OlMap from 'ol/Map.js';
import type Projection from 'ol/proj/Projection.js';
import type { LayerNode, TreeNode } from '../project/model.ts';
import { makeLayer } from './layers/index.ts';
import { isTrouble, type Shared } from './layers/kind.ts';
import { createLoader, type Loader } from './loading.ts';
import type { EngineListeners } from './ports.ts';
import { crsTrouble } from './trouble.ts';

interface Record {
  node: LayerNode;
  /** What it was made of: another of these is another layer. */
  made: string;
  loader: Loader;
  layer: BaseLayer | null;
  isTroubled: boolean;
}

/** The map's CRS, and what draws in it: null where nobody here knows it. */
export interface MapCrs {
  name: string;
  projection: Projection | null;
}

type Told = Pick<EngineListeners, 'loading' | 'trouble' | 'fine'>;

/** The layers that are on the map, in their order; a layer that is not has no request running, and begins none. */
export class DrawnLayers {
  readonly #map: OlMap;
  readonly #fetch: typeof globalThis.fetch;
  readonly #tell: Told;
  readonly #shared: Shared;
  readonly #records = new Map<string, Record>();
  /** From the top down. */
  #order: string[] = [];

  constructor(map: OlMap, fetch: typeof globalThis.fetch, tell: Told, shared: Shared) {
    this.#map = map;
    this.#fetch = fetch;
    this.#tell = tell;
    this.#shared = shared;
  }

  /** @param anew ids of layers whose every picture is asked again, past the browser's cache. */
  show(tree: readonly TreeNode[], drawn: ReadonlySet<string>, crs: MapCrs, anew: ReadonlySet<string>): void {
    const nodes = layersOf(tree);
    this.#order = nodes.filter(({ id }) => drawn.has(id)).map(({ id }) => id);
    const known = new Set(nodes.map(({ id }) => id));
    for (const [id, record] of this.#records) {
      if (drawn.has(id) && known.has(id)) continue;
      if (record.layer !== null) this.#map.removeLayer(record.layer);
      // What is whole is kept, and seen again at once; the rest begins anew.
      if (!known.has(id) || record.loader.isBusy || record.isTroubled) this.#drop(id);
    }
    for (const [index, node] of nodes.entries()) {
      if (drawn.has(node.id)) this.#draw(node, nodes.length - index, crs, anew.has(node.id));
    }
  }

  #draw(node: LayerNode, height: number, crs: MapCrs, isAnew: boolean): void {
    const made = `${crs.name} ${JSON.stringify(node.draws)}`;
    if (isAnew || this.#records.get(node.id)?.made !== made) this.#drop(node.id);
    const record = this.#records.get(node.id) ?? this.#make(node, made, crs, isAnew);
    record.node = node;
    if (record.layer === null) return;
    record.layer.setOpacity(node.opacity);
    record.layer.setZIndex(height);
    if (!this.#map.getLayers().getArray().includes(record.layer)) this.#map.addLayer(record.layer);
  }

  #make(node: LayerNode, made: string, { name, projection }: MapCrs, isAnew: boolean): Record {
    const { id } = node;
    const loader = createLoader(
      this.#fetch,
      {
        loading: (isLoading) => this.#tell.loading(id, isLoading),
        trouble: (trouble) => {
          record.isTroubled = true;
          this.#tell.trouble(id, trouble);
        },
        fine: () => {
          record.isTroubled = false;
          this.#tell.fine(id);
        },
      },
      isAnew,
    );
    const record: Record = { node, made, loader, layer: null, isTroubled: false };
    this.#records.set(id, record);
    const shared = this.#shared;
    const layer =
      projection === null ? crsTrouble(name) : makeLayer(node.draws, { loader, projection, shared });
    if (isTrouble(layer)) loader.tell(layer);
    else record.layer = layer;
    return record;
  }

  #drop(id: string): void {
    const record = this.#records.get(id);
    if (record === undefined) return;
    this.#records.delete(id);
    record.loader.stop();
    if (record.layer === null) return;
    this.#map.removeLayer(record.layer);
    record.layer.dispose();
  }

  /** What is drawn, from the top down. */
  list(): { node: LayerNode; layer: BaseLayer | null }[] {
    return this.#order.flatMap((id) => this.#records.get(id) ?? []);
  }

  dispose(): void {
    for (const id of [...this.#records.keys()]) this.#drop(id);
    this.#order = [];
  }
}

function layersOf(tree: readonly TreeNode[]): LayerNode[] {
  return tree.flatMap((node) => (node.type === 'layer' ? [node] : layersOf(node.children)));
}
