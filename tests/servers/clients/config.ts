/** A layer of a client page. `crossOrigin` asks for pictures with CORS; `byFetch` loads them by script. */
export interface ClientLayer {
  id: string;
  type: 'wms' | 'xyz' | 'geojson' | 'style';
  /** A WMS endpoint, a `{z}/{x}/{y}` template, a GeoJSON (WFS, OGC API) address, or a MapLibre style's address. */
  url: string;
  /** The WMS's `LAYERS`. */
  layers?: string;
  crossOrigin?: boolean;
  byFetch?: boolean;
}

/** What a client page is asked to show: it travels as JSON in the page's `config` parameter. */
export interface ClientConfig {
  layers: ClientLayer[];
  /** An address to frame, as maps do with HTML from GetFeatureInfo. */
  info?: string;
  /** A legend's address, for a plain `<img>`. */
  legend?: string;
  /** An address to offer as a link, and as one with `download`. */
  download?: string;
}

declare global {
  interface Window {
    /**
     * Each layer's state by id, `legend` too where there is one: `waiting`, `shown` from its first request that ended
     * well, `refused` until then.
     */
    layerStates: () => Record<string, string>;
  }
}
