import { appendParams } from 'ol/uri.js';
import * as v from 'valibot';
import type { Drawable, LayerNode } from '../project/model.ts';
import { wmsParameters } from './layers/wms.ts';
import { createLoader, type Loaded, type Loader } from './loading.ts';
import { plainText } from './text.ts';

type Arcgis = Extract<Drawable, { kind: 'arcgis' }>;

const SILENT = { loading: () => undefined, trouble: () => undefined, fine: () => undefined };
const MOST_SYMBOLS = 100;

/** Legends, each asked once; their pictures live until they are forgotten. */
export function createLegends(fetch: typeof globalThis.fetch): {
  of(node: LayerNode, signal: AbortSignal): Promise<string[]>;
  forget(ids: readonly string[]): void;
  dispose(): void;
} {
  const known = new Map<string, { made: string; parts: string[] }>();
  const forget = (id: string) => {
    for (const part of known.get(id)?.parts ?? []) if (part.startsWith('blob:')) URL.revokeObjectURL(part);
    known.delete(id);
  };
  return {
    of: async ({ id, draws }, signal) => {
      const made = JSON.stringify(draws);
      const before = known.get(id);
      if (before?.made === made) return before.parts;
      const loader = createLoader(fetch, SILENT);
      const parts = await legendOf(draws, loader, signal);
      forget(id);
      known.set(id, { made, parts });
      return parts;
    },
    forget: (ids) => {
      for (const id of ids) forget(id);
    },
    dispose: () => {
      for (const id of [...known.keys()]) forget(id);
    },
  };
}

async function legendOf(draws: Drawable, loader: Loader, signal: AbortSignal): Promise<string[]> {
  try {
    if (draws.kind === 'arcgis') return await arcgisLegend(draws, loader, signal);
    const urls = legendUrls(draws);
    const pictures = await Promise.all(urls.map((url) => loader.load(url, 'picture', signal)));
    return pictures.flatMap((picture) => (picture === null ? [] : [objectUrl(picture)]));
  } catch {
    signal.throwIfAborted();
    return [];
  }
}

/** What the description names, else GetLegendGraphic (OGC 05-078r4, 12), which servers have beyond their word. */
function legendUrls(draws: Drawable): string[] {
  if ('legend' in draws && draws.legend !== undefined) return [draws.legend];
  if (draws.kind !== 'wms') return [];
  const { STYLES: styles = '', VERSION: version = '' } = wmsParameters(draws);
  return draws.layers.map((layer, index) =>
    appendParams(draws.url, {
      SERVICE: 'WMS',
      VERSION: version,
      REQUEST: 'GetLegendGraphic',
      FORMAT: 'image/png',
      LAYER: layer,
      STYLE: styles.split(',')[index] ?? '',
      SLD_VERSION: '1.1.0',
    }),
  );
}

const legend = v.object({
  layers: v.array(
    v.object({
      layerId: v.number(),
      legend: v.array(
        v.object({
          label: v.fallback(v.string(), ''),
          imageData: v.fallback(v.string(), ''),
          contentType: v.fallback(v.string(), 'image/png'),
        }),
      ),
    }),
  ),
});

/** Legend (Map Service): symbols in base 64, each with its label. */
async function arcgisLegend(draws: Arcgis, loader: Loader, signal: AbortSignal): Promise<string[]> {
  if (draws.service !== 'MapServer') return [];
  const { layers } = v.parse(legend, await loader.json(`${draws.url}/legend?f=json`, signal));
  return layers
    .filter(({ layerId }) => draws.layers.length === 0 || draws.layers.includes(String(layerId)))
    .flatMap((each) => each.legend)
    .filter(({ imageData }) => imageData !== '')
    .slice(0, MOST_SYMBOLS)
    .flatMap(({ label, imageData, contentType }) => {
      const bytes = Uint8Array.from(atob(imageData), (letter) => letter.charCodeAt(0));
      const text = plainText(label, 100);
      return [objectUrl({ url: '', bytes, contentType }), ...(text === '' ? [] : [text])];
    });
}

function objectUrl({ bytes, contentType }: Loaded): string {
  // Shown in an img element; any other type would not be a picture there.
  return URL.createObjectURL(
    new Blob([bytes], { type: /^image\//i.test(contentType) ? contentType : 'image/png' }),
  );
}
