/** Where each row of `AGENCIES` is documented, by the row's id. */
export const AGENCIES_EVIDENCE: Readonly<Record<string, readonly string[]>> = {
  openweathermap: [
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L598',
    'https://openweathermap.org/faq',
  ],
  tianditu: [
    'https://github.com/htoooth/Leaflet.ChineseTmsProviders/blob/bafcb9a4c76ca702e02c81ddd25e986ab667ec88/src/leaflet.ChineseTmsProviders.js#L68',
    'https://github.com/SuperMap/iClient-JavaScript/blob/50ac25fae1ae2af962df9b47bba66988b7fe2dcd/src/common/security/SecurityManager.js',
  ],
  xweather: [
    'https://xweather.com/docs/maps/getting-started/map-tiles',
    'https://xweather.com/docs/maps/examples/using-with-arcgis',
  ],
  'os-datahub': [
    'https://github.com/geopandas/xyzservices/blob/8a1580227d38dc423b859d8a78a50a456fa278f7/xyzservices/data/providers.json',
    'https://raw.githubusercontent.com/api-evangelist/ordnance-survey/refs/heads/main/skills/ordnance-survey-authenticate.md',
    'https://github.com/Dorset-Council-UK/GIFramework-Maps/pull/178',
    'https://github.com/OrdnanceSurvey/osdatahub/blob/master/docs/index.rst',
  ],
  'ign-geoplateforme': [
    'https://ignf.github.io/cartes.gouv.fr-documentation/fr/guides-utilisateur/creation-des-cles-et-integration-sig/introduction',
    'https://github.com/IGNF/cartes.gouv.fr-documentation/blob/2daedf6a22a0c0178b9d96543ec31211adec3c8e/content/fr/guides-utilisateur/creation-des-cles-et-integration-sig/integrer-une-cle-dans-un-sig.md',
  ],
  'ign-public': [
    'https://geoservices.ign.fr/node/1394',
    'https://github.com/geopandas/xyzservices/blob/8a1580227d38dc423b859d8a78a50a456fa278f7/xyzservices/data/providers.json',
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/fr/PCRS.geojson',
  ],
  'ign-legacy': [
    'https://geoservices.ign.fr/documentation/services-acces.html',
    'https://github.com/IGNF/geoportal-extensions/issues/31',
  ],
  'linz-basemaps': [
    'https://github.com/linz/basemaps/blob/7bc78cde3f4c537a0ceaae2db0dadce212bfdeb5/packages/lambda-tiler/src/util/validate.ts',
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/oceania/nz/LINZ-NZ-Aerial-Imagery.geojson',
    'https://basemaps.linz.govt.nz/docs/user-guide/technical-documentation',
    'https://github.com/linz/basemaps/blob/7bc78cde3f4c537a0ceaae2db0dadce212bfdeb5/packages/landing/src/__tests__/map.config.test.ts#L96',
  ],
  'linz-lds': [
    'https://linz.govt.nz/node/3468',
    'https://www.linz.govt.nz/guidance/data-service/linz-data-service-guide/changesets/changeset-url-syntax',
  ],
  'kartverket-open': [
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/no/Kartverket-N50-topo.geojson',
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/no/KartverketHillshadeoverlay.geojson',
  ],
  lantmateriet: [
    'https://www.lantmateriet.se/en/geodata/geodata-products/product-support/questions-and-answers-about-geodata-products/general-questions-about-spatial-data-services/',
    'https://5dok.org/document/qo5p9po0-stompunkt-visning-v-teknisk-beskrivning.html',
    'https://geotorget.lantmateriet.se/dokumentation/GEODOK/52/latest/atkomst-och-leverans.html',
  ],
  dataforsyningen: [
    'https://confluence.sdfi.dk/plugins/viewsource/viewpagesrc.action?pageId=158368461',
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/dk/SDFEDTKKort25.geojson',
  ],
  datafordeler: [
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/dk/SDFESkrmkort.geojson',
    'https://confluence.datafordeler.dk/pages/viewpage.action?pageId=17138461',
  ],
  'mml-fi': [
    'https://www.maanmittauslaitos.fi/rajapinnat/kartat-ja-paikkatieto/avoimet-rajapintapalvelut',
    'https://github.com/nlsfi/avoin-karttakuva.maanmittauslaitos.fi/blob/78b9f5384fe4e3272b8ef8b0445a048cf92acc6c/kiinteisto-avoin/kiinteistojaotus-features-webmercator/api.js',
    'https://www.maanmittauslaitos.fi/en/rajapinnat/api-avaimen-ohje',
    'https://www.maanmittauslaitos.fi/maastotietokannan-kyselypalvelu/tekninen-kuvaus',
  ],
  pdok: [
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/nl/PDOK-Luchtfoto-Beeldmateriaal-OrthoHR-latest.geojson',
    'https://github.com/geopandas/xyzservices/blob/8a1580227d38dc423b859d8a78a50a456fa278f7/xyzservices/data/providers.json',
  ],
  'kadaster-bag': [
    'https://github.com/lvbag/BAG-API/blob/96fb01dff810dd977e5b1011f748bd6a4bf10a8c/Getting%20started.md#L276',
  ],
  'swisstopo-open': [
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/ch/swisstopo_swissimage.geojson',
    'https://github.com/geopandas/xyzservices/blob/8a1580227d38dc423b859d8a78a50a456fa278f7/xyzservices/data/providers.json',
  ],
  'lfrz-at': [
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/at/GeoimageatMaxRes.geojson',
  ],
  usgs: [
    'https://github.com/geopandas/xyzservices/blob/8a1580227d38dc423b859d8a78a50a456fa278f7/xyzservices/data/providers.json',
  ],
  'meteo-france': [
    'https://github.com/MAIF/meteole/blob/d4e936590d79a74948ee9014b16a400439517c54/src/meteole/clients.py',
    'https://portail-api.meteofrance.fr/authenticationendpoint/aide_fr.do',
  ],
  efas: ['https://confluence.ecmwf.int/x/PFg0Dw'],
};
