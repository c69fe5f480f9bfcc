import type { Drawable, Extent, LayerNode, MapView, TreeNode } from '../project/model.ts';
import type { ServiceKind } from '../services/kinds.ts';

/** What draws the map; the page knows nothing of the library behind it. */
export interface MapEngine {
  /** Puts the map into an element; null takes it out. */
  attach(target: HTMLElement | null): void;
  /**
   * The layers from the top down, and which of them are drawn now. Those that are not make no request at all.
   * @param drawn ids of layers.
   */
  setLayers(tree: readonly TreeNode[], drawn: ReadonlySet<string>): void;
  /** Asks again for everything of these layers, after a sign-in. */
  refresh(layerIds: readonly string[]): void;
  view(): MapView;
  setView(view: MapView): void;
  /** Shows a layer's or the given extent whole. @returns false where none is known. */
  zoomTo(target: LayerNode | Extent): boolean;
  zoomBy(steps: number): void;
  /** What lies at a place of the map's element, in pixels from its left top corner; layers from the top down. */
  featureInfo(pixel: [number, number], signal: AbortSignal): Promise<LayerInfo[]>;
  /** Pictures of the legend, by object URL or text; empty where the service has none. */
  legend(layer: LayerNode, signal: AbortSignal): Promise<string[]>;
  on(listeners: Partial<EngineListeners>): () => void;
  dispose(): void;
}

export interface EngineListeners {
  /** The map was moved by the user, once it rests. */
  moved(view: MapView): void;
  /** Requests of a layer began or all ended. */
  loading(layerId: string, isLoading: boolean): void;
  /** A request of a layer failed; `status` 0 where there was no answer. */
  trouble(layerId: string, trouble: LayerTrouble): void;
  /** A request of a layer was answered well after trouble. */
  fine(layerId: string): void;
  /** The pointer is here, in the map's CRS; null outside. */
  pointer(place: [number, number] | null): void;
}

/**
 * `refused`: it needs a sign-in or another one. `crs`: the map's CRS is none of the layer's and cannot be turned into it.
 * `empty`: what came is no picture and no data (a login page, an exception report, whose text is `words`).
 */
export interface LayerTrouble {
  what: 'refused' | 'missing' | 'failed' | 'unreachable' | 'crs' | 'empty';
  status: number;
  /** Text of the service, markup removed, at most 300 characters. */
  words: string;
}

export interface LayerInfo {
  layerId: string;
  features: { title: string; attributes: [name: string, value: string][] }[];
  /** What the service says as text, where it has no attributes; markup removed. */
  text: string;
  trouble: LayerTrouble | null;
}

/** What a service offers: a tree, as its capabilities have it. */
export interface Offer {
  title: string;
  abstract: string;
  kind: ServiceKind;
  /** Who is to be named on the map, as text. */
  attribution: string;
  entries: OfferEntry[];
  /** Other origins or paths that its operations are said to be at: `https://wxs.example.com/ows`. Beyond the asked base. */
  elsewhere: string[];
}

export interface OfferEntry {
  /** Stable within the offer. */
  id: string;
  title: string;
  abstract: string;
  /** Null for a group that cannot be drawn itself. */
  draws: Drawable | null;
  /** Why it cannot be drawn, e.g. a CRS that nobody here knows; empty where it can. */
  cannot: '' | 'crs' | 'format';
  children: OfferEntry[];
}
