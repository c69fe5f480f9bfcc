import type { Drawable } from '../../project/model.ts';
import { withoutCredentials } from '../../services/credentials-in-url.ts';
import { expandTemplate } from '../../services/template.ts';
import type { Offer } from '../ports.ts';

/** Tiles by template: nothing describes them, so that nothing is asked. */
export function templateOffer(written: string): Offer {
  const template = withoutCredentials(written.replace(/\{zoom\}/gi, '{z}').replace(/\{row\}/gi, '{y}'));
  const isVector = /\.(?:vector\.)?(?:pbf|mvt)(?:[?#]|$)|[?&](?:f|format)=(?:mvt|pbf)\b/i.test(template);
  const [first = template] = expandTemplate(template);
  const title = URL.canParse(first) ? new URL(first).hostname : first;
  const zooms = { minZoom: 0, maxZoom: isVector ? 14 : 19 };
  const draws: Drawable = isVector
    ? { kind: 'mvt', url: template, ...zooms }
    : { kind: 'xyz', url: template.replace('{-y}', '{y}'), tms: template.includes('{-y}'), ...zooms };
  return {
    title,
    abstract: '',
    kind: isVector ? 'MVT' : 'XYZ',
    attribution: '',
    entries: [{ id: '0', title, abstract: '', draws, cannot: '', children: [] }],
    elsewhere: [],
  };
}
