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
  },
  {
    id: 'maptiler',
    name: 'MapTiler Cloud',
    hosts: ['*.maptiler.com'],
    query: ['key'],
  },
  {
    id: 'thunderforest',
    name: 'Thunderforest',
    hosts: ['*.tile.thunderforest.com', 'api.thunderforest.com', 'tile.thunderforest.com'],
    query: ['apikey'],
  },
  {
    id: 'jawg',
    name: 'Jawg Maps',
    hosts: ['tile.jawg.io', 'api.jawg.io'],
    query: ['access-token'],
  },
  {
    id: 'stadia',
    name: 'Stadia Maps (incl. Stamen)',
    hosts: ['tiles.stadiamaps.com', 'tiles-eu.stadiamaps.com', 'api.stadiamaps.com'],
    query: ['api_key'],
  },
  {
    id: 'tomtom',
    name: 'TomTom Maps',
    hosts: ['api.tomtom.com', '*.api.tomtom.com'],
    query: ['key'],
  },
  {
    id: 'here',
    name: 'HERE platform (Raster Tile v3)',
    hosts: ['*.hereapi.com'],
    query: ['apiKey'],
    headers: [{ name: 'Authorization', scheme: 'Bearer' }],
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
  },
  {
    id: 'google-map-tiles',
    name: 'Google Map Tiles API (2D)',
    hosts: ['tile.googleapis.com'],
    query: ['key'],
    headers: [{ name: 'Authorization', scheme: 'Bearer' }],
    pairs: [['key', 'session']],
  },
  {
    id: 'bing-maps',
    name: 'Bing Maps (legacy)',
    hosts: ['dev.virtualearth.net', '*.tiles.virtualearth.net'],
    query: ['key'],
  },
  {
    id: 'rapidapi-maptiles',
    name: 'MapTiles via RapidAPI',
    hosts: ['*.p.rapidapi.com'],
    query: ['rapidapi-key'],
  },
  {
    id: 'nextzen',
    name: 'Nextzen (Tilezen)',
    hosts: ['tile.nextzen.org'],
    query: ['api_key'],
  },
  {
    id: '2gis',
    name: '2GIS tiles',
    hosts: ['tile*.maps.2gis.com'],
    query: ['key'],
  },
  {
    id: 'nextbillion',
    name: 'NextBillion.ai',
    hosts: ['api.nextbillion.io'],
    query: ['key'],
  },
  {
    id: 'huawei-mapkit',
    name: 'Huawei Map Kit Tile API',
    hosts: ['mapapi.cloud.huawei.com'],
    query: ['key'],
    headers: [{ name: 'Authorization', scheme: '' }],
  },
  {
    id: 'aws-location',
    name: 'Amazon Location Service',
    hosts: ['maps.geo.*.amazonaws.com'],
    query: ['key'],
  },
  {
    id: 'strava-heatmap',
    name: 'Strava global heatmap',
    hosts: ['content-*.strava.com', 'heatmap-external-*.strava.com'],
  },
  {
    id: 'norkart-webatlas',
    name: 'Norkart WebAtlas (NO)',
    hosts: ['waapi.webatlas.no'],
    query: ['api_key'],
  },
];
