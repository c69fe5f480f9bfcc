import type Feature from 'ol/Feature.js';
import GeoJSON from 'ol/format/GeoJSON.js';
import type BaseLayer from 'ol/layer/Base.js';
import ImageLayer from 'ol/layer/Image.js';
import TileLayer from 'ol/layer/Tile.js';
import VectorLayer from 'ol/layer/Vector.js';
import ImageWMS from 'ol/source/ImageWMS.js';
import TileWMS from 'ol/source/TileWMS.js';
import VectorSource from 'ol/source/Vector.js';
import XYZ from 'ol/source/XYZ.js';
import type { DemoConfig, ServiceName } from '../demo.ts';
import { placeStyle } from './place-style.ts';
import { darkMode } from './theme.ts';
import { type Outcome, watchImages, watchTiles, watchVector } from './watch.ts';

export interface DemoLayer {
  id: ServiceName;
  title: string;
  /** The kind of service, as its standard spells it, and its host. */
  kind: string;
  host: string;
  layer: BaseLayer;
  watch(report: (outcome: Outcome) => void): void;
}

// The map's canvas stays readable: every picture is asked for with CORS.
const crossOrigin = 'anonymous';

/** The demo's layers, the lowest first, and the source that answers clicks. */
export function createLayers(services: DemoConfig['services']): { layers: DemoLayer[]; wms: TileWMS } {
  const open = new XYZ({ url: `${services.open}/{z}/{x}/{y}.png`, crossOrigin, maxZoom: 8 });
  const land = new TileLayer({ source: open, opacity: 0.9 });
  land.on('prerender', () => land.setOpacity(darkMode.matches ? 0.12 : 0.9));
  const tiles = new XYZ({ url: `${services.tiles}/{z}/{x}/{y}.png`, crossOrigin, maxZoom: 8 });
  const wms = new TileWMS({ url: services.wms, params: { LAYERS: 'countries,borders' }, crossOrigin });
  const wms2 = new ImageWMS({ url: services.wms2, params: { LAYERS: 'graticule' }, crossOrigin, ratio: 1 });
  const places = new VectorSource<Feature>({
    url: `${services.features}/collections/places/items?f=json&limit=1000`,
    format: new GeoJSON(),
  });

  const entry = (id: ServiceName, title: string, kind: string, rest: Pick<DemoLayer, 'layer' | 'watch'>) => {
    return { id, title, kind, host: new URL(services[id]).hostname, ...rest };
  };
  return {
    wms,
    layers: [
      entry('open', 'Land', 'XYZ', { layer: land, watch: (report) => watchTiles(open, report) }),
      entry('tiles', 'Coastal waters', 'XYZ', {
        layer: new TileLayer({ source: tiles }),
        watch: (report) => watchTiles(tiles, report),
      }),
      entry('wms', 'Countries and borders', 'WMS', {
        layer: new TileLayer({ source: wms }),
        watch: (report) => watchTiles(wms, report),
      }),
      entry('wms2', 'Graticule', 'WMS', {
        layer: new ImageLayer({ source: wms2 }),
        watch: (report) => watchImages(wms2, report),
      }),
      entry('features', 'Places', 'OGC API', {
        layer: new VectorLayer({ source: places, style: placeStyle, declutter: true }),
        watch: (report) => watchVector(places, report),
      }),
    ],
  };
}
