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
    evidence: [
      'https://github.com/CartoDB/carto-api-client/blob/a7536c7c98b712ec945f72c61b3f101d4bd131b4/src/api/auth.ts',
    ],
  },
  {
    id: 'maphub',
    name: 'MapHub',
    hosts: ['maphub.net', '*.maphub.net'],
    headers: [{ name: 'Authorization', scheme: 'Token' }],
    evidence: ['https://docs.maphub.net/api/'],
  },
  {
    id: 'esri-location',
    name: 'Esri Location Platform / ArcGIS Online',
    hosts: ['*.arcgis.com'],
    query: ['token'],
    headers: [
      { name: 'X-Esri-Authorization', scheme: 'Bearer' },
      { name: 'Authorization', scheme: 'Bearer' },
    ],
    evidence: [
      'https://github.com/Esri/esri-leaflet/blob/b23e2f32d3dfa7ec497ac36f05cfc478205fab32/src/Layers/TiledMapLayer.js',
      'https://github.com/Esri/arcgis-rest-js/blob/7e3424af2fe57024af3bfa97c0f36bafecf91520/packages/arcgis-rest-request/src/request.ts#L391',
      'https://github.com/Esri/arcgis-rest-js/blob/7e3424af2fe57024af3bfa97c0f36bafecf91520/packages/arcgis-rest-elevation/src/openapi-types.ts#L60',
    ],
  },
  {
    id: 'cesium-ion',
    name: 'Cesium ion',
    hosts: ['api.cesium.com', '*.ion.cesium.com'],
    query: ['access_token'],
    headers: [{ name: 'Authorization', scheme: 'Bearer' }],
    evidence: [
      'https://github.com/CesiumGS/cesium/blob/0905d8a9f22d145551a130ed555e435e71670bff/packages/engine/Source/Core/IonResource.js',
    ],
  },
  {
    id: 'tygron',
    name: 'Tygron',
    hosts: ['engine.tygron.com', 'geo.tygron.com'],
    query: ['token'],
    evidence: [
      'https://github.com/Netherlands3D/twin/blob/b23e2037ca066bc19bcc5e2eb900a501fbba5e0a/Assets/_BuildingBlocks/Credentials/Scripts/KeyVault.cs',
    ],
  },
  {
    id: 'planet-basemaps',
    name: 'Planet basemaps tiles',
    hosts: ['tiles*.planet.com', 'api.planet.com'],
    query: ['api_key'],
    evidence: [
      'https://github.com/planetlabs/qgis-planet-plugin/blob/81421e1aecadc6776383f9e43415f5b5e59ed130/planet_explorer/gui/pe_basemaps_list_widget.py#L190',
      'https://github.com/planetlabs/planet-client-python/blob/c2a927bce821922884100db8fa61704526dc9b2a/docs/auth/auth-overview.md',
      'https://github.com/sentinel-hub/sentinelhub-js/blob/5e8ea6a8f3eea6f9b2eb2ac2432473b38e98824e/src/layer/LayersFactory.ts#L279',
    ],
  },
  {
    id: 'sentinel-hub',
    name: 'Sentinel Hub',
    hosts: ['*.sentinel-hub.com'],
    headers: [{ name: 'Authorization', scheme: 'Bearer' }],
    evidence: [
      'https://github.com/sentinel-hub/sentinelhub-js/blob/5e8ea6a8f3eea6f9b2eb2ac2432473b38e98824e/src/auth.ts',
      'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/src/ol/source/SentinelHub.js#L665',
    ],
  },
  {
    id: 'cdse',
    name: 'Copernicus Data Space Ecosystem',
    hosts: ['*.dataspace.copernicus.eu'],
    headers: [{ name: 'Authorization', scheme: 'Bearer' }],
    evidence: [
      'https://github.com/eu-cdse/documentation/blob/f65bac21327024cccd72e1df8f962f233a11c766/APIs/Token.qmd',
      'https://github.com/eu-cdse/documentation/blob/f65bac21327024cccd72e1df8f962f233a11c766/APIs/SentinelHub/OGC.qmd',
      'https://github.com/eu-cdse/documentation/blob/f65bac21327024cccd72e1df8f962f233a11c766/APIs/OData.qmd',
    ],
  },
  {
    id: 'nasa-earthdata',
    name: 'NASA Earthdata (DAACs, COG/STAC)',
    hosts: ['*.earthdata.nasa.gov', '*.earthdatacloud.nasa.gov'],
    headers: [
      { name: 'Authorization', scheme: 'Bearer' },
      { name: 'Authorization', scheme: 'Basic' },
    ],
    evidence: [
      'https://github.com/nsidc/earthaccess/blob/762467dedf7738709726e6ca30c8a36aa195c954/earthaccess/auth.py#L238',
      'https://github.com/nsidc/earthaccess/blob/762467dedf7738709726e6ca30c8a36aa195c954/earthaccess/auth.py#L86',
    ],
  },
  {
    id: 'nasa-gibs',
    name: 'NASA GIBS',
    hosts: ['gibs.earthdata.nasa.gov'],
    evidence: [
      'https://github.com/geopandas/xyzservices/blob/8a1580227d38dc423b859d8a78a50a456fa278f7/xyzservices/data/providers.json',
    ],
  },
  {
    id: 'planetary-computer',
    name: 'Microsoft Planetary Computer',
    hosts: ['planetarycomputer.microsoft.com', '*.blob.core.windows.net'],
    headers: [{ name: 'Ocp-Apim-Subscription-Key', scheme: '' }],
    evidence: [
      'https://github.com/microsoft/planetary-computer-sdk-for-python/blob/0c1d7849b9fb8eb270fcde15dcd7a0ca1df18cd3/planetary_computer/sas.py#L465',
    ],
  },
  {
    id: 'maxar',
    name: 'Maxar / Vantor Geospatial Platform',
    hosts: ['api.maxar.com', 'securewatch.maxar.com'],
    query: ['maxar_api_key'],
    headers: [
      { name: 'maxar-api-key', scheme: '' },
      { name: 'Authorization', scheme: 'Bearer' },
    ],
    evidence: ['https://developers.maxar.com/docs/streaming-imagery/guides/wms'],
  },
  {
    id: 'nearmap',
    name: 'Nearmap',
    hosts: ['api.nearmap.com', 'wms.nearmap.com', 'wmsus.nearmap.com', 'au*.nearmap.com', 'us*.nearmap.com'],
    query: ['apikey'],
    headers: [{ name: 'Authorization', scheme: 'Apikey' }],
    evidence: ['https://help.nearmap.com/kb/articles/286-how-to-use-an-api-key-in-nearmap-integrations'],
  },
  {
    id: 'koordinates',
    name: 'Koordinates (LRIS, Stats NZ, …)',
    hosts: ['*.koordinates.com', 'koordinates-tiles-*.global.ssl.fastly.net'],
    headers: [{ name: 'Authorization', scheme: 'key' }],
    pathText: ';key=',
    evidence: [
      'https://github.com/koordinates/python-client/blob/2d9b759d33251afbb01b16222456017154eb403b/koordinates/client.py#L95',
      'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/examples/data/WMTSCapabilities.xml#L30',
    ],
  },
  {
    id: 'nextgisweb',
    name: 'NextGIS Web',
    hosts: ['*.nextgis.com'],
    headers: [
      { name: 'Authorization', scheme: 'Basic' },
      { name: 'Authorization', scheme: 'Bearer' },
    ],
    evidence: [
      'https://github.com/nextgis/nextgisweb/blob/055e456d3f5aa30ede08273979767529915f4322/doc/developer/auth.rst',
    ],
  },
  {
    id: 'supermap',
    name: 'SuperMap iServer / iPortal / Online',
    hosts: ['www.supermapol.com'],
    query: ['token', 'key'],
    evidence: [
      'https://github.com/SuperMap/iClient-JavaScript/blob/50ac25fae1ae2af962df9b47bba66988b7fe2dcd/src/common/security/SecurityManager.js',
    ],
  },
  {
    id: 'haleconnect',
    name: 'hale»connect (wetransform)',
    hosts: ['haleconnect.com'],
    query: ['kelvin_token'],
    evidence: ['https://github.com/INSPIRE-MIF/helpdesk-validator/issues/1013'],
  },
  {
    id: 'huwise',
    name: 'Huwise / Opendatasoft portals',
    hosts: ['*.opendatasoft.com', '*.huwise.com'],
    headers: [{ name: 'Authorization', scheme: 'Apikey' }],
    evidence: ['https://help.opendatasoft.com/apis/odata'],
  },
  {
    id: 'isogeo',
    name: 'Isogeo metadata API',
    hosts: ['v1.api.isogeo.com', 'id.api.isogeo.com'],
    headers: [{ name: 'Authorization', scheme: 'Bearer' }],
    evidence: [
      'https://github.com/isogeo/isogeo-api-py-minsdk/blob/b5a4abfb3f11c638565c2190a57bd1e3f378c578/isogeo_pysdk/isogeo.py#L400',
    ],
  },
  {
    id: 'mergin',
    name: 'Mergin Maps',
    hosts: ['app.merginmaps.com'],
    headers: [
      { name: 'Authorization', scheme: 'Bearer' },
      { name: 'Authorization', scheme: 'Basic' },
    ],
    evidence: [
      'https://github.com/MerginMaps/python-api-client/blob/571823788a9244fb5839f2d544db4d687fb42326/mergin/client.py#L275',
    ],
  },
];
