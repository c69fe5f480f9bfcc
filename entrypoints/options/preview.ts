import type { Preview } from '../../components/sources/sources-actions.ts';
import { type Failure, toFailure } from '../../lib/errors.ts';
import { isSetUp, readSetUp } from '../../lib/interchange/set-up.ts';
import { readPasted } from '../../lib/services/pasted.ts';

/** What a pasted text would be saved as: a set-up, or the address of a service without its credentials. */
export function previewOf(text: string): Preview {
  try {
    if (isSetUp(text)) return { what: 'setUp', setUp: readSetUp(text) };
    const { url, base, kinds, username, password, key } = readPasted(text);
    const name = /^https?:\/\/([^/?#]+)/.exec(url)?.[1] ?? url;
    return { what: 'address', name, url: base, kinds, leftOut: Boolean(username || password || key) };
  } catch (error) {
    return { what: 'wrong', failure: toFailure(error) };
  }
}

/** What is wrong with an address of a source, or null. That it is one of a map service is known: it may be of an unusual form. */
export function addressFailure(typed: string): Failure | null {
  try {
    readPasted(typed);
    return null;
  } catch (error) {
    const failure = toFailure(error);
    return failure.code === 'notMapService' ? null : failure;
  }
}
