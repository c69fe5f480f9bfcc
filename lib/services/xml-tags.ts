/** One tag of an XML text, with the text that follows it up to the next tag. */
export interface XmlTag {
  /** Without namespace prefix. */
  name: string;
  /** Names of the elements around it, outermost first, without namespace prefixes. */
  around: readonly string[];
  /** Value of an attribute by its local name, entities decoded; undefined where it is not there. */
  attribute(name: string): string | undefined;
  /** Decoded and trimmed. */
  text: string;
}

/** A quote never spans a `<`, so that no input makes this look ahead further than the next tag. */
const TAG = /<(\/?)(?:[\w.-]+:)?([\w.-]+)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>/y;
const DEEPEST = 100;

/**
 * The opening tags of an XML text in order, for documents whose few interesting elements are known. Service workers have
 * no DOMParser. Lenient: what is not well-formed is passed over; ends where elements nest deeper than any service's do.
 * Takes time in proportion to the length of the text.
 */
export function* xmlTags(xml: string): Generator<XmlTag> {
  const around: string[] = [];
  let at = xml.indexOf('<');
  while (at >= 0) {
    const skipped = afterSkipped(xml, at);
    if (skipped !== at) {
      at = skipped < 0 ? -1 : xml.indexOf('<', skipped);
      continue;
    }
    TAG.lastIndex = at;
    const match = TAG.exec(xml);
    const end = match === null ? at + 1 : TAG.lastIndex;
    const next = xml.indexOf('<', end);
    if (match !== null) {
      const [, closing, name = '', inside = ''] = match;
      if (closing === '/') {
        const opened = around.lastIndexOf(name);
        if (opened >= 0) around.length = opened;
      } else {
        yield {
          name,
          around,
          attribute: (wanted) => attributeOf(inside, wanted),
          text: decodeEntities(xml.slice(end, next < 0 ? undefined : next)).trim(),
        };
        if (!inside.endsWith('/')) around.push(name);
        if (around.length > DEEPEST) return;
      }
    }
    at = next;
  }
}

/** The place after a comment, CDATA section, declaration or instruction that begins here; -1 where it never ends. */
function afterSkipped(xml: string, at: number): number {
  const skip = (terminator: string) => {
    const end = xml.indexOf(terminator, at);
    return end < 0 ? -1 : end + terminator.length;
  };
  if (xml.startsWith('<!--', at)) return skip('-->');
  if (xml.startsWith('<![CDATA[', at)) return skip(']]>');
  if (xml.startsWith('<?', at)) return skip('?>');
  return xml.startsWith('<!', at) ? skip('>') : at;
}

function attributeOf(inside: string, wanted: string): string | undefined {
  for (const [, name, double, single] of inside.matchAll(
    /(?:^|[\s:])([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  )) {
    if (name === wanted) return decodeEntities(double ?? single ?? '');
  }
  return undefined;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
