import { GeoJSONVT } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import { refuse, send, sendJson } from '../../demo/answers.ts';
import { countries, places } from '../../demo/natural-earth.ts';
import {
  type Handler,
  type RecordedRequest,
  type RecordingServer,
  type ServerOptions,
  startServer,
} from '../../demo/server.ts';

const OPTIONS = { maxZoom: 8, indexMaxZoom: 4 };
const layers = {
  countries: new GeoJSONVT(countries, OPTIONS),
  places: new GeoJSONVT(places, OPTIONS),
};

/** Mapbox Vector Tiles (version 2) at `/tiles/{z}/{x}/{y}.pbf`, with `/tiles.json` (TileJSON 3.0.0) and `/style.json`. */
const vector: Handler = (request, response) => {
  const base = `http://${request.host}`;
  if (request.path === '/style.json') {
    const countries = { type: 'vector', url: `${base}/tiles.json` };
    const fill = {
      id: 'countries',
      type: 'fill',
      source: 'world',
      'source-layer': 'countries',
      paint: { 'fill-color': '#7fb7a6', 'fill-outline-color': '#586670' },
    };
    return sendJson(response, { version: 8, name: 'World', sources: { world: countries }, layers: [fill] });
  }
  if (request.path === '/tiles.json') {
    const vectorLayers = Object.keys(layers).map((id) => ({ id, fields: { name: 'String' } }));
    const tiles = [`${base}/tiles/{z}/{x}/{y}.pbf`];
    return sendJson(response, {
      tilejson: '3.0.0',
      tiles,
      minzoom: 0,
      maxzoom: 8,
      vector_layers: vectorLayers,
    });
  }
  const [z, x, y] = /^\/tiles\/(\d+)\/(\d+)\/(\d+)\.pbf$/.exec(request.path)?.slice(1).map(Number) ?? [];
  if (z === undefined) return refuse(response, 404, 'There is nothing here.');
  const found = Object.entries(layers).flatMap(([name, index]) => {
    const tile = index.getTile(z, x!, y!);
    return tile ? [[name, tile] as const] : [];
  });
  const body = fromGeojsonVt(Object.fromEntries(found), { version: 2, extent: 4096 });
  send(response, 'application/vnd.mapbox-vector-tile', body);
};

/** Starts a vector tile service; what `allowed` does not let in gets a 403. */
export function startVector(
  allowed: (request: RecordedRequest) => boolean = () => true,
  options?: ServerOptions,
): Promise<RecordingServer> {
  return startServer((request, response) => {
    if (!allowed(request)) return refuse(response, 403, 'These tiles need a key.');
    return vector(request, response);
  }, options);
}
