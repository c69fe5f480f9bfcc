import * as v from 'valibot';
import { withScheme } from '../addresses.ts';
import { AppError, toFailure } from '../errors.ts';
import { baseUrl } from '../services/address.ts';
import { matrixCredential, withoutCredentials } from '../services/credentials-in-url.ts';
import { type Pasted, readPasted } from '../services/pasted.ts';
import { prefixesOf } from './destinations.ts';
import { BaseUrl } from './model.ts';

/** An address as it can be saved: nothing secret is in it. */
export interface Entered extends Pick<Pasted, 'base' | 'kinds' | 'sample'> {
  /** True where the address had a password or key in it, which is left out. */
  hadSecret: boolean;
}

/**
 * Reads an address that somebody typed, or that a file has, as what a source saves.
 * @param isKnownService true where it is said to be a service: then an address of unusual form is taken as it stands.
 * @throws AppError `badUrl`, `notHttpUrl`, `badPrefix`, `signedUrl`, `notMapService`.
 */
export function readEntered(text: string, isKnownService = false): Entered {
  const pasted = read(text, isKnownService);
  const { base, kinds, key, username = '', password = '' } = pasted;
  prefixesOf([base]);
  const sample = pasted.sample.length <= 4000 ? pasted.sample : '';
  const hadSecret = key !== undefined || username !== '' || password !== '';
  if (!v.is(BaseUrl, base)) throw new AppError('badUrl');
  return { base, kinds, sample, hadSecret };
}

/** The same, of a list; each address once. @throws AppError `badAddress` with the address that is none. */
export function readAddresses(texts: readonly string[], known: readonly string[]): Entered[] {
  const read = texts.map((text) => {
    if (known.includes(text)) return { base: text, kinds: [], sample: '', hadSecret: false };
    try {
      return readEntered(text, true);
    } catch (cause) {
      throw new AppError('badAddress', [shown(text)], { cause });
    }
  });
  return [...new Map(read.map((entered) => [entered.base, entered])).values()];
}

function read(text: string, isKnownService: boolean): Pasted {
  try {
    return readPasted(text);
  } catch (error) {
    if (!isKnownService || toFailure(error).code !== 'notMapService') throw error;
    // With a name that no file has, the reader takes it for an endpoint.
    return plain(text);
  }
}

/** Scheme, host and path; nothing is known of the kind of service. */
function plain(text: string): Pasted {
  const typed = withScheme(text);
  const url = URL.parse(withoutCredentials(typed));
  if (url === null) throw new AppError('badUrl');
  const base = baseUrl(url.origin, url.pathname);
  const { username, password, pathname } = new URL(typed);
  const key = matrixCredential(pathname);
  return { url: base, base, kinds: ['WMS'], sample: '', username, password, ...(key ? { key } : {}) };
}

/** What a sentence names it by: never what may be a password or a key. */
function shown(text: string): string {
  return text
    .trim()
    .replace(/^([a-z]+:\/\/)?[^/?#]*@/i, '$1')
    .replace(/[?#;].*$/s, '')
    .slice(0, 200);
}
