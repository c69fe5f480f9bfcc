import type { FeatureLike } from 'ol/Feature.js';
import CircleStyle from 'ol/style/Circle.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';
import Text from 'ol/style/Text.js';
import { darkMode } from './theme.ts';

const text = new Text({ offsetY: -10, overflow: true });
const style = new Style({ text });

/** A dot and a name, larger countries first; small ones appear as the map comes closer. */
export function placeStyle(feature: FeatureLike, resolution: number): Style | undefined {
  const rank = Number(feature.get('rank'));
  // Metres per pixel: 20,000 at the scale of a continent, half of it for each rank.
  if (resolution > 40_000 / 2 ** rank) return undefined;
  const [ink, halo] = darkMode.matches
    ? ['#e6eef0', 'rgba(14, 24, 29, 0.8)']
    : ['#22323a', 'rgba(255, 255, 255, 0.8)'];
  style.setImage(new CircleStyle({ radius: 2, fill: new Fill({ color: ink }) }));
  text.setText(String(feature.get('name')));
  text.setFont(`${rank < 2 ? 600 : 400} ${rank < 1 ? 13 : 12}px system-ui, sans-serif`);
  text.setFill(new Fill({ color: ink }));
  text.setStroke(new Stroke({ color: halo, width: 3 }));
  style.setZIndex(-rank);
  return style;
}
