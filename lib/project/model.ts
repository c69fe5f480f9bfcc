/** A map: what is on it, in which order, and what it needs, without any credential. */
export interface Project {
  name: string;
  view: MapView;
  /** From the top of the map down. */
  tree: TreeNode[];
  /** The services that its layers use. */
  sources: ProjectSource[];
}

export interface MapView {
  /** `EPSG:3857`, `EPSG:2056`, ... */
  crs: string;
  /** In units of the CRS. */
  center: [number, number];
  /** Map units a pixel. */
  resolution: number;
  /** In radians, clockwise. */
  rotation: number;
}

/** A service, and its word in the KeyVault. */
export interface ProjectSource {
  /** Within this project. */
  id: string;
  name: string;
  /** Base URL, without any secret. */
  url: string;
  /** Which way of signing in it needs (`basic`, `key`, ...), and the name of the key parameter; absent where none is known. */
  needs?: { method: string; parameter?: string };
}

export type TreeNode = GroupNode | LayerNode;

export interface GroupNode {
  type: 'group';
  id: string;
  name: string;
  /** The eye. */
  visible: boolean;
  /** Whether its layers are shown in the tree. */
  expanded: boolean;
  children: TreeNode[];
}

export interface LayerNode {
  type: 'layer';
  id: string;
  name: string;
  /** The eye, as the user left it: never changed because a sign-in is missing. */
  visible: boolean;
  /** 0 to 1. */
  opacity: number;
  /** One of the project's sources. */
  sourceId: string;
  /** What is drawn. */
  draws: Drawable;
}

/** What OpenLayers needs to draw a layer. URLs carry no secret. */
export type Drawable =
  | {
      kind: 'wms';
      url: string;
      layers: string[];
      styles: string[];
      format: string;
      version: string;
      crs: string[];
      queryable: boolean;
      legend?: string;
      attribution?: string;
      extent?: Extent;
    }
  | {
      kind: 'wmts';
      url: string;
      layer: string;
      style: string;
      matrixSet: string;
      format: string;
      legend?: string;
      attribution?: string;
      extent?: Extent;
    }
  | {
      kind: 'wfs';
      url: string;
      typeName: string;
      version: string;
      format: string;
      crs: string;
      attribution?: string;
      extent?: Extent;
    }
  | { kind: 'features'; url: string; collection: string; attribution?: string; extent?: Extent }
  | {
      kind: 'tiles';
      url: string;
      collection: string;
      matrixSet: string;
      vector: boolean;
      attribution?: string;
      extent?: Extent;
    }
  | {
      kind: 'xyz';
      url: string;
      minZoom: number;
      maxZoom: number;
      tms: boolean;
      attribution?: string;
      extent?: Extent;
    }
  | {
      kind: 'mvt';
      url: string;
      minZoom: number;
      maxZoom: number;
      style?: string;
      attribution?: string;
      extent?: Extent;
    }
  | { kind: 'style'; url: string; attribution?: string; extent?: Extent }
  | {
      kind: 'arcgis';
      url: string;
      service: 'MapServer' | 'FeatureServer' | 'ImageServer' | 'VectorTileServer';
      layers: string[];
      tiled: boolean;
      attribution?: string;
      extent?: Extent;
    };

/** West, south, east, north in degrees (WGS 84). */
export type Extent = [number, number, number, number];
