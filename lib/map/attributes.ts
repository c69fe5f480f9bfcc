import type { LayerInfo } from './ports.ts';
import { plainText } from './text.ts';

type Found = LayerInfo['features'][number];

const MOST_FEATURES = 50;
const MOST_ATTRIBUTES = 200;
/** By these names, in any spelling, data call what stands for the whole; in order of how well they do. */
const TITLES = [
  'name',
  'title',
  'label',
  'bezeichnung',
  'naam',
  'nom',
  'nimi',
  'namn',
  'nazwa',
  'id',
  'fid',
  'objectid',
];

/** Features with their attributes as text; what is no value of its own (geometries, bounds, internals) is left out. */
export function foundFeatures(
  all: readonly { id?: unknown; title?: string; properties: unknown }[],
): Found[] {
  return all.slice(0, MOST_FEATURES).map(({ id, title, properties }) => {
    const attributes = Object.entries((properties ?? {}) as object)
      .filter(([name, value]) => !isInternal(name, value))
      .slice(0, MOST_ATTRIBUTES)
      .map(([name, value]): [string, string] => [plainText(name, 100), plainText(textOf(value), 1000)]);
    return {
      title: plainText(title ?? '', 200) || titleOf(attributes) || plainText(textOf(id), 200),
      attributes,
    };
  });
}

function isInternal(name: string, value: unknown): boolean {
  const isGeometry = typeof value === 'object' && value !== null && 'getType' in value;
  return isGeometry || /^(?:geometry|the_geom|geom|shape|boundedBy|bbox|_proto|mapbox-layer)$/i.test(name);
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function titleOf(attributes: readonly [string, string][]): string {
  const ranked = TITLES.map((wanted) =>
    attributes.find(([name, value]) => name.toLowerCase() === wanted && value),
  );
  return ranked.find(Boolean)?.[1] ?? '';
}
