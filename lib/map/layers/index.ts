import type BaseLayer from 'ol/layer/Base.js';
import type { Drawable } from '../../project/model.ts';
import type { LayerTrouble } from '../ports.ts';
import { arcgis } from './arcgis.ts';
import { features } from './features.ts';
import type { Kind, Surroundings } from './kind.ts';
import { mvt } from './mvt.ts';
import { style } from './style.ts';
import { tiles } from './tiles.ts';
import { wfs } from './wfs.ts';
import { wms } from './wms.ts';
import { wmts } from './wmts.ts';
import { xyz } from './xyz.ts';

const KINDS: { [Name in Drawable['kind']]: Kind<Name> } = {
  wms,
  wmts,
  wfs,
  features,
  tiles,
  xyz,
  mvt,
  style,
  arcgis,
};

/** What draws a layer, or why it cannot be drawn. A new kind is one file and one line. */
export function makeLayer(draws: Drawable, around: Surroundings): BaseLayer | LayerTrouble {
  const kind = KINDS[draws.kind] as (draws: Drawable, around: Surroundings) => BaseLayer | LayerTrouble;
  return kind(draws, around);
}
