import 'ol/ol.css';
import GeoJSON from 'ol/format/GeoJSON.js';
import type ImageTile from 'ol/ImageTile.js';
import type BaseLayer from 'ol/layer/Base.js';
import TileLayer from 'ol/layer/Tile.js';
import VectorLayer from 'ol/layer/Vector.js';
import OlMap from 'ol/Map.js';
import type TileImage from 'ol/source/TileImage.js';
import TileWMS from 'ol/source/TileWMS.js';
import VectorSource from 'ol/source/Vector.js';
import XYZ from 'ol/source/XYZ.js';
import type Tile from 'ol/Tile.js';
import View from 'ol/View.js';
import type { ClientLayer } from './config.ts';
import { config, fetchPicture, report } from './page.ts';

function createLayer({ id, type, url, layers, crossOrigin, byFetch }: ClientLayer): BaseLayer {
  if (type === 'geojson') {
    const source = new VectorSource({ url, format: new GeoJSON() });
    source.on('featuresloadend', () => report(id, true));
    source.on('featuresloaderror', () => report(id, false));
    return new VectorLayer({ source });
  }
  const options = { url, ...(crossOrigin ? { crossOrigin: 'anonymous' } : {}) };
  const source: TileImage =
    type === 'wms'
      ? new TileWMS({ ...options, params: { LAYERS: layers } })
      : new XYZ({ ...options, maxZoom: 8 });
  if (byFetch) source.setTileLoadFunction(loadByFetch);
  source.on('tileloadend', () => report(id, true));
  source.on('tileloaderror', () => report(id, false));
  return new TileLayer({ source });
}

function loadByFetch(tile: Tile, url: string): void {
  const image = (tile as ImageTile).getImage() as HTMLImageElement;
  fetchPicture(url).then(
    (address) => {
      image.src = address;
    },
    () => tile.setState(3),
  );
}

new OlMap({
  target: 'map',
  layers: config.layers.map(createLayer),
  view: new View({ center: [0, 3_000_000], zoom: 2 }),
});
