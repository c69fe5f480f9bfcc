import WMTSCapabilities from 'ol/format/WMTSCapabilities.js';
import TileLayer from 'ol/layer/Tile.js';
import WMTS, { optionsFromCapabilities } from 'ol/source/WMTS.js';
import { withoutCredentials } from '../../services/credentials-in-url.ts';
import { projectionOf } from '../crs.ts';
import { advertisedUrl } from '../offers/shared.ts';
import { crsTrouble } from '../trouble.ts';
import { type Kind, prepare } from './kind.ts';
import { tilePictures } from './pictures.ts';

interface Capabilities {
  Contents?: { TileMatrixSet?: { Identifier?: string; SupportedCRS?: string }[] };
}

/** Tiles (OGC 07-057r7) by the matrices that the capabilities document describes. */
export const wmts: Kind<'wmts'> = (draws, { loader, shared }) => {
  const layer = new TileLayer<WMTS>();
  prepare(loader, async () => {
    const read = new WMTSCapabilities().read(await shared(draws.url, loader)) as Capabilities;
    const set = read.Contents?.TileMatrixSet?.find(({ Identifier }) => Identifier === draws.matrixSet);
    const projection = projectionOf(set?.SupportedCRS ?? '');
    if (projection === null) return crsTrouble(set?.SupportedCRS ?? draws.matrixSet);
    const { layer: name, matrixSet, style, format } = draws;
    const options = optionsFromCapabilities(read, { layer: name, matrixSet, style, format, projection });
    if (options === null) return { what: 'missing', status: 200, words: name };
    const urls = (options.urls ?? []).map((url) => advertisedUrl(withoutCredentials(url), draws.url));
    layer.setSource(
      new WMTS({
        ...options,
        projection,
        urls,
        tileLoadFunction: tilePictures(loader),
        transition: 0,
        wrapX: false,
      }),
    );
    return undefined;
  });
  return layer;
};
