/** Where each row of `PRODUCTS` and `CONVENTIONS` is documented, by the row's id. */
export const PRODUCTS_EVIDENCE: Readonly<Record<string, readonly string[]>> = {
  'arcgis-enterprise': [
    'https://github.com/qgis/QGIS/blob/016e5e785f9f7e79aeaafcf7a3db73645c2d2701/src/auth/esritoken/core/qgsauthesritokenmethod.cpp',
    'https://resources.arcgis.com/de/help/main/10.1/0155/0155000005s6000000.htm',
    'https://github.com/Esri/esri-leaflet/blob/b23e2f32d3dfa7ec497ac36f05cfc478205fab32/src/Services/Service.js#L93',
  ],
  'geoserver-basic': [
    'https://docs.geoserver.org/latest/en/user/security/auth/owsrest.html',
    'https://github.com/geoserver/geoserver/blob/2534120ab37a3ec6dbb182d0e4ea7e9befff104c/doc/en/user/source/security/layer.rst',
    'https://github.com/geoserver/geoserver/blob/073eefbe8fedb4988c49b781082344d4b42937a1/doc/en/user/source/extensions/authkey/index.rst',
  ],
  'geoserver-authkey': [
    'https://github.com/geoserver/geoserver/blob/073eefbe8fedb4988c49b781082344d4b42937a1/doc/en/user/source/extensions/authkey/index.rst',
  ],
  geonode: [
    'https://github.com/GeoNode/geonode/issues/5046',
    'https://github.com/GeoNode/geonode/issues/7696',
    'https://github.com/GeoNode/geonode/issues/3993',
    'https://github.com/GeoNode/QGISGeoNodePlugin/issues/98',
  ],
  mapproxy: [
    'https://github.com/mapproxy/mapproxy/blob/554d52c104e9c1ea8ed10db78af9a8c8f6bb6dd2/doc/auth.rst',
  ],
  deegree: [
    'https://github.com/deegree/deegree3/blob/04d5c1010309ca73207146d15238e03d7ef13de5/deegree-services/deegree-services-commons/src/main/java/org/deegree/services/authentication/DeegreeAuthentication.java#L67',
  ],
  'deegree-rest': [
    'https://github.com/deegree/deegree3/blob/04d5c1010309ca73207146d15238e03d7ef13de5/deegree-services/deegree-services-config/src/main/java/org/deegree/services/config/ApiKey.java#L174',
  ],
  ldproxy: [
    'https://github.com/interactive-instruments/ldproxy/blob/f069b599ed583c537ac2b73cc0e6e08b46a3832c/ogcapi-stable/ogcapi-foundation/src/main/java/de/ii/ogcapi/foundation/domain/ApiSecurity.java#L87',
  ],
  geomapfish: [
    'https://github.com/camptocamp/c2cgeoportal/blob/b0f9cd61a55bc576ca62ec7dc5ce67ad9d899425/geoportal/c2cgeoportal_geoportal/__init__.py#L376',
    'https://github.com/camptocamp/c2cgeoportal/blob/b0f9cd61a55bc576ca62ec7dc5ce67ad9d899425/doc/integrator/urllogin.rst',
    'https://github.com/camptocamp/c2cgeoportal/issues/2921',
  ],
  titiler: [
    'https://github.com/developmentseed/titiler/blob/483c9f554e01b942349d535df792e06c389523b8/docs/src/user_guide/getting_started.md#L332',
  ],
  'conterra-secman': ['https://docs.conterra.de/en/securitymanager-ogc/latest/how-to/use-services/qgis.html'],
  'supermap-iserver': [
    'https://github.com/SuperMap/iClient-JavaScript/blob/50ac25fae1ae2af962df9b47bba66988b7fe2dcd/src/common/security/SecurityManager.js',
  ],
  mapstore: [
    'https://github.com/geosolutions-it/MapStore2/blob/08d2989147cbcbdbdad25a3f2dfade69296b558b/web/client/utils/SecurityUtils.js',
  ],
  netherlands3d: [
    'https://github.com/Netherlands3D/twin/blob/b23e2037ca066bc19bcc5e2eb900a501fbba5e0a/Assets/_BuildingBlocks/Credentials/Scripts/KeyVault.cs',
    'https://github.com/Netherlands3D/twin/blob/b23e2037ca066bc19bcc5e2eb900a501fbba5e0a/.docker/dev-proxy/README.md',
  ],
  'stac-auth-ext': [
    'https://github.com/stac-extensions/authentication/blob/faa989756a11645241944cf980ba691b16ab531d/README.md',
    'https://github.com/radiantearth/stac-browser/blob/080bddf63e5ca53ae2c27153222c4bc4ec4c8206/docs/options.md#L249',
  ],
  'stac-browser': [
    'https://github.com/radiantearth/stac-browser/blob/080bddf63e5ca53ae2c27153222c4bc4ec4c8206/docs/options.md#L249',
  ],
};
