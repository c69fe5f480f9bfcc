import type { SavedSource } from '../../messages/sources-view.ts';
import type { ServiceKind } from '../../services/kinds.ts';

/**
 * One kind of file of connections (QGIS, `qgsmanageconnectionsdialog.cpp`): each has a root and one element for each
 * connection.
 */
export interface Family {
  root: string;
  /** Version that the root says. */
  version: string;
  element: string;
  /** What QGIS's browser panel calls it. */
  label: string;
  /** What it is here where the address does not say it better. */
  kinds: readonly [ServiceKind, ...ServiceKind[]];
  /** False where these files keep no `authcfg`. */
  authcfg: boolean;
  /** True where they keep headers. */
  headers: boolean;
  /** What a connection made here says beside. */
  defaults: Readonly<Record<string, string>>;
}

const USUAL = { version: '1.0', authcfg: true, headers: true, defaults: {} } as const;
const NO_AUTHCFG = { ...USUAL, authcfg: false } as const;
const AXES = { ignoreAxisOrientation: 'false', invertAxisOrientation: 'false' };

export const FAMILIES: readonly Family[] = [
  {
    ...NO_AUTHCFG,
    ...{ root: 'qgsWMSConnections', element: 'wms', label: 'WMS / WMTS', kinds: ['WMS', 'WMTS'] },
    defaults: {
      ...{ ignoreGetMapURI: 'false', ignoreGetFeatureInfoURI: 'false', smoothPixmapTransform: 'false' },
      ...{ ...AXES, dpiMode: '7' },
    },
  },
  {
    ...NO_AUTHCFG,
    ...{ root: 'qgsWFSConnections', version: '1.1', element: 'wfs', headers: false },
    ...{ label: 'WFS / OGC API - Features', kinds: ['WFS', 'OGC API'] },
    defaults: { version: 'auto', maxnumfeatures: '', pagesize: '', pagingenabled: 'true', ...AXES },
  },
  {
    ...NO_AUTHCFG,
    ...{ root: 'qgsWCSConnections', element: 'wcs', label: 'WCS', kinds: ['WCS'], headers: false },
  },
  {
    ...USUAL,
    ...{ root: 'qgsXYZTilesConnections', element: 'xyztiles', label: 'XYZ Tiles', kinds: ['XYZ', 'TMS'] },
    defaults: { zmin: '0', zmax: '18', tilePixelRatio: '0' },
  },
  {
    ...USUAL,
    ...{ root: 'qgsVectorTileConnections', element: 'vectortile' },
    ...{ label: 'Vector Tiles', kinds: ['MVT', 'ArcGIS', 'TileJSON'] },
    defaults: { zmin: '0', zmax: '14', serviceType: '', styleUrl: '' },
  },
  {
    ...USUAL,
    ...{ root: 'qgsARCGISFEATURESERVERConnections', element: 'arcgisfeatureserver' },
    ...{ label: 'ArcGIS REST', kinds: ['ArcGIS'] },
  },
  {
    ...USUAL,
    ...{ root: 'qgsARCGISMAPSERVERConnections', element: 'arcgismapserver' },
    ...{ label: 'ArcGIS REST', kinds: ['ArcGIS'] },
  },
  {
    ...USUAL,
    ...{ root: 'qgsTiledSceneConnections', element: 'tiledscene', label: 'Tiled Scene', kinds: ['3D'] },
    defaults: { provider: 'cesiumtiles' },
  },
  {
    ...USUAL,
    ...{ root: 'qgsSensorThingsConnections', element: 'sensorthings' },
    ...{ label: 'SensorThings', kinds: ['OGC API'] },
  },
  { ...USUAL, ...{ root: 'qgsStacConnections', element: 'stac', label: 'STAC', kinds: ['STAC'] } },
  {
    ...NO_AUTHCFG,
    ...{
      root: 'qgsCloudStorageConnections',
      element: 'cloudstorage',
      label: 'Cloud Storage',
      headers: false,
    },
    kinds: ['XYZ'],
  },
];

/** Roots of connections to databases: no web service, so nothing for a browser. */
export const DATABASES = /^qgs(?:Pg|Mssql|Oracle|Hana|SpatiaLite|DB2)Connections$/;

/** The family of a file's root; undefined for any other. */
export function familyOf(root: string): Family | undefined {
  return FAMILIES.find((family) => family.root === root);
}

/** Where QGIS keeps what was not brought from it; the other kinds have no place there. */
const ELEMENTS: Partial<Record<ServiceKind, string>> = {
  WMS: 'wms',
  WMTS: 'wms',
  WFS: 'wfs',
  'OGC API': 'wfs',
  WCS: 'wcs',
  XYZ: 'xyztiles',
  MVT: 'vectortile',
  ArcGIS: 'arcgisfeatureserver',
  '3D': 'tiledscene',
  STAC: 'stac',
};

/** Where QGIS keeps a source: where it came from, else by its kind; undefined where QGIS has no place for it. */
export function familyFor({ kinds, urls, qgis }: SavedSource): Family | undefined {
  const isTiles = urls.some((url) => /\/VectorTileServer\b/i.test(url));
  const element = isTiles ? 'vectortile' : kinds.flatMap((kind) => ELEMENTS[kind] ?? [])[0];
  return familyOf(qgis?.root ?? '') ?? FAMILIES.find((family) => family.element === element);
}
