import type { CatalogueRow } from './known-service.ts';

/**
 * Server products that stand on anybody's host, by what their paths contain. Those without such a mark are there to be found
 * by name.
 */
export const PRODUCTS: readonly CatalogueRow[] = [
  {
    id: 'arcgis-enterprise',
    name: 'ArcGIS Enterprise / Server',
    hosts: [],
    paths: ['/rest/services/'],
    query: ['token'],
    headers: [
      { name: 'X-Esri-Authorization', scheme: 'Bearer', other: true },
      { name: 'Authorization', scheme: 'Basic', other: true },
    ],
  },
  {
    id: 'geoserver-basic',
    name: 'GeoServer',
    hosts: [],
    paths: ['/geoserver/'],
    query: ['authkey'],
    headers: [{ name: 'Authorization', scheme: 'Basic' }],
  },
  {
    id: 'geoserver-authkey',
    name: 'GeoServer with authkey',
    hosts: [],
    query: ['authkey'],
  },
  {
    id: 'geonode',
    name: 'GeoNode',
    hosts: [],
    paths: ['/gs/'],
    query: ['access_token'],
    headers: [
      { name: 'Authorization', scheme: 'Basic' },
      { name: 'Authorization', scheme: 'Bearer', other: true },
    ],
  },
  {
    id: 'mapproxy',
    name: 'MapProxy',
    hosts: [],
    headers: [{ name: 'Authorization', scheme: 'Basic' }],
  },
  {
    id: 'deegree',
    name: 'deegree',
    hosts: [],
    query: ['SESSIONID'],
    headers: [{ name: 'Authorization', scheme: 'Basic' }],
    pairs: [['USER', 'PASSWORD']],
  },
  {
    id: 'deegree-rest',
    name: 'deegree REST API',
    hosts: [],
    query: ['token', 'api_key'],
    headers: [
      { name: 'X-API-Key', scheme: '' },
      { name: 'Authorization', scheme: 'Bearer' },
    ],
  },
  {
    id: 'ldproxy',
    name: 'ldproxy',
    hosts: [],
    headers: [{ name: 'Authorization', scheme: 'Bearer' }],
  },
  {
    id: 'geomapfish',
    name: 'GeoMapFish',
    hosts: [],
    paths: ['/mapserv_proxy'],
    headers: [
      { name: 'Authorization', scheme: 'Bearer', other: true },
      { name: 'Authorization', scheme: 'Basic', other: true },
    ],
  },
  {
    id: 'titiler',
    name: 'TiTiler',
    hosts: [],
    query: ['access_token'],
  },
  {
    id: 'conterra-secman',
    name: 'con terra security.manager',
    hosts: [],
    paths: ['/secman-ogc/'],
    query: ['access_token'],
    headers: [{ name: 'Authorization', scheme: 'Bearer', other: true }],
    tokens: { oauth: {} },
  },
  {
    id: 'supermap-iserver',
    name: 'SuperMap iServer',
    hosts: [],
    paths: ['/iserver/'],
    query: ['token', 'key'],
  },
];

/** What clients and documents agree on, with no service of their own: for whoever extends the catalogue, nothing finds them. */
export const CONVENTIONS: readonly CatalogueRow[] = [
  { id: 'mapstore', name: 'MapStore', hosts: [], query: ['authkey'] },
  {
    id: 'netherlands3d',
    name: 'Netherlands3D',
    hosts: [],
    query: ['key', 'code', 'token'],
    headers: [
      { name: 'Authorization', scheme: 'Basic' },
      { name: 'Authorization', scheme: 'Bearer' },
    ],
  },
  // Both say in the document itself how it is protected.
  { id: 'stac-auth-ext', name: 'STAC authentication extension', hosts: [] },
  { id: 'stac-browser', name: 'STAC Browser', hosts: [] },
];
