import type { CatalogueRow } from './known-service.ts';

/**
 * National mapping and weather agencies whose way to take a credential is documented. A row that
 * names none is open, or takes it in a way that cannot be added to a request (cookie, tokens by OAuth).
 */
export const AGENCIES: readonly CatalogueRow[] = [
  {
    id: 'openweathermap',
    name: 'OpenWeatherMap tiles',
    hosts: ['tile.openweathermap.org', '*.tile.openweathermap.org', 'maps.openweathermap.org'],
    query: ['appid'],
  },
  {
    id: 'tianditu',
    name: 'Tianditu (CN)',
    hosts: ['t*.tianditu.gov.cn', '*.tianditu.com'],
    query: ['tk'],
  },
  {
    id: 'xweather',
    name: 'Xweather (Aeris) raster maps',
    hosts: ['maps.api.xweather.com', 'maps*.aerisapi.com'],
  },
  {
    id: 'os-datahub',
    name: 'Ordnance Survey Data Hub (GB)',
    hosts: ['api.os.uk'],
    query: ['key'],
    headers: [
      { name: 'key', scheme: '' },
      { name: 'Authorization', scheme: 'Bearer' },
    ],
  },
  {
    id: 'ign-geoplateforme',
    name: 'IGN Géoplateforme (FR)',
    hosts: ['data.geopf.fr'],
    query: ['apikey'],
    headers: [{ name: 'Authorization', scheme: 'Basic' }],
  },
  {
    id: 'ign-legacy',
    name: 'IGN Géoportail legacy (FR)',
    hosts: ['wxs.ign.fr'],
    headers: [{ name: 'Authorization', scheme: 'Basic' }],
  },
  {
    id: 'linz-basemaps',
    name: 'LINZ Basemaps (NZ)',
    hosts: ['basemaps.linz.govt.nz'],
    query: ['api'],
    headers: [{ name: 'X-LINZ-Api-Key', scheme: '' }],
  },
  {
    id: 'linz-lds',
    name: 'LINZ Data Service (NZ)',
    hosts: ['data.linz.govt.nz'],
    pathText: ';key=',
  },
  {
    id: 'kartverket-open',
    name: 'Kartverket open cache/WMS (NO)',
    hosts: ['cache.kartverket.no', 'opencache*.statkart.no', 'wms.geonorge.no'],
  },
  {
    id: 'lantmateriet',
    name: 'Lantmäteriet (SE)',
    hosts: ['api.lantmateriet.se', 'api-ver.lantmateriet.se', 'maps.lantmateriet.se'],
    headers: [
      { name: 'Authorization', scheme: 'Basic' },
      { name: 'Authorization', scheme: 'Bearer' },
    ],
    pathText: '/token/',
  },
  {
    id: 'dataforsyningen',
    name: 'Dataforsyningen (DK)',
    hosts: ['api.dataforsyningen.dk', 'services.kortforsyningen.dk', 'kortforsyningen.kms.dk'],
    query: ['token'],
    headers: [{ name: 'token', scheme: '' }],
  },
  {
    id: 'datafordeler',
    name: 'Datafordeler (DK)',
    hosts: ['*.datafordeler.dk'],
    pairs: [['username', 'password']],
  },
  {
    id: 'mml-fi',
    name: 'Maanmittauslaitos open APIs (FI)',
    hosts: ['avoin-karttakuva.maanmittauslaitos.fi', 'avoin-paikkatieto.maanmittauslaitos.fi'],
    query: ['api-key'],
    headers: [{ name: 'Authorization', scheme: 'Basic' }],
  },
  {
    id: 'pdok',
    name: 'PDOK (NL)',
    hosts: ['service.pdok.nl', 'api.pdok.nl'],
  },
  {
    id: 'kadaster-bag',
    name: 'Kadaster BAG API individuele bevragingen (NL)',
    hosts: ['api.bag.kadaster.nl'],
    headers: [{ name: 'X-Api-Key', scheme: '' }],
  },
  {
    id: 'swisstopo-open',
    name: 'swisstopo / geo.admin.ch open (CH)',
    hosts: ['wms.geo.admin.ch', 'wmts*.geo.admin.ch', 'vectortiles*.geo.admin.ch'],
  },
  {
    id: 'lfrz-at',
    name: 'LFRZ / basemap partner WMS (AT)',
    hosts: ['gis.lfrz.gv.at'],
    query: ['key'],
  },
  {
    id: 'usgs',
    name: 'USGS The National Map (US)',
    hosts: ['*.nationalmap.gov'],
  },
  {
    id: 'meteo-france',
    name: 'Météo-France public API (FR)',
    hosts: ['public-api.meteofrance.fr'],
    headers: [
      { name: 'apikey', scheme: '' },
      { name: 'Authorization', scheme: 'Bearer' },
    ],
  },
  {
    id: 'efas',
    name: 'EFAS / GloFAS WMS (Copernicus EMS, ECMWF)',
    hosts: ['*.efas.eu', 'www.globalfloods.eu'],
    query: ['token'],
  },
];
