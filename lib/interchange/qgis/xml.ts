import { parseXml as parse, XmlElement, XmlText } from '@rgrove/parse-xml';
import { AppError } from '../../errors.ts';

/** An element as it stands in the file: prefixes are part of the names, for QGIS wrote some without declaring them. */
export interface Element {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: Element[];
  /** Its own text, without that of its children. */
  text: string;
}

/** More than anything that a file of QGIS has in one place, in characters. */
const LONGEST_VALUE = 64_000;
/** The same for ciphertext, which is one text. */
const LONGEST_TEXT = 5_000_000;
const DEEPEST = 20;

/** Names that mean something to the language that this is written in. */
const ODD_NAME = /^(?:__proto__|constructor|prototype)$/;

/**
 * Reads XML 1.0 strictly, without namespaces and without entities of the file's own.
 * @throws AppError `exchangeBadXml`, `exchangeLongValue`, `exchangeOddName`
 */
export function parseXml(text: string): Element {
  let root: XmlElement | null;
  try {
    root = parse(text).root;
  } catch (cause) {
    // A RangeError, too: more elements in each other than fit into memory.
    throw new AppError('exchangeBadXml', [], { cause });
  }
  if (root === null) throw new AppError('exchangeBadXml');
  return elementOf(root, DEEPEST);
}

function elementOf(element: XmlElement, depth: number): Element {
  if (depth === 0) throw new AppError('exchangeBadXml');
  const attributes = new Map(Object.entries(element.attributes));
  for (const [name, value] of attributes) {
    if (ODD_NAME.test(name)) throw new AppError('exchangeOddName', [name]);
    if (value.length > LONGEST_VALUE || name.length > LONGEST_VALUE) throw new AppError('exchangeLongValue');
  }
  const text = element.children
    .filter((child) => child instanceof XmlText)
    .map((child) => child.text)
    .join('');
  if (text.length > LONGEST_TEXT) throw new AppError('exchangeLongValue');
  return {
    name: element.name,
    attributes,
    children: element.children
      .filter((child) => child instanceof XmlElement)
      .map((child) => elementOf(child, depth - 1)),
    text,
  };
}

/** XML 1.0, section 2.2: what no file can hold, however it is written. */
const NO_CHARACTER = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** XML 1.0, section 2.3, in ASCII. The colon belongs to prefixes. */
const NAME = /^[A-Za-z_][\w.-]*$/;

/** True for what can be an attribute's name. */
export function isXmlName(text: string): boolean {
  return NAME.test(text);
}

/** True for what XML can hold. */
export function isXmlText(text: string): boolean {
  return !NO_CHARACTER.test(text);
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * One empty element. White space other than blanks is written as references: else it becomes a blank on reading (XML 1.0,
 * section 3.3.3).
 */
export function xmlTag(name: string, attributes: Iterable<readonly [name: string, value: string]>): string {
  const written = [...attributes].map(([each, value]) => ` ${each}="${escaped(value)}"`);
  return `<${name}${written.join('')}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? `&#${character.codePointAt(0)};`);
}
