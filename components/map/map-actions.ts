import type { LayerTrouble } from '../../lib/map/ports.ts';
import type { ServiceRow } from '../../lib/messages/view.ts';
import type { Standing, Warning } from '../../lib/project/drawn.ts';
import type { LayerNode } from '../../lib/project/model.ts';
import type { Line, Spot, Step } from '../../lib/project/tree.ts';

/** What the layer panel shows. */
export interface LayersView {
  /** The tree's lines from the top down. */
  lines: readonly Line[];
  standings: ReadonlyMap<string, Standing>;
  /** Services that need the user before their layers are drawn. */
  warnings: readonly Warning[];
  rows: ReadonlyMap<string, ServiceRow>;
  /** Layers whose requests are under way. */
  loading: ReadonlySet<string>;
  /** What went wrong on the map, by layer. */
  troubles: ReadonlyMap<string, LayerTrouble>;
  /** Name of what was removed last and can come back; null where nothing can. */
  undo: string | null;
}

/** What a user can do with layers. */
export interface LayerActions {
  toggle(id: string): void;
  fold(id: string, expanded: boolean): void;
  rename(id: string, name: string): void;
  remove(id: string): void;
  undo(): void;
  /** The word about what was removed was read. */
  forgetUndo(): void;
  step(id: string, way: Step): void;
  move(id: string, to: Spot): void;
  fade(id: string, opacity: number): void;
  newGroup(): void;
  /** False where nobody knows where the layer is. */
  zoomTo(layer: LayerNode): boolean;
  /** Addresses of pictures, or text; none where the service has no legend. */
  legend(layer: LayerNode, signal: AbortSignal): Promise<string[]>;
  /** Asks again for what went wrong. */
  again(id: string): void;
  /** In one click, the browser's permission for all services that lack it. */
  allowAll(): void;
}

/** Where a sign-in stands open: in the warning on top, or under a layer. */
export type Place = 'top' | 'add' | { layer: string };
