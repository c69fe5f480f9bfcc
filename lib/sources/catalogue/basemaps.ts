import type { CatalogueRow } from './known-service.ts';

/**
 * Providers of base maps whose way to take a credential is documented. A row that
 * names none is open, or takes it in a way that cannot be added to a request (cookie, tokens by OAuth).
 */
export const BASEMAPS: readonly CatalogueRow[] = [
  {
    id: 'mapbox',
    name: 'Mapbox',
    hosts: ['api.mapbox.com', '*.tiles.mapbox.com'],
    query: ['access_token'],
    evidence: [
      'https://docs.mapbox.com/help/glossary/access-token.md',
      'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L434',
      'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/world/MapBoxSatellite.geojson',
    ],
  },
  {
    id: 'maptiler',
    name: 'MapTiler Cloud',
    hosts: ['*.maptiler.com'],
    query: ['key'],
    evidence: [
      'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L448',
      'https://github.com/maptiler/maptiler-sdk-js/blob/341814f39ea1beb44c4984b8b03d964b72ce4297/src/tools.ts',
      'https://github.com/qgis/QGIS/blob/2c7b39363175898914d3dc3adaf96cbeb0e589de/src/auth/maptiler_hmacsha256/core/qgsauthmaptilerhmacsha256method.cpp',
    ],
  },
  {
    id: 'thunderforest',
    name: 'Thunderforest',
    hosts: ['*.tile.thunderforest.com', 'api.thunderforest.com', 'tile.thunderforest.com'],
    query: ['apikey'],
    evidence: [
      'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L359',
      'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/world/TF-Landscape.geojson',
      'https://github.com/Runalyze/Runalyze/pull/2108',
    ],
  },
  {
    id: 'jawg',
    name: 'Jawg Maps',
    hosts: ['tile.jawg.io', 'api.jawg.io'],
    query: ['access-token'],
    evidence: [
      'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L421',
    ],
  },
  {
    id: 'stadia',
    name: 'Stadia Maps (incl. Stamen)',
    hosts: ['tiles.stadiamaps.com', 'tiles-eu.stadiamaps.com', 'api.stadiamaps.com'],
    query: ['api_key'],
    evidence: [
      'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/src/ol/source/StadiaMaps.js#L161',
      'https://github.com/stadiamaps/stadiamaps-api-ts/blob/a2412eef6f99e482d39837cd73ea26132931a79b/src/generated/apis/GeocodingApi.ts',
      'https://docs.stadiamaps.com/raster',
    ],
  },
  {
    id: 'tomtom',
    name: 'TomTom Maps',
    hosts: ['api.tomtom.com', '*.api.tomtom.com'],
    query: ['key'],
    evidence: [
      'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L504',
    ],
  },
  {
    id: 'here',
    name: 'HERE platform (Raster Tile v3)',
    hosts: ['*.hereapi.com'],
    query: ['apiKey'],
    headers: [{ name: 'Authorization', scheme: 'Bearer' }],
    evidence: [
      'https://www.here.com/docs/bundle/raster-tile-api-developer-guide/page/topics/examples/example-resource.html',
      'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L633',
      'https://github.com/mapbox/mapbox-maps-android/issues/106',
    ],
  },
  {
    id: 'azure-maps',
    name: 'Microsoft Azure Maps',
    hosts: ['atlas.microsoft.com', '*.atlas.microsoft.com'],
    query: ['subscription-key'],
    headers: [
      { name: 'Authorization', scheme: 'Bearer' },
      { name: 'Authorization', scheme: 'jwt-sas' },
    ],
    evidence: [
      'https://learn.microsoft.com/azure/azure-maps/azure-maps-authentication',
      'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L1057',
    ],
  },
  {
    id: 'google-map-tiles',
    name: 'Google Map Tiles API (2D)',
    hosts: ['tile.googleapis.com'],
    query: ['key'],
    headers: [{ name: 'Authorization', scheme: 'Bearer' }],
    pairs: [['key', 'session']],
    evidence: [
      'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/src/ol/source/Google.js#L282',
      'https://developers.google.com/maps/documentation/tile/get-api-key',
    ],
  },
  {
    id: 'bing-maps',
    name: 'Bing Maps (legacy)',
    hosts: ['dev.virtualearth.net', '*.tiles.virtualearth.net'],
    query: ['key'],
    evidence: [
      'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/src/ol/source/BingMaps.js#L185',
    ],
  },
  {
    id: 'rapidapi-maptiles',
    name: 'MapTiles via RapidAPI',
    hosts: ['*.p.rapidapi.com'],
    query: ['rapidapi-key'],
    evidence: [
      'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L134',
    ],
  },
  {
    id: 'nextzen',
    name: 'Nextzen (Tilezen)',
    hosts: ['tile.nextzen.org'],
    query: ['api_key'],
    evidence: [
      'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/examples/osm-vector-tiles.js#L74',
    ],
  },
  {
    id: '2gis',
    name: '2GIS tiles',
    hosts: ['tile*.maps.2gis.com'],
    query: ['key'],
    evidence: ['https://docs.2gis.com/en/maps/others/rastertiles/overview'],
  },
  {
    id: 'nextbillion',
    name: 'NextBillion.ai',
    hosts: ['api.nextbillion.io'],
    query: ['key'],
    evidence: ['https://docs.nextbillion.ai/md/maps/map-display-tt/raster-tiles-api.md'],
  },
  {
    id: 'huawei-mapkit',
    name: 'Huawei Map Kit Tile API',
    hosts: ['mapapi.cloud.huawei.com'],
    query: ['key'],
    headers: [{ name: 'Authorization', scheme: '' }],
    evidence: ['https://developer.huawei.com/consumer/en/doc/HMSCore-References/tile-api-0000001059859346/'],
  },
  {
    id: 'aws-location',
    name: 'Amazon Location Service',
    hosts: ['maps.geo.*.amazonaws.com'],
    query: ['key'],
    evidence: [
      'https://github.com/aws-geospatial/amazon-location-utilities-auth-helper-js/blob/ac6c4f9bf7215678c501a5ac81833ca908aa2d40/README.md#L203',
    ],
  },
  {
    id: 'strava-heatmap',
    name: 'Strava global heatmap',
    hosts: ['content-*.strava.com', 'heatmap-external-*.strava.com'],
    evidence: [
      'https://github.com/julcnx/strava-heatmap-extension/blob/79f2d2e9e373adedab48c40a70694567dfefdafc/src/background/rules.js',
      'https://github.com/zekefarwell/josm-strava-heatmap/blob/bc26524f99dec4e2e590de4e42280b249b5a02da/readme.md',
    ],
  },
  {
    id: 'norkart-webatlas',
    name: 'Norkart WebAtlas (NO)',
    hosts: ['waapi.webatlas.no'],
    query: ['api_key'],
    evidence: [
      'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/no/Norway-ortho.geojson',
    ],
  },
];
