const BRACES = /\{[\w.:,-]{1,100}\}/g;
const WHOLE_WORLD = '-20037508.34,-20037508.34,20037508.34,20037508.34';

/** Values that make a template a URL that a service can answer: the one tile of zoom 0, the whole world. */
const VALUES: Readonly<Record<string, string>> = {
  quadkey: '000000',
  q: '000000',
  bbox: WHOLE_WORLD,
  'bbox-epsg-3857': WHOLE_WORLD,
  width: '256',
  height: '256',
  w: '256',
  h: '256',
  proj: 'EPSG:3857',
  srs: 'EPSG:3857',
  crs: 'EPSG:3857',
  r: '',
  ratio: '',
  retina: '',
  scale: '',
  ext: 'png',
  format: 'png',
  fontstack: 'Open%20Sans%20Regular',
  range: '0-255',
};

const ZERO = /^(?:-?[xyz]|zoom|level|tilematrix|tilecol|tilerow|tile_?(?:matrix|col|row))$/i;

/** Fills the placeholders of a tile, glyph or picture URL (`{z}`, `{bbox-epsg-3857}`, `{TileMatrix}`); others become `default`. */
export function fillPlaceholders(url: string): string {
  return url.replace(BRACES, (placeholder) => {
    const name = placeholder.slice(1, -1).toLowerCase();
    return ZERO.test(name) ? '0' : (VALUES[name] ?? 'default');
  });
}

/** Stands for a placeholder while the URL parser works, which would encode braces and refuses them in a host. */
const STAND_IN = 'layerkeyplaceholder';

/** True where a part of a URL, seen within {@link mapUrl}, is or has a placeholder. */
export function hasStandIn(part: string): boolean {
  return part.includes(STAND_IN);
}

/**
 * Parses a URL that may have placeholders, hands it on, and puts the placeholders back into what comes out. Null where
 * it cannot be parsed, is longer than a URL can be, or `change` says so.
 */
export function mapUrl(url: string, change: (parsed: URL) => string | null): string | null {
  if (url.length > 65_536 || url.includes(STAND_IN)) return null;
  const placeholders: string[] = [];
  const held = url.replace(BRACES, (placeholder) => {
    placeholders.push(placeholder);
    return `${STAND_IN}${placeholders.length - 1}x`;
  });
  if (!URL.canParse(held)) return null;
  const changed = change(new URL(held));
  if (changed === null) return null;
  return changed.replace(
    new RegExp(`${STAND_IN}(\\d+)x`, 'g'),
    (_, index: string) => placeholders[Number(index)] ?? '',
  );
}
