import type BaseLayer from 'ol/layer/Base.js';
import type Projection from 'ol/proj/Projection.js';
import type { Drawable } from '../../project/model.ts';
import type { Loader } from '../loading.ts';
import type { LayerTrouble } from '../ports.ts';

/** What a layer has around it. It is made anew when the map's CRS changes. */
export interface Surroundings {
  loader: Loader;
  /** The map's. */
  projection: Projection;
  /** Documents that several layers of the map need, such as capabilities: asked once. */
  shared: Shared;
}

/** A text that is asked once for all who want it at the same address. */
export type Shared = (url: string, loader: Loader) => Promise<string>;

/**
 * Makes what draws one kind of layer. It begins to ask when it is in a map and seen.
 * @returns trouble where it cannot be drawn.
 */
export type Kind<Name extends Drawable['kind']> = (
  draws: Extract<Drawable, { kind: Name }>,
  around: Surroundings,
) => BaseLayer | LayerTrouble;

export function isTrouble(made: BaseLayer | LayerTrouble): made is LayerTrouble {
  return 'what' in made;
}

/**
 * Sets a layer up with what has to be asked first. What fails was told by the loader; anything else is told here, as a
 * description that cannot be drawn from.
 */
export function prepare(loader: Loader, work: () => Promise<LayerTrouble | undefined>): void {
  work().then(
    (trouble) => {
      if (trouble !== undefined) loader.tell(trouble);
    },
    (error: unknown) => {
      const isTold = error instanceof Error && (error.name === 'AbortError' || 'trouble' in error);
      if (!isTold) loader.tell({ what: 'empty', status: 200, words: '' });
    },
  );
}
