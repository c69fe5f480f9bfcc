import type ImageTile from 'ol/ImageTile.js';
import type Tile from 'ol/Tile.js';
import TileState from 'ol/TileState.js';
import type { Loader } from '../loading.ts';

/** How OpenLayers' tile sources load a picture: by the layer's loader. They are shown at once, without fading in. */
export function tilePictures(loader: Loader): (tile: Tile, url: string) => void {
  return (tile, url) => {
    const image = (tile as ImageTile).getImage() as HTMLImageElement;
    loader.picture(image, url, 'tile').then(
      (exists) => {
        if (!exists) tile.setState(TileState.EMPTY);
      },
      // OpenLayers listens to the element where a picture came that cannot be decoded.
      () => {
        if (tile.getState() === TileState.LOADING) tile.setState(TileState.ERROR);
      },
    );
  };
}

/**
 * How OpenLayers' loaders of one picture for the whole map get it. A new one gives up the one before; one that failed is
 * an empty picture, as OpenLayers writes errors to the console, and addresses of services are nobody else's business.
 */
export function onePicture(
  loader: Loader,
): (image: HTMLImageElement, url: string) => Promise<HTMLImageElement | HTMLCanvasElement> {
  let current = new AbortController();
  return async (image, url) => {
    current.abort();
    current = new AbortController();
    try {
      await loader.picture(image, url, 'picture', current.signal);
      return image;
    } catch {
      const nothing = document.createElement('canvas');
      nothing.width = 1;
      nothing.height = 1;
      return nothing;
    }
  };
}
