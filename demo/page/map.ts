import OlMap from 'ol/Map.js';
import { fromLonLat } from 'ol/proj.js';
import View from 'ol/View.js';
import type { DemoConfig } from '../demo.ts';
import { createLayers } from './layers.ts';
import { showCredentials, showLayers } from './panel.ts';
import { darkMode } from './theme.ts';

declare global {
  interface Window {
    /** What the panel says of each layer, for tests. */
    layerStates: () => Record<string, string>;
  }
}

const config = (await (await fetch('config.json')).json()) as DemoConfig;
const { layers, wms } = createLayers(config.services);
const states = showLayers(layers);
window.layerStates = () => Object.fromEntries(states);
showCredentials(config);

const map = new OlMap({
  target: 'map',
  layers: layers.map(({ layer }) => layer),
  view: new View({ center: fromLonLat([4, 38]), zoom: 3.4, minZoom: 2, maxZoom: 8 }),
});
darkMode.addEventListener('change', () => map.getAllLayers().forEach((layer) => void layer.changed()));

const info = document.querySelector('#info')!;
map.on('singleclick', async ({ coordinate }) => {
  const resolution = map.getView().getResolution() ?? 1;
  const url = wms.getFeatureInfoUrl(coordinate, resolution, 'EPSG:3857', {
    INFO_FORMAT: 'application/json',
    QUERY_LAYERS: 'countries',
  });
  const response = await fetch(url!).catch(() => null);
  if (!response?.ok) {
    info.textContent = 'The countries layer did not answer: it asks for a sign-in.';
    return;
  }
  const { features } = (await response.json()) as { features: { properties: { name: string } }[] };
  info.textContent = features[0]?.properties.name ?? 'No country here.';
});
