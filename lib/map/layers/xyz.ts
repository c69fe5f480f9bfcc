import TileLayer from 'ol/layer/Tile.js';
import { quadKey } from 'ol/source/BingMaps.js';
import XYZ from 'ol/source/XYZ.js';
import { expandTemplate } from '../../services/template.ts';
import type { Kind } from './kind.ts';
import { tilePictures } from './pictures.ts';

/** Tiles in Web Mercator by template; rows from the bottom where it is a TMS (OSGeo's specification). */
export const xyz: Kind<'xyz'> = (draws, { loader }) => {
  const urls = templateUrls(draws.url, draws.tms);
  const isQuadkey = /\{q(?:uadkey)?\}/i.test(draws.url);
  return new TileLayer({
    source: new XYZ({
      maxZoom: draws.maxZoom,
      minZoom: draws.minZoom,
      ...(isQuadkey
        ? {
            tileUrlFunction: (tile) =>
              (urls[((tile[1] ?? 0) + (tile[2] ?? 0)) % urls.length] ?? '').replace(
                /\{q(?:uadkey)?\}/i,
                quadKey(tile),
              ),
          }
        : { urls }),
      tileLoadFunction: tilePictures(loader),
      transition: 0,
    }),
  });
};

/** A template's hosts one by one; what asks for larger pictures is left out. */
export function templateUrls(template: string, tms: boolean): string[] {
  const plain = template.replace(/\{(?:r|ratio|retina)\}/gi, '');
  return expandTemplate(tms ? plain.replace('{y}', '{-y}') : plain);
}
