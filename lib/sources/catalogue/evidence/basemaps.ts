/** Where each row of `BASEMAPS` is documented, by the row's id. */
export const BASEMAPS_EVIDENCE: Readonly<Record<string, readonly string[]>> = {
  mapbox: [
    'https://docs.mapbox.com/help/glossary/access-token.md',
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L434',
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/world/MapBoxSatellite.geojson',
    'https://github.com/opengeos/leafmap/blob/4c4976801a47289cba8608b29807d02f14fbc6c6/docs/notebooks/94_mapbox.ipynb',
  ],
  maptiler: [
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L448',
    'https://github.com/maptiler/maptiler-sdk-js/blob/341814f39ea1beb44c4984b8b03d964b72ce4297/src/tools.ts',
    'https://github.com/qgis/QGIS/blob/2c7b39363175898914d3dc3adaf96cbeb0e589de/src/auth/maptiler_hmacsha256/core/qgsauthmaptilerhmacsha256method.cpp',
    'https://github.com/maptiler/maptiler-sdk-js/blob/341814f39ea1beb44c4984b8b03d964b72ce4297/README.md#L71',
  ],
  thunderforest: [
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L359',
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/world/TF-Landscape.geojson',
    'https://github.com/Runalyze/Runalyze/pull/2108',
    'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/examples/igc.html#L10',
  ],
  jawg: [
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L421',
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/README.md',
  ],
  stadia: [
    'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/src/ol/source/StadiaMaps.js#L161',
    'https://github.com/stadiamaps/stadiamaps-api-ts/blob/a2412eef6f99e482d39837cd73ea26132931a79b/src/generated/apis/GeocodingApi.ts',
    'https://docs.stadiamaps.com/raster',
    'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/changelog/upgrade-notes.md#L307',
  ],
  tomtom: [
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L504',
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/README.md',
  ],
  here: [
    'https://www.here.com/docs/bundle/raster-tile-api-developer-guide/page/topics/examples/example-resource.html',
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L633',
    'https://github.com/mapbox/mapbox-maps-android/issues/106',
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/README.md',
  ],
  'azure-maps': [
    'https://learn.microsoft.com/azure/azure-maps/azure-maps-authentication',
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L1057',
  ],
  'google-map-tiles': [
    'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/src/ol/source/Google.js#L282',
    'https://developers.google.com/maps/documentation/tile/get-api-key',
  ],
  'google-3d-tiles': [
    'https://github.com/NASA-AMMOS/3DTilesRendererJS/blob/3dc8b0a007d9596e45623abb7c65bb0b1230a831/src/core/plugins/auth/GoogleCloudAuth.js',
    'https://github.com/Netherlands3D/twin/blob/b23e2037ca066bc19bcc5e2eb900a501fbba5e0a/Assets/_BuildingBlocks/Credentials/Scripts/KeyVault.cs',
    'https://github.com/iTowns/itowns/blob/c68762d56de65129e1231de12cd9d0dc5209075c/packages/Main/src/Source/C3DTilesGoogleSource.js',
  ],
  'bing-maps': [
    'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/src/ol/source/BingMaps.js#L185',
  ],
  'rapidapi-maptiles': [
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/leaflet-providers.js#L134',
    'https://github.com/leaflet-extras/leaflet-providers/blob/719641d674836cf0e4fd65a90f1dbd54fbb873d1/README.md',
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
    'https://docs.aws.amazon.com/location/latest/developerguide/using-apikeys.html',
  ],
  'strava-heatmap': [
    'https://github.com/julcnx/strava-heatmap-extension/blob/79f2d2e9e373adedab48c40a70694567dfefdafc/src/background/rules.js',
    'https://github.com/zekefarwell/josm-strava-heatmap/blob/bc26524f99dec4e2e590de4e42280b249b5a02da/readme.md',
  ],
  'norkart-webatlas': [
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/no/Norway-ortho.geojson',
    'https://github.com/osmlab/editor-layer-index/blob/cd02c6d37a6a220fca5e23b6d0fc71133155c922/sources/europe/no/NorwayOrthophoto(historic).geojson',
  ],
};
