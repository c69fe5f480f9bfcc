import { createCanvas } from '@napi-rs/canvas';
import { refuse, send, sendJson } from '../../demo/answers.ts';
import { type Handler, type RecordingServer, startServer } from '../../demo/server.ts';

const HALF = 20037508.342789244;

/** A PNG of one colour; each kind of layer has its own, so that a test sees who drew. */
function solid(colour: string, size = 256): Uint8Array {
  const canvas = createCanvas(size, size);
  const context = canvas.getContext('2d');
  context.fillStyle = colour;
  context.fillRect(0, 0, size, size);
  return canvas.toBuffer('image/png');
}

export const COLOURS = {
  wmts: [200, 30, 30],
  arcgis: [30, 60, 200],
  cached: [230, 150, 20],
  mapTiles: [20, 140, 60],
} as const;
const png = Object.fromEntries(
  Object.entries(COLOURS).map(([name, [r, g, b]]) => [name, solid(`rgb(${r},${g},${b})`)]),
) as Record<keyof typeof COLOURS, Uint8Array>;

const matrices = [0, 1, 2, 3, 4, 5].map((zoom) => ({
  zoom,
  resolution: (2 * HALF) / 256 / 2 ** zoom,
  count: 2 ** zoom,
}));

function wmtsCapabilities(base: string): string {
  const matrix = matrices
    .map(
      ({ zoom, resolution, count }) => `<TileMatrix><ows:Identifier>${zoom}</ows:Identifier>
<ScaleDenominator>${resolution / 0.00028}</ScaleDenominator><TopLeftCorner>${-HALF} ${HALF}</TopLeftCorner>
<TileWidth>256</TileWidth><TileHeight>256</TileHeight><MatrixWidth>${count}</MatrixWidth><MatrixHeight>${count}</MatrixHeight></TileMatrix>`,
    )
    .join('');
  return `<?xml version="1.0"?><Capabilities version="1.0.0" xmlns="http://www.opengis.net/wmts/1.0"
xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:xlink="http://www.w3.org/1999/xlink">
<ows:ServiceIdentification><ows:Title>Red tiles</ows:Title></ows:ServiceIdentification>
<ows:OperationsMetadata><ows:Operation name="GetTile"><ows:DCP><ows:HTTP><ows:Get xlink:href="${base}/wmts?">
<ows:Constraint name="GetEncoding"><ows:AllowedValues><ows:Value>KVP</ows:Value></ows:AllowedValues></ows:Constraint>
</ows:Get></ows:HTTP></ows:DCP></ows:Operation></ows:OperationsMetadata>
<Contents><Layer><ows:Title>Red</ows:Title><ows:Identifier>red</ows:Identifier>
<Style isDefault="true"><ows:Identifier>default</ows:Identifier></Style><Format>image/png</Format>
<TileMatrixSetLink><TileMatrixSet>grid</TileMatrixSet></TileMatrixSetLink></Layer>
<TileMatrixSet><ows:Identifier>grid</ows:Identifier><ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS>${matrix}</TileMatrixSet>
</Contents></Capabilities>`;
}

const spatialReference = { wkid: 102100, latestWkid: 3857 };
const fullExtent = { xmin: -HALF, ymin: -HALF, xmax: HALF, ymax: HALF, spatialReference };
const layers = [{ id: 0, name: 'Blue', parentLayerId: -1, subLayerIds: null }];
const tileInfo = {
  rows: 256,
  cols: 256,
  origin: { x: -HALF, y: HALF },
  spatialReference,
  lods: matrices.map(({ zoom, resolution }) => ({ level: zoom, resolution })),
};
const square = {
  rings: [
    [
      [-40, -40],
      [-40, 40],
      [40, 40],
      [40, -40],
      [-40, -40],
    ],
  ],
};

/** Esri's REST API as far as a map asks it: export, identify, legend, cached tiles, query. */
const arcgis: Handler = (request, response) => {
  const path = request.path.replace('/arcgis/rest/services', '');
  if (path === '/Blue/MapServer') {
    return sendJson(response, { currentVersion: 11, mapName: 'Blue', fullExtent, layers });
  }
  if (path === '/Blue/MapServer/export') return send(response, 'image/png', png.arcgis);
  if (path === '/Blue/MapServer/identify') {
    const attributes = { NAME: 'Blue <b>lake</b>', OBJECTID: '7' };
    return sendJson(response, {
      results: [{ layerId: 0, layerName: 'Blue', value: 'Blue lake', attributes }],
    });
  }
  if (path === '/Blue/MapServer/legend') {
    const imageData = Buffer.from(png.arcgis).toString('base64');
    const legend = [{ label: '<i>Lakes</i>', imageData, contentType: 'image/png' }];
    return sendJson(response, { layers: [{ layerId: 0, layerName: 'Blue', legend }] });
  }
  if (path === '/Cached/MapServer') {
    const more = { singleFusedMapCache: true, tileInfo, fullExtent, layers };
    return sendJson(response, { currentVersion: 11, mapName: 'Cached', ...more });
  }
  if (path.startsWith('/Cached/MapServer/tile/')) return send(response, 'image/png', png.cached);
  if (path === '/Squares/FeatureServer')
    return sendJson(response, { currentVersion: 11, fullExtent, layers });
  if (path === '/Squares/FeatureServer/0/query') {
    const features = [{ attributes: { OBJECTID: 1, name: 'Square' }, geometry: square }];
    const answer = { objectIdFieldName: 'OBJECTID', geometryType: 'esriGeometryPolygon', features };
    return sendJson(response, { ...answer, spatialReference: { wkid: 4326 } });
  }
  if (path.startsWith('/Closed/'))
    return sendJson(response, { error: { code: 499, message: 'Token Required' } });
  return refuse(response, 404, 'There is nothing here.');
};

const QUAD = 'http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad';

/** OGC API Tiles (20-057) with pictures of one collection. */
function apiTiles(base: string): Handler {
  const api = `${base}/api`;
  const link = (rel: string, path: string, type = 'application/json') => ({
    rel,
    type,
    href: `${api}${path}`,
  });
  const tiles = '/collections/green/map/tiles';
  const answers: Record<string, unknown> = {
    '': { title: 'Green', links: [link('data', '/collections')] },
    '/collections': {
      links: [],
      collections: [
        {
          id: 'green',
          title: 'Green',
          links: [link('http://www.opengis.net/def/rel/ogc/1.0/tilesets-map', tiles)],
        },
      ],
    },
    [tiles]: { tilesets: [{ tileMatrixSetURI: QUAD, links: [link('self', `${tiles}/WebMercatorQuad`)] }] },
    [`${tiles}/WebMercatorQuad`]: {
      tileMatrixSetURI: QUAD,
      links: [
        link('item', `${tiles}/WebMercatorQuad/{tileMatrix}/{tileRow}/{tileCol}`, 'image/png'),
        link('http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme', '/tileMatrixSets/WebMercatorQuad'),
      ],
    },
    '/tileMatrixSets/WebMercatorQuad': {
      id: 'WebMercatorQuad',
      crs: 'http://www.opengis.net/def/crs/EPSG/0/3857',
      tileMatrices: matrices.map(({ zoom, resolution, count }) => ({
        id: String(zoom),
        cellSize: resolution,
        scaleDenominator: resolution / 0.00028,
        pointOfOrigin: [-HALF, HALF],
        tileWidth: 256,
        tileHeight: 256,
        matrixWidth: count,
        matrixHeight: count,
      })),
    },
  };
  return (request, response) => {
    const path = request.path.slice('/api'.length);
    if (/\/WebMercatorQuad\/\d+\/\d+\/\d+$/.test(path)) return send(response, 'image/png', png.mapTiles);
    const found = answers[path];
    return found === undefined ? refuse(response, 404, 'There is nothing here.') : sendJson(response, found);
  };
}

/** A style with labels in a font that no computer has, and points of its own. */
const labels = {
  version: 8,
  glyphs: 'https://fonts.example.net/{fontstack}/{range}.pbf',
  sources: {
    towns: {
      type: 'geojson',
      data: {
        type: 'Feature',
        properties: { name: 'XXXX' },
        geometry: { type: 'Point', coordinates: [18, 13] },
      },
    },
  },
  layers: [
    {
      id: 'names',
      type: 'symbol',
      source: 'towns',
      layout: { 'text-field': '{name}', 'text-font': ['Nowhere Sans Bold'], 'text-size': 60 },
      paint: { 'text-color': '#c8007d' },
    },
  ],
};
export const LABEL = [200, 0, 125] as const;

/** WMTS, ArcGIS and OGC API Tiles, each in a colour of its own; and services that send something else than pictures. */
export function startMapKinds(): Promise<RecordingServer> {
  return startServer(
    (request, response) => {
      const base = `http://${request.host}`;
      if (request.path === '/wmts') {
        const isTile =
          request.query.get('Request') === 'GetTile' || request.query.get('REQUEST') === 'GetTile';
        return isTile
          ? send(response, 'image/png', png.wmts)
          : send(response, 'text/xml', wmtsCapabilities(base));
      }
      if (request.path === '/labels/style.json') return sendJson(response, labels);
      if (request.path.startsWith('/arcgis/')) return arcgis(request, response);
      if (request.path.startsWith('/api')) return apiTiles(base)(request, response);
      if (request.path.startsWith('/login/')) {
        const page = '<html><title>Sign in to <b>Town</b></title><form><input type="password"></form></html>';
        return send(response, 'text/html', page);
      }
      return refuse(response, 404, 'There is nothing here.');
    },
    { host: 'kinds.localhost' },
  );
}
