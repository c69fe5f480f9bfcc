import type { CatalogueRow } from './known-service.ts';

/**
 * Imagery, 3D, data platforms and hosted server products whose way to take a credential is documented. A row that
 * names none is open, or takes it in a way that cannot be added to a request (cookie, tokens by OAuth).
 */
export const PLATFORMS: readonly CatalogueRow[] = [
  {
    id: 'carto',
    name: 'CARTO Maps API v3',
    hosts: ['*.api.carto.com'],
    headers: [{ name: 'Authorization', scheme: 'Bearer' }],
  },
  {
    id: 'maphub',
    name: 'MapHub',
    hosts: ['maphub.net', '*.maphub.net'],
    headers: [{ name: 'Authorization', scheme: 'Token' }],
  },
  {
    id: 'esri-location',
    name: 'Esri Location Platform / ArcGIS Online',
    hosts: ['*.arcgis.com'],
    query: ['token'],
    headers: [
      { name: 'X-Esri-Authorization', scheme: 'Bearer', other: true },
      { name: 'Authorization', scheme: 'Bearer', other: true },
    ],
  },
  {
    id: 'cesium-ion',
    name: 'Cesium ion',
    hosts: ['api.cesium.com', '*.ion.cesium.com'],
    query: ['access_token'],
    headers: [{ name: 'Authorization', scheme: 'Bearer', other: true }],
    keyPage: 'https://cesium.com/ion/tokens',
  },
  {
    id: 'tygron',
    name: 'Tygron',
    hosts: ['engine.tygron.com', 'geo.tygron.com'],
    query: ['token'],
  },
  {
    id: 'planet-basemaps',
    name: 'Planet basemaps tiles',
    hosts: ['tiles*.planet.com', 'api.planet.com'],
    query: ['api_key'],
    keyPage: 'https://docs.planet.com/develop/authentication/',
  },
  {
    id: 'sentinel-hub',
    name: 'Sentinel Hub',
    hosts: ['*.sentinel-hub.com'],
    headers: [{ name: 'Authorization', scheme: 'Bearer', other: true }],
    keyPage: 'https://apps.sentinel-hub.com/dashboard/#/account/settings',
    tokens: { clientCredentials: { issuer: 'https://services.sentinel-hub.com/auth/realms/main' } },
  },
  {
    id: 'cdse',
    name: 'Copernicus Data Space Ecosystem',
    hosts: ['*.dataspace.copernicus.eu'],
    headers: [{ name: 'Authorization', scheme: 'Bearer', other: true }],
    keyPage: 'https://documentation.dataspace.copernicus.eu/Registration.html',
    tokens: {
      passwordGrant: {
        issuer: 'https://identity.dataspace.copernicus.eu/auth/realms/CDSE',
        clientId: 'cdse-public',
        scopes: '',
      },
      clientCredentials: { issuer: 'https://identity.dataspace.copernicus.eu/auth/realms/CDSE' },
    },
  },
  {
    id: 'nasa-earthdata',
    name: 'NASA Earthdata (DAACs, COG/STAC)',
    hosts: ['*.earthdata.nasa.gov', '*.earthdatacloud.nasa.gov'],
    headers: [
      { name: 'Authorization', scheme: 'Bearer' },
      { name: 'Authorization', scheme: 'Basic', other: true },
    ],
    keyPage: 'https://urs.earthdata.nasa.gov/documentation/for_users/user_token',
  },
  {
    id: 'nasa-gibs',
    name: 'NASA GIBS',
    hosts: ['gibs.earthdata.nasa.gov'],
    open: true,
    address: 'https://gibs.earthdata.nasa.gov/wmts/epsg3857/best/wmts.cgi',
  },
  {
    id: 'planetary-computer',
    name: 'Microsoft Planetary Computer',
    hosts: ['planetarycomputer.microsoft.com'],
    headers: [{ name: 'Ocp-Apim-Subscription-Key', scheme: '' }],
  },
  {
    id: 'planetary-computer-files',
    name: 'Microsoft Planetary Computer files',
    hosts: ['*.blob.core.windows.net'],
    cannot: 'signedUrls',
  },
  {
    id: 'maxar',
    name: 'Maxar / Vantor Geospatial Platform',
    hosts: ['api.maxar.com', 'securewatch.maxar.com'],
    query: ['maxar_api_key'],
    headers: [
      { name: 'maxar-api-key', scheme: '' },
      { name: 'Authorization', scheme: 'Bearer', other: true },
    ],
  },
  {
    id: 'nearmap',
    name: 'Nearmap',
    hosts: ['api.nearmap.com', 'wms.nearmap.com', 'wmsus.nearmap.com', 'au*.nearmap.com', 'us*.nearmap.com'],
    query: ['apikey'],
    headers: [{ name: 'Authorization', scheme: 'Apikey' }],
    keyPage: 'https://help.nearmap.com/kb/articles/650-work-with-api-keys',
    address: 'https://wms.nearmap.com/wms',
  },
  {
    id: 'koordinates',
    name: 'Koordinates (LRIS, Stats NZ, …)',
    hosts: ['*.koordinates.com', 'koordinates-tiles-*.global.ssl.fastly.net'],
    headers: [{ name: 'Authorization', scheme: 'key' }],
    pathText: ';key=',
  },
  {
    id: 'nextgisweb',
    name: 'NextGIS Web',
    hosts: ['*.nextgis.com'],
    headers: [
      { name: 'Authorization', scheme: 'Basic' },
      { name: 'Authorization', scheme: 'Bearer', other: true },
    ],
  },
  {
    id: 'supermap',
    name: 'SuperMap iServer / iPortal / Online',
    hosts: ['www.supermapol.com'],
    query: ['token', 'key'],
  },
  {
    id: 'haleconnect',
    name: 'hale»connect (wetransform)',
    hosts: ['haleconnect.com'],
    query: ['kelvin_token'],
  },
  {
    id: 'huwise',
    name: 'Huwise / Opendatasoft portals',
    hosts: ['*.opendatasoft.com', '*.huwise.com'],
    headers: [{ name: 'Authorization', scheme: 'Apikey' }],
  },
  {
    id: 'isogeo',
    name: 'Isogeo metadata API',
    hosts: ['v1.api.isogeo.com', 'id.api.isogeo.com'],
    headers: [{ name: 'Authorization', scheme: 'Bearer', other: true }],
    tokens: { clientCredentials: { tokenEndpoint: 'https://id.api.isogeo.com/oauth/token' } },
  },
  {
    id: 'mergin',
    name: 'Mergin Maps',
    hosts: ['app.merginmaps.com'],
    headers: [
      { name: 'Authorization', scheme: 'Bearer' },
      { name: 'Authorization', scheme: 'Basic', other: true },
    ],
  },
];
