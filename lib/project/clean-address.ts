import { queryParameters, withoutCredentials } from '../services/credentials-in-url.ts';
import { mapUrl } from '../services/placeholders.ts';

/** How deep addresses within addresses are looked into: a proxy's for a proxy's. */
const DEEPEST = 3;

/**
 * An address as a project may hold it: without `user:pass@`, keys, tokens, signatures and fragment, also of addresses in its
 * parameters (`proxy?url=https%3A...`). One that has none of these comes back as it was written.
 * @param parameter the name under which this service is known to take its key; compared without case.
 * @returns '' for anything that is not http or https.
 */
export function cleanAddress(url: string, parameter?: string, depth = 0): string {
  const without = withoutCredentials(url);
  const at = without.indexOf('?');
  const clean = at < 0 ? without : withQuery(without, at, parameter, depth);
  return clean === mapUrl(url, ({ href }) => href) ? url : clean;
}

function withQuery(url: string, at: number, parameter: string | undefined, depth: number): string {
  const before = queryParameters(url.slice(at + 1));
  const after = before.flatMap(({ name, value, text }) => {
    if (name.toLowerCase() === parameter?.toLowerCase()) return [];
    if (!/^\s*https?:/i.test(value)) return [text];
    const inner = depth < DEEPEST ? cleanAddress(value, parameter, depth + 1) : '';
    return inner === value ? [text] : [`${encodeURIComponent(name)}=${encodeURIComponent(inner)}`];
  });
  if (after.every((text, index) => text === before[index]?.text) && after.length === before.length)
    return url;
  return url.slice(0, at) + (after.length > 0 ? `?${after.join('&')}` : '');
}

/** An address in the middle of other words. */
const WITHIN = /https?:\/\/[^\s"'<>]+/gi;

/** A name or an attribution, its addresses cleaned. */
export function cleanWords(words: string, parameter?: string): string {
  return words.replace(WITHIN, (url) => cleanAddress(url, parameter));
}
