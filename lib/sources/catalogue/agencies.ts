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
    evidence: [
      'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L598',
    ],
  },
  {
    id: 'tianditu',
    name: 'Tianditu (CN)',
    hosts: ['t*.tianditu.gov.cn', '*.tianditu.com'],
    query: ['tk'],
    evidence: [
      'https://github.com/htoooth/Leaflet.ChineseTmsProviders/blob/bafcb9a4c76ca702e02c81ddd25e986ab667ec88/src/leaflet.ChineseTmsProviders.js#L68',
      'https://github.com/SuperMap/iClient-JavaScript/blob/50ac25fae1ae2af962df9b47bba66988b7fe2dcd/src/common/security/SecurityManager.js',
    ],
  },
  {
    id: 'xweather',
    name: 'Xweather (Aeris) raster maps',
    hosts: ['maps.api.xweather.com', 'maps*.aerisapi.com'],
    evidence: [
      'https://xweather.com/docs/maps/getting-started/map-tiles',
      'https://xweather.com/docs/maps/examples/using-with-arcgis',
    ],
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
    evidence: [
      'https://github.com/geopandas/xyzservices/blob/8a1580227d38dc423b859d8a78a50a456fa278f7/xyzservices/data/providers.json',
      'https://raw.githubusercontent.com/api-evangelist/ordnance-survey/refs/heads/main/skills/ordnance-survey-authenticate.md',
      'https://github.com/Dorset-Council-UK/GIFramework-Maps/pull/178',
    ],
  },
  {
    id: 'ign-geoplateforme',
    name: 'IGN Géoplateforme (FR)',
    hosts: ['data.geopf.fr'],
    query: ['apikey'],
    headers: [{ name: 'Authorization', scheme: 'Basic' }],
    evidence: [
      'https://ignf.github.io/cartes.gouv.fr-documentation/fr/guides-utilisateur/creation-des-cles-et-integration-sig/introduction',
      'https://github.com/IGNF/cartes.gouv.fr-documentation/blob/2daedf6a22a0c0178b9d96543ec31211adec3c8e/content/fr/guides-utilisateur/creation-des-cles-et-integration-sig/integrer-une-cle-dans-un-sig.md',
    ],
  },
  {
    id: 'ign-legacy',
    name: 'IGN Géoportail legacy (FR)',
    hosts: ['wxs.ign.fr'],
    headers: [{ name: 'Authorization', scheme: 'Basic' }],
    evidence: [
      'https://geoservices.ign.fr/documentation/services-acces.html',
      'https://github.com/IGNF/geoportal-extensions/issues/31',
    ],
  },
  {
    id: 'linz-basemaps',
    name: 'LINZ Basemaps (NZ)',
    hosts: ['basemaps.linz.govt.nz'],
    query: ['api'],
    headers: [{ name: 'X-LINZ-Api-Key', scheme: '' }],
    evidence: [
      'https://github.com/linz/basemaps/blob/7bc78cde3f4c537a0ceaae2db0dadce212bfdeb5/packages/lambda-tiler/src/util/validate.ts',
      'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/oceania/nz/LINZ-NZ-Aerial-Imagery.geojson',
    ],
  },
  {
    id: 'linz-lds',
    name: 'LINZ Data Service (NZ)',
    hosts: ['data.linz.govt.nz'],
    pathText: ';key=',
    evidence: [
      'https://linz.govt.nz/node/3468',
      'https://www.linz.govt.nz/guidance/data-service/linz-data-service-guide/changesets/changeset-url-syntax',
    ],
  },
  {
    id: 'kartverket-open',
    name: 'Kartverket open cache/WMS (NO)',
    hosts: ['cache.kartverket.no', 'opencache*.statkart.no', 'wms.geonorge.no'],
    evidence: [
      'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/no/Kartverket-N50-topo.geojson',
      'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/no/KartverketHillshadeoverlay.geojson',
    ],
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
    evidence: [
      'https://www.lantmateriet.se/en/geodata/geodata-products/product-support/questions-and-answers-about-geodata-products/general-questions-about-spatial-data-services/',
      'https://5dok.org/document/qo5p9po0-stompunkt-visning-v-teknisk-beskrivning.html',
      'https://geotorget.lantmateriet.se/dokumentation/GEODOK/52/latest/atkomst-och-leverans.html',
    ],
  },
  {
    id: 'dataforsyningen',
    name: 'Dataforsyningen (DK)',
    hosts: ['api.dataforsyningen.dk', 'services.kortforsyningen.dk', 'kortforsyningen.kms.dk'],
    query: ['token'],
    headers: [{ name: 'token', scheme: '' }],
    evidence: [
      'https://confluence.sdfi.dk/plugins/viewsource/viewpagesrc.action?pageId=158368461',
      'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/dk/SDFEDTKKort25.geojson',
    ],
  },
  {
    id: 'datafordeler',
    name: 'Datafordeler (DK)',
    hosts: ['*.datafordeler.dk'],
    pairs: [['username', 'password']],
    evidence: [
      'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/dk/SDFESkrmkort.geojson',
      'https://confluence.datafordeler.dk/pages/viewpage.action?pageId=17138461',
    ],
  },
  {
    id: 'mml-fi',
    name: 'Maanmittauslaitos open APIs (FI)',
    hosts: ['avoin-karttakuva.maanmittauslaitos.fi', 'avoin-paikkatieto.maanmittauslaitos.fi'],
    query: ['api-key'],
    headers: [{ name: 'Authorization', scheme: 'Basic' }],
    evidence: [
      'https://www.maanmittauslaitos.fi/rajapinnat/kartat-ja-paikkatieto/avoimet-rajapintapalvelut',
      'https://github.com/nlsfi/avoin-karttakuva.maanmittauslaitos.fi/blob/78b9f5384fe4e3272b8ef8b0445a048cf92acc6c/kiinteisto-avoin/kiinteistojaotus-features-webmercator/api.js',
    ],
  },
  {
    id: 'pdok',
    name: 'PDOK (NL)',
    hosts: ['service.pdok.nl', 'api.pdok.nl'],
    evidence: [
      'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/nl/PDOK-Luchtfoto-Beeldmateriaal-OrthoHR-latest.geojson',
      'https://github.com/geopandas/xyzservices/blob/8a1580227d38dc423b859d8a78a50a456fa278f7/xyzservices/data/providers.json',
    ],
  },
  {
    id: 'kadaster-bag',
    name: 'Kadaster BAG API individuele bevragingen (NL)',
    hosts: ['api.bag.kadaster.nl'],
    headers: [{ name: 'X-Api-Key', scheme: '' }],
    evidence: [
      'https://github.com/lvbag/BAG-API/blob/96fb01dff810dd977e5b1011f748bd6a4bf10a8c/Getting%20started.md#L276',
    ],
  },
  {
    id: 'swisstopo-open',
    name: 'swisstopo / geo.admin.ch open (CH)',
    hosts: ['wms.geo.admin.ch', 'wmts*.geo.admin.ch', 'vectortiles*.geo.admin.ch'],
    evidence: [
      'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/ch/swisstopo_swissimage.geojson',
      'https://github.com/geopandas/xyzservices/blob/8a1580227d38dc423b859d8a78a50a456fa278f7/xyzservices/data/providers.json',
    ],
  },
  {
    id: 'lfrz-at',
    name: 'LFRZ / basemap partner WMS (AT)',
    hosts: ['gis.lfrz.gv.at'],
    query: ['key'],
    evidence: [
      'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/at/GeoimageatMaxRes.geojson',
    ],
  },
  {
    id: 'usgs',
    name: 'USGS The National Map (US)',
    hosts: ['*.nationalmap.gov'],
    evidence: [
      'https://github.com/geopandas/xyzservices/blob/8a1580227d38dc423b859d8a78a50a456fa278f7/xyzservices/data/providers.json',
    ],
  },
  {
    id: 'meteo-france',
    name: 'Météo-France public API (FR)',
    hosts: ['public-api.meteofrance.fr'],
    headers: [
      { name: 'apikey', scheme: '' },
      { name: 'Authorization', scheme: 'Bearer' },
    ],
    evidence: [
      'https://github.com/MAIF/meteole/blob/d4e936590d79a74948ee9014b16a400439517c54/src/meteole/clients.py',
    ],
  },
  {
    id: 'efas',
    name: 'EFAS / GloFAS WMS (Copernicus EMS, ECMWF)',
    hosts: ['*.efas.eu', 'www.globalfloods.eu'],
    query: ['token'],
    evidence: ['https://confluence.ecmwf.int/x/PFg0Dw'],
  },
];
