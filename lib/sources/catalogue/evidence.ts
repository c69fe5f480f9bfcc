/**
 * Where each row of the catalogue is documented, by the row's id. For whoever checks or extends the catalogue; nothing
 * needs it at run time, so it stays out of the built extension.
 */
export const EVIDENCE: Readonly<Record<string, readonly string[]>> = {
  mapbox: [
    'https://docs.mapbox.com/help/glossary/access-token.md',
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L434',
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/world/MapBoxSatellite.geojson',
  ],
  maptiler: [
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L448',
    'https://github.com/maptiler/maptiler-sdk-js/blob/341814f39ea1beb44c4984b8b03d964b72ce4297/src/tools.ts',
    'https://github.com/qgis/QGIS/blob/2c7b39363175898914d3dc3adaf96cbeb0e589de/src/auth/maptiler_hmacsha256/core/qgsauthmaptilerhmacsha256method.cpp',
  ],
  thunderforest: [
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L359',
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/world/TF-Landscape.geojson',
    'https://github.com/Runalyze/Runalyze/pull/2108',
  ],
  jawg: [
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L421',
  ],
  stadia: [
    'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/src/ol/source/StadiaMaps.js#L161',
    'https://github.com/stadiamaps/stadiamaps-api-ts/blob/a2412eef6f99e482d39837cd73ea26132931a79b/src/generated/apis/GeocodingApi.ts',
    'https://docs.stadiamaps.com/raster',
  ],
  tomtom: [
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L504',
  ],
  here: [
    'https://www.here.com/docs/bundle/raster-tile-api-developer-guide/page/topics/examples/example-resource.html',
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L633',
    'https://github.com/mapbox/mapbox-maps-android/issues/106',
  ],
  'azure-maps': [
    'https://learn.microsoft.com/azure/azure-maps/azure-maps-authentication',
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L1057',
  ],
  'google-map-tiles': [
    'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/src/ol/source/Google.js#L282',
    'https://developers.google.com/maps/documentation/tile/get-api-key',
  ],
  'bing-maps': [
    'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/src/ol/source/BingMaps.js#L185',
  ],
  'rapidapi-maptiles': [
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L134',
  ],
  nextzen: [
    'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/examples/osm-vector-tiles.js#L74',
  ],
  '2gis': ['https://docs.2gis.com/en/maps/others/rastertiles/overview'],
  nextbillion: ['https://docs.nextbillion.ai/md/maps/map-display-tt/raster-tiles-api.md'],
  'huawei-mapkit': [
    'https://developer.huawei.com/consumer/en/doc/HMSCore-References/tile-api-0000001059859346/',
  ],
  'aws-location': [
    'https://github.com/aws-geospatial/amazon-location-utilities-auth-helper-js/blob/ac6c4f9bf7215678c501a5ac81833ca908aa2d40/README.md#L203',
  ],
  'strava-heatmap': [
    'https://github.com/julcnx/strava-heatmap-extension/blob/79f2d2e9e373adedab48c40a70694567dfefdafc/src/background/rules.js',
    'https://github.com/zekefarwell/josm-strava-heatmap/blob/bc26524f99dec4e2e590de4e42280b249b5a02da/readme.md',
  ],
  'norkart-webatlas': [
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/no/Norway-ortho.geojson',
  ],
  openweathermap: [
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L598',
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
  ],
  'ign-geoplateforme': [
    'https://ignf.github.io/cartes.gouv.fr-documentation/fr/guides-utilisateur/creation-des-cles-et-integration-sig/introduction',
    'https://github.com/IGNF/cartes.gouv.fr-documentation/blob/2daedf6a22a0c0178b9d96543ec31211adec3c8e/content/fr/guides-utilisateur/creation-des-cles-et-integration-sig/integrer-une-cle-dans-un-sig.md',
  ],
  'ign-legacy': [
    'https://geoservices.ign.fr/documentation/services-acces.html',
    'https://github.com/IGNF/geoportal-extensions/issues/31',
  ],
  'linz-basemaps': [
    'https://github.com/linz/basemaps/blob/7bc78cde3f4c537a0ceaae2db0dadce212bfdeb5/packages/lambda-tiler/src/util/validate.ts',
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/oceania/nz/LINZ-NZ-Aerial-Imagery.geojson',
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
  ],
  efas: ['https://confluence.ecmwf.int/x/PFg0Dw'],
  carto: [
    'https://github.com/CartoDB/carto-api-client/blob/a7536c7c98b712ec945f72c61b3f101d4bd131b4/src/api/auth.ts',
  ],
  maphub: ['https://docs.maphub.net/api/'],
  'esri-location': [
    'https://github.com/Esri/esri-leaflet/blob/b23e2f32d3dfa7ec497ac36f05cfc478205fab32/src/Layers/TiledMapLayer.js',
    'https://github.com/Esri/arcgis-rest-js/blob/7e3424af2fe57024af3bfa97c0f36bafecf91520/packages/arcgis-rest-request/src/request.ts#L391',
    'https://github.com/Esri/arcgis-rest-js/blob/7e3424af2fe57024af3bfa97c0f36bafecf91520/packages/arcgis-rest-elevation/src/openapi-types.ts#L60',
  ],
  'cesium-ion': [
    'https://github.com/CesiumGS/cesium/blob/0905d8a9f22d145551a130ed555e435e71670bff/packages/engine/Source/Core/IonResource.js',
  ],
  tygron: [
    'https://github.com/Netherlands3D/twin/blob/b23e2037ca066bc19bcc5e2eb900a501fbba5e0a/Assets/_BuildingBlocks/Credentials/Scripts/KeyVault.cs',
  ],
  'planet-basemaps': [
    'https://github.com/planetlabs/qgis-planet-plugin/blob/81421e1aecadc6776383f9e43415f5b5e59ed130/planet_explorer/gui/pe_basemaps_list_widget.py#L190',
    'https://github.com/planetlabs/planet-client-python/blob/c2a927bce821922884100db8fa61704526dc9b2a/docs/auth/auth-overview.md',
    'https://github.com/sentinel-hub/sentinelhub-js/blob/5e8ea6a8f3eea6f9b2eb2ac2432473b38e98824e/src/layer/LayersFactory.ts#L279',
  ],
  'sentinel-hub': [
    'https://github.com/sentinel-hub/sentinelhub-js/blob/5e8ea6a8f3eea6f9b2eb2ac2432473b38e98824e/src/auth.ts',
    'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/src/ol/source/SentinelHub.js#L665',
  ],
  cdse: [
    'https://github.com/eu-cdse/documentation/blob/f65bac21327024cccd72e1df8f962f233a11c766/APIs/Token.qmd',
    'https://github.com/eu-cdse/documentation/blob/f65bac21327024cccd72e1df8f962f233a11c766/APIs/SentinelHub/OGC.qmd',
    'https://github.com/eu-cdse/documentation/blob/f65bac21327024cccd72e1df8f962f233a11c766/APIs/OData.qmd',
  ],
  'nasa-earthdata': [
    'https://github.com/nsidc/earthaccess/blob/762467dedf7738709726e6ca30c8a36aa195c954/earthaccess/auth.py#L238',
    'https://github.com/nsidc/earthaccess/blob/762467dedf7738709726e6ca30c8a36aa195c954/earthaccess/auth.py#L86',
  ],
  'nasa-gibs': [
    'https://github.com/geopandas/xyzservices/blob/8a1580227d38dc423b859d8a78a50a456fa278f7/xyzservices/data/providers.json',
  ],
  'planetary-computer': [
    'https://github.com/microsoft/planetary-computer-sdk-for-python/blob/0c1d7849b9fb8eb270fcde15dcd7a0ca1df18cd3/planetary_computer/sas.py#L465',
  ],
  maxar: ['https://developers.maxar.com/docs/streaming-imagery/guides/wms'],
  nearmap: ['https://help.nearmap.com/kb/articles/286-how-to-use-an-api-key-in-nearmap-integrations'],
  koordinates: [
    'https://github.com/koordinates/python-client/blob/2d9b759d33251afbb01b16222456017154eb403b/koordinates/client.py#L95',
    'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/examples/data/WMTSCapabilities.xml#L30',
  ],
  nextgisweb: [
    'https://github.com/nextgis/nextgisweb/blob/055e456d3f5aa30ede08273979767529915f4322/doc/developer/auth.rst',
  ],
  supermap: [
    'https://github.com/SuperMap/iClient-JavaScript/blob/50ac25fae1ae2af962df9b47bba66988b7fe2dcd/src/common/security/SecurityManager.js',
  ],
  haleconnect: ['https://github.com/INSPIRE-MIF/helpdesk-validator/issues/1013'],
  huwise: ['https://help.opendatasoft.com/apis/odata'],
  isogeo: [
    'https://github.com/isogeo/isogeo-api-py-minsdk/blob/b5a4abfb3f11c638565c2190a57bd1e3f378c578/isogeo_pysdk/isogeo.py#L400',
  ],
  mergin: [
    'https://github.com/MerginMaps/python-api-client/blob/571823788a9244fb5839f2d544db4d687fb42326/mergin/client.py#L275',
  ],
};
