const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  eacute: 'é',
};

/** What browsers do not show of a page, with what stands in it. */
const UNSEEN = /^<(script|style|head|noscript|template|svg)(?=[\s/>])/i;
const TAG = /^<\/?[a-z!?]/i;

const LONGEST_INPUT = 500_000;

/**
 * The text of what may be markup: tags, scripts, styles and comments are gone, entities are characters, white space is
 * single. What comes out is for showing as text and nothing else: it may hold `<` where the service wrote `&lt;`.
 * @param most the longest answer, in characters; one more, an ellipsis, says that there was more.
 */
export function plainText(markup: string, most = 300): string {
  const bare = withoutTags(markup.slice(0, LONGEST_INPUT))
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, decoded)
    // Control characters and those that turn the direction of what follows.
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...bare.slice(0, most * 2 + 2)];
  return characters.length > most ? `${characters.slice(0, most).join('').trimEnd()}…` : bare;
}

/** In one pass, in time proportional to the length: what never ends is left out to the end. */
function withoutTags(markup: string): string {
  const lower = markup.toLowerCase();
  const parts: string[] = [];
  let at = 0;
  while (at < markup.length) {
    const tag = markup.indexOf('<', at);
    parts.push(markup.slice(at, tag < 0 ? undefined : tag));
    if (tag < 0) break;
    const start = markup.slice(tag, tag + 12);
    if (start.startsWith('<![CDATA[')) {
      at = tag + 9;
    } else if (!TAG.test(start)) {
      parts.push('<');
      at = tag + 1;
    } else {
      const end = afterTag(lower, tag, start);
      if (end < 0) break;
      // A gap, as between paragraphs and cells.
      parts.push(' ');
      at = end;
    }
  }
  return parts.join('').replaceAll(']]>', '');
}

/** The place after a tag or comment, and after the whole element where nobody sees what stands in it; -1 for none. */
function afterTag(lower: string, tag: number, start: string): number {
  const past = (wanted: string, from: number) => {
    const found = lower.indexOf(wanted, from);
    return found < 0 ? -1 : found + wanted.length;
  };
  if (start.startsWith('<!--')) return past('-->', tag);
  const unseen = UNSEEN.exec(start)?.[1];
  if (unseen === undefined) return past('>', tag);
  const closing = past(`</${unseen.toLowerCase()}`, tag);
  return closing < 0 ? -1 : past('>', closing);
}

function decoded(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : ' ';
}
