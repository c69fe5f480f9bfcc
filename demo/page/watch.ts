import type { ImageLike } from 'ol/DataTile.js';
import type ImageTile from 'ol/ImageTile.js';
import type ImageSource from 'ol/source/Image.js';
import type { ImageSourceEvent } from 'ol/source/Image.js';
import type { TileSourceEvent } from 'ol/source/Tile.js';
import type TileImage from 'ol/source/TileImage.js';
import type VectorSource from 'ol/source/Vector.js';

/** How one request of a layer ended: `blank` is a picture with nothing on it. */
export type Outcome = 'shown' | 'blank' | 'refused';
type Report = (outcome: Outcome) => void;

export function watchTiles(source: TileImage, report: Report): void {
  source.on('tileloadend', ({ tile }: TileSourceEvent) => report(look((tile as ImageTile).getImage())));
  source.on('tileloaderror', () => report('refused'));
}

export function watchImages(source: ImageSource, report: Report): void {
  source.on('imageloadend', ({ image }: ImageSourceEvent) => report(look(image.getImage())));
  source.on('imageloaderror', () => report('refused'));
}

export function watchVector(source: Pick<VectorSource, 'on'>, report: Report): void {
  source.on('featuresloadend', ({ features }) => report(features?.length ? 'shown' : 'blank'));
  source.on('featuresloaderror', () => report('refused'));
}

/** Whether a picture has any pixel that is not transparent, looked at in a small copy. */
function look(image: ReturnType<ImageTile['getImage']> | ImageLike): Outcome {
  const canvas = new OffscreenCanvas(32, 32);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(image as CanvasImageSource, 0, 0, 32, 32);
  const { data } = context.getImageData(0, 0, 32, 32);
  return data.some((value, index) => index % 4 === 3 && value > 0) ? 'shown' : 'blank';
}
