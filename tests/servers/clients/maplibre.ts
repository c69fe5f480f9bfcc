import 'maplibre-gl/dist/maplibre-gl.css';
import { Map as MapLibre, type SourceSpecification, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { ClientLayer } from './config.ts';
import { config, report } from './page.ts';

setWorkerUrl(workerUrl);

/** MapLibre fetches pictures by script, and vector tiles and GeoJSON in its workers. */
function source({ type, url, layers }: ClientLayer): SourceSpecification {
  if (type === 'geojson') return { type, data: url };
  const query = `service=WMS&version=1.1.1&request=GetMap&format=image/png&transparent=true&styles=&layers=${layers}`;
  const map = `${query}&srs=EPSG:3857&width=256&height=256&bbox={bbox-epsg-3857}`;
  return { type: 'raster', tileSize: 256, maxzoom: 8, tiles: [type === 'wms' ? `${url}?${map}` : url] };
}

const style = config.layers.find(({ type }) => type === 'style');
const others = config.layers.filter(({ type }) => type !== 'style');
const map = new MapLibre({
  container: 'map',
  center: [0, 25],
  zoom: 1.5,
  attributionControl: false,
  style: style?.url ?? { version: 8, sources: {}, layers: [] },
});

// Sources of a style count as the layer that names the style; a style that never loads has no source.
const layerOf = (sourceId: unknown): string | undefined =>
  others.find(({ id }) => id === sourceId)?.id ?? style?.id;
map.on('error', (event) => {
  const id = layerOf((event as { sourceId?: string }).sourceId);
  if (id) report(id, false);
});
map.on('sourcedata', (event) => {
  const id = layerOf(event.sourceId);
  // Tile sources have content as soon as they know where their tiles are; GeoJSON when it is read.
  const isRead = event.sourceDataType === 'content' && event.source.type === 'geojson';
  const loaded = event.tile ? event.tile.state === 'loaded' : isRead;
  if (id && loaded) report(id, true);
});
map.on('style.load', () => {
  for (const layer of others) {
    map.addSource(layer.id, source(layer));
    const { id } = layer;
    map.addLayer(
      layer.type === 'geojson' ? { id, type: 'circle', source: id } : { id, type: 'raster', source: id },
    );
  }
});
