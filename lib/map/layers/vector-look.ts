import Circle from 'ol/style/Circle.js';
import Fill from 'ol/style/Fill.js';
import Stroke from 'ol/style/Stroke.js';
import Style from 'ol/style/Style.js';

/** Hues that stand apart from each other and on white, for layers that bring no style of their own. */
const HUES = [174, 28, 262, 330, 205, 95, 48, 0];

/** A look of its own for each layer without one, the same whenever it is drawn: by its name. */
export function lookOf(name: string): Style {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  const hue = HUES[sum % HUES.length] ?? 174;
  const stroke = new Stroke({ color: `hsl(${hue} 60% 34%)`, width: 1.5 });
  const fill = new Fill({ color: `hsl(${hue} 55% 55% / 0.35)` });
  const dot = new Fill({ color: `hsl(${hue} 60% 42%)` });
  const edge = new Stroke({ color: '#fff', width: 1.25 });
  return new Style({ stroke, fill, image: new Circle({ radius: 5, fill: dot, stroke: edge }) });
}
