import LayerGroup from 'ol/layer/Group.js';
import { apply } from 'ol-mapbox-style';
import type { Loader } from '../loading.ts';
import { type Kind, prepare } from './kind.ts';

/** Where web fonts are taken from: an empty style sheet. The library's own answer is a content delivery network. */
const NO_WEB_FONTS = 'data:text/css,';

interface StyleLayer {
  type?: string;
  paint?: Record<string, unknown>;
}

/**
 * OpenLayers computes shaded relief and changed colours of pictures in workers that it writes itself, which our pages' CSP
 * forbids: the relief is left out, and pictures are shown as they came.
 */
function withoutWorkers(layers: readonly StyleLayer[]): StyleLayer[] {
  return layers
    .filter(({ type }) => type !== 'hillshade')
    .map(({ paint, ...layer }) => {
      if (layer.type !== 'raster' || paint === undefined)
        return paint === undefined ? layer : { ...layer, paint };
      const plain = Object.entries(paint).filter(
        ([name]) => !/^raster-(?:brightness|contrast|saturation|hue)/.test(name),
      );
      return { ...layer, paint: Object.fromEntries(plain) };
    });
}

/** A Mapbox or MapLibre style with all its sources, sprites and backgrounds; labels in the computer's own fonts. */
export const style: Kind<'style'> = ({ url }, { loader }) => {
  const group = new LayerGroup();
  prepare(loader, async () => {
    await applyStyle(group, url, await loader.json(url), loader);
    return undefined;
  });
  return group;
};

/**
 * @param url where the style came from: what is relative in it, is to this.
 * @throws what the library says of a style that is none; what could not be loaded, the loader told.
 */
export async function applyStyle(
  group: LayerGroup,
  url: string,
  json: unknown,
  loader: Loader,
): Promise<void> {
  const read = json as { metadata?: object; layers: StyleLayer[] };
  const metadata = { ...read.metadata, 'ol:webfonts': NO_WEB_FONTS };
  const style = { ...read, metadata, layers: withoutWorkers(read.layers) };
  let isTold = false;
  const work = apply(group, style, {
    styleUrl: url,
    webfonts: NO_WEB_FONTS,
    transformRequest: async (address: string, type: string) => {
      const loaded = await loader
        .load(address, type === 'Tiles' ? 'tile' : 'data')
        .catch((error: unknown) => {
          isTold = true;
          throw error;
        });
      const body = loaded?.bytes ?? new Uint8Array();
      const headers = { 'content-type': loaded?.contentType ?? '' };
      const response = new Response(body, { headers });
      Object.defineProperty(response, 'url', { value: loaded?.url ?? address });
      return response;
    },
  });
  await work.catch((error: unknown) => {
    if (!isTold) throw error;
  });
}
