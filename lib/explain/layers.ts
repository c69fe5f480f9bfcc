import { queryParameters } from '../services/credentials-in-url.ts';

/** Parameters that name layers: WMS (OGC 06-042), WMTS (07-057r7), WFS (04-094, 09-025r2), WCS (09-110r4), lower case. */
const NAMES_LAYERS = new Set([
  'layers',
  'query_layers',
  'layer',
  'typename',
  'typenames',
  'coverageid',
  'coverage',
]);

/** How many layers are named: no sentence takes more. */
export const MOST_NAMED = 5;

/** The layers that one request of a page asks an OGC service for, each once; none for any other request. */
export function layersAsked(url: string): string[] {
  const from = url.indexOf('?');
  if (from < 0) return [];
  const parameters = queryParameters(url.slice(from + 1).split('#')[0] ?? '');
  // ArcGIS's `layers=show:0,3` names none.
  if (!parameters.some(({ name }) => /^(?:request|service)$/i.test(name))) return [];
  const named = parameters
    .filter(({ name }) => NAMES_LAYERS.has(name.toLowerCase()))
    .flatMap(({ value }) => value.split(/[,()]/))
    .map((name) => name.trim());
  return [...new Set(named)].filter((name) => name !== '');
}

/**
 * Layers that a page asks for and that a service does not list, at most five. A service below one workspace lists its layers
 * without the workspace's name and takes them with it (GeoServer's virtual services); MapServer compares names without case.
 */
export function layersMissing(asked: readonly string[], listed: readonly string[]): string[] {
  const plain = (name: string) => name.toLowerCase().replace(/^[^:]*:/, '');
  const known = new Set(listed.map(plain));
  return asked.filter((name) => !known.has(plain(name))).slice(0, MOST_NAMED);
}
