import 'ol/ol.css';
import { toFailure } from '../../../lib/errors.ts';
import { createMapEngine } from '../../../lib/map/engine.ts';
import { readOffer } from '../../../lib/map/offer.ts';
import type { LayerTrouble, MapEngine, Offer } from '../../../lib/map/ports.ts';
import type { Drawable, LayerNode, MapView } from '../../../lib/project/model.ts';

/** What a test does with the engine, by `window.engine`; values only. */
export interface EnginePage {
  engine: MapEngine;
  /** What a service offers, or the code of why not. */
  offer(url: string): Promise<Offer | string>;
  /** Puts layers on the map, from the top down; `drawn` of them, by default all. Waits until every request ended. */
  show(layers: readonly Drawable[], drawn?: readonly number[]): Promise<void>;
  setView(view: Partial<MapView>): Promise<void>;
  /** Red, green, blue and alpha of what is drawn at a pixel, from 0 to 255. */
  colour(x: number, y: number): number[];
  /** How many of the map's pixels have this colour, each part within 12. */
  count(colour: readonly [number, number, number]): number;
  /** Takes all layers off the map, forgets troubles, and shows this view. */
  reset(view: MapView): Promise<void>;
  troubles: [layer: string, trouble: LayerTrouble | 'fine'][];
  info(x: number, y: number): ReturnType<MapEngine['featureInfo']>;
  legend(layer: number): Promise<string[]>;
}

declare global {
  interface Window {
    page: EnginePage;
  }
}

const target = document.querySelector<HTMLElement>('#map')!;
const engine = createMapEngine();
engine.attach(target);
const running = new Set<string>();
const troubles: EnginePage['troubles'] = [];
let nodes: LayerNode[] = [];
engine.on({
  loading: (id, isLoading) => void (isLoading ? running.add(id) : running.delete(id)),
  trouble: (id, trouble) => troubles.push([id, trouble]),
  fine: (id) => troubles.push([id, 'fine']),
});

const frame = () => new Promise<number>((done) => requestAnimationFrame(done));

/** Until nothing was asked for some frames in a row: one request leads to the next. */
async function still(): Promise<void> {
  for (let quiet = 0; quiet < 12; quiet += 1) {
    await frame();
    if (running.size > 0) quiet = 0;
  }
}

/** What all the map's canvases make together. */
function composed(): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = target.clientWidth;
  canvas.height = target.clientHeight;
  const context = canvas.getContext('2d')!;
  for (const each of target.querySelectorAll('canvas')) {
    if (each.width > 0) {
      const { opacity } = (each.parentElement ?? each).style;
      context.globalAlpha = opacity === '' ? 1 : Number(opacity);
      context.drawImage(each, 0, 0, canvas.width, canvas.height);
    }
  }
  return context;
}

window.page = {
  engine,
  troubles,
  offer: (url) =>
    readOffer(url, fetch.bind(window), new AbortController().signal).catch((error: unknown) =>
      JSON.stringify(toFailure(error)),
    ),
  show: async (layers, drawn = layers.map((_, index) => index)) => {
    nodes = layers.map((draws, index) => ({
      type: 'layer',
      id: String(index),
      name: String(index),
      visible: true,
      opacity: 1,
      sourceId: 's',
      draws,
    }));
    engine.setLayers(nodes, new Set(drawn.map(String)));
    await still();
  },
  setView: async (view) => {
    engine.setView({ ...engine.view(), ...view });
    await still();
  },
  reset: async (view) => {
    engine.setLayers([], new Set());
    troubles.length = 0;
    engine.setView(view);
    await still();
  },
  colour: (x, y) => [...composed().getImageData(x, y, 1, 1).data],
  count: (colour) => {
    const { data } = composed().getImageData(0, 0, target.clientWidth, target.clientHeight);
    let found = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (
        colour.every((part, index) => Math.abs((data[at + index] ?? 0) - part) <= 12) &&
        data[at + 3]! > 200
      )
        found += 1;
    }
    return found;
  },
  info: (x, y) => engine.featureInfo([x, y], new AbortController().signal),
  legend: (layer) => engine.legend(nodes[layer]!, new AbortController().signal),
};
