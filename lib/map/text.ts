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
const UNSEEN = /<(script|style|head|noscript|template|svg)\b[^>]*>[\s\S]{0,200000}?<\/\1\s*>/gi;
const COMMENT = /<!--[\s\S]{0,200000}?-->|<!\[CDATA\[|\]\]>/g;
/** Tags after which the eye expects a gap. */
const TAG = /<\/?[a-z!?][^<>]{0,20000}>?/gi;

const LONGEST_INPUT = 500_000;

/**
 * The text of what may be markup: tags, scripts, styles and comments are gone, entities are characters, white space is
 * single. What comes out is for showing as text and nothing else: it may hold `<` where the service wrote `&lt;`.
 * @param most the longest answer, in characters; one more, an ellipsis, says that there was more.
 */
export function plainText(markup: string, most = 300): string {
  const bare = markup
    .slice(0, LONGEST_INPUT)
    .replace(COMMENT, (found) => (found.startsWith('<!--') ? ' ' : ''))
    .replace(UNSEEN, ' ')
    .replace(TAG, ' ')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, decoded)
    // Control characters and those that turn the direction of what follows.
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...bare.slice(0, most * 2 + 2)];
  return characters.length > most ? `${characters.slice(0, most).join('').trimEnd()}…` : bare;
}

function decoded(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : ' ';
}
