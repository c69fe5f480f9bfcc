/** Where each row of `PLATFORMS` is documented, by the row's id. */
export const PLATFORMS_EVIDENCE: Readonly<Record<string, readonly string[]>> = {
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
    'https://cesium.com/learn/ion/cesium-ion-access-tokens/',
    'https://community.cesium.com/t/using-ion-assets-from-other-mapping-libraries/7320',
  ],
  tygron: [
    'https://github.com/Netherlands3D/twin/blob/b23e2037ca066bc19bcc5e2eb900a501fbba5e0a/Assets/_BuildingBlocks/Credentials/Scripts/KeyVault.cs',
  ],
  'planet-basemaps': [
    'https://github.com/planetlabs/qgis-planet-plugin/blob/81421e1aecadc6776383f9e43415f5b5e59ed130/planet_explorer/gui/pe_basemaps_list_widget.py#L190',
    'https://github.com/planetlabs/planet-client-python/blob/c2a927bce821922884100db8fa61704526dc9b2a/docs/auth/auth-overview.md',
    'https://github.com/sentinel-hub/sentinelhub-js/blob/5e8ea6a8f3eea6f9b2eb2ac2432473b38e98824e/src/layer/LayersFactory.ts#L279',
    'https://docs.planet.com/develop/authentication/',
  ],
  'sentinel-hub': [
    'https://github.com/sentinel-hub/sentinelhub-js/blob/5e8ea6a8f3eea6f9b2eb2ac2432473b38e98824e/src/auth.ts',
    'https://github.com/openlayers/openlayers/blob/58a284c3469e6d5601a8ff95f5bb60cf877c0244/src/ol/source/SentinelHub.js#L665',
    'https://docs.sentinel-hub.com/api/latest/api/overview/authentication',
    'https://github.com/sentinel-hub/sentinelhub-js/blob/5e8ea6a8f3eea6f9b2eb2ac2432473b38e98824e/README.md#L457',
  ],
  cdse: [
    'https://github.com/eu-cdse/documentation/blob/f65bac21327024cccd72e1df8f962f233a11c766/APIs/Token.qmd',
    'https://github.com/eu-cdse/documentation/blob/f65bac21327024cccd72e1df8f962f233a11c766/APIs/SentinelHub/OGC.qmd',
    'https://github.com/eu-cdse/documentation/blob/f65bac21327024cccd72e1df8f962f233a11c766/APIs/OData.qmd',
    'https://documentation.dataspace.copernicus.eu/APIs/Token.html',
    'https://documentation.dataspace.copernicus.eu/Registration.html',
  ],
  'nasa-earthdata': [
    'https://github.com/nsidc/earthaccess/blob/762467dedf7738709726e6ca30c8a36aa195c954/earthaccess/auth.py#L238',
    'https://github.com/nsidc/earthaccess/blob/762467dedf7738709726e6ca30c8a36aa195c954/earthaccess/auth.py#L86',
    'https://urs.earthdata.nasa.gov/documentation/for_users/user_token',
  ],
  'nasa-gibs': [
    'https://github.com/geopandas/xyzservices/blob/8a1580227d38dc423b859d8a78a50a456fa278f7/xyzservices/data/providers.json',
    'https://github.com/nasa-gibs/gibs-web-examples/tree/a5a112ffef319e00c0dd01d1b37e72d7def2944f',
  ],
  'planetary-computer': [
    'https://github.com/microsoft/planetary-computer-sdk-for-python/blob/0c1d7849b9fb8eb270fcde15dcd7a0ca1df18cd3/planetary_computer/sas.py#L465',
  ],
  'planetary-computer-files': [
    'https://github.com/microsoft/planetary-computer-sdk-for-python/blob/0c1d7849b9fb8eb270fcde15dcd7a0ca1df18cd3/planetary_computer/sas.py#L465',
  ],
  maxar: ['https://developers.maxar.com/docs/streaming-imagery/guides/wms'],
  nearmap: [
    'https://help.nearmap.com/kb/articles/286-how-to-use-an-api-key-in-nearmap-integrations',
    'https://help.nearmap.com/kb/articles/650-work-with-api-keys',
  ],
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
