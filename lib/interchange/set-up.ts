import * as v from 'valibot';
import { AppError } from '../errors.ts';
import { withoutCredentials } from '../services/credentials-in-url.ts';
import { SERVICE_KINDS } from '../services/kinds.ts';

/** How a source is set up, as one colleague passes it to another: never who signs in, or with what. */
const SetUp = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
  kinds: v.pipe(v.array(v.picklist(SERVICE_KINDS)), v.minLength(1), v.maxLength(SERVICE_KINDS.length)),
  /** Addresses as `withoutCredentials` leaves them. */
  urls: v.pipe(
    v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(8000))),
    v.minLength(1),
    v.maxLength(20),
  ),
  /** How one signs in there: the id of a method; left out where nobody has signed in yet. */
  method: v.optional(v.pipe(v.string(), v.regex(/^[a-zA-Z]{1,40}$/))),
  /** Name of the key parameter, where there is one. */
  parameter: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(500))),
});
export type SetUp = v.InferOutput<typeof SetUp>;

const VERSION = 1;
/** First word and version: `layerkey:1 {...}`. */
const MARK = /^layerkey:(\d{1,9})\s/i;
/** Longest text that is read, in bytes. */
const LONGEST_BYTES = 100_000;

/** True where a text wants to be read as a set-up. */
export function isSetUp(text: string): boolean {
  return /^\s*layerkey:/i.test(text);
}

/**
 * A set-up as one line of text: the word, the version, and JSON. One line, because a field for an address takes no more.
 * Credentials in its addresses, also in one that its name holds, are left out.
 * @throws AppError `badUrl` where none of its addresses is one of the web
 */
export function writeSetUp(setUp: SetUp): string {
  return `layerkey:${VERSION} ${JSON.stringify(cleaned(setUp))}`;
}

/**
 * Reads what {@link writeSetUp} wrote. What somebody added to it that is secret is left out, too.
 * @param text at most 100 kB
 * @throws AppError `setUpUnreadable`, `setUpNewer`
 */
export function readSetUp(text: string): SetUp {
  const line = text.length > LONGEST_BYTES ? '' : text.trim();
  const [mark, version] = MARK.exec(line) ?? [];
  if (mark === undefined || new TextEncoder().encode(line).length > LONGEST_BYTES) throw unreadable();
  if (Number(version) > VERSION) throw new AppError('setUpNewer');
  const read = v.safeParse(SetUp, parsed(line.slice(mark.length)));
  if (!read.success || Number(version) !== VERSION) throw unreadable();
  try {
    return cleaned(read.output);
  } catch {
    throw unreadable();
  }
}

const unreadable = () => new AppError('setUpUnreadable');

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw unreadable();
  }
}

function cleaned({ name, kinds, urls, method, parameter }: SetUp): SetUp {
  const clean = urls.map(withoutCredentials).filter((url) => url !== '');
  if (clean.length === 0) throw new AppError('badUrl');
  // People name a source by its address, with the key that it had.
  const plain = name.replace(/https?:\/\/\S+/gi, withoutCredentials).trim();
  return {
    name: (plain === '' ? hostIn(clean[0] ?? '') : plain).slice(0, 500),
    kinds: [...new Set(kinds)],
    urls: [...new Set(clean)],
    ...(method !== undefined && { method }),
    ...(parameter !== undefined && { parameter }),
  };
}

/** The host as it stands, maybe with `{a-c}`. */
const hostIn = (url: string): string => /^https?:\/\/([^/?#]+)/.exec(url)?.[1] ?? url;
