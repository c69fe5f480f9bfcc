import { DISGUISED_PATH, type Prefix } from '../sources/prefix.ts';
import type { Named } from './injection.ts';

/**
 * The three `urlFilter`s of a prefix: followed by `/`, by `?`, or by the end. (`^`, the filter language's own
 * separator, also matches `~ @ + ! :` and so would let `/ows~old` through.)
 */
export function boundaryFilters(prefix: Prefix): string[] {
  const start = `|${prefix.origin}${prefix.path}`;
  return prefix.path === '/' ? [start] : [`${start}/`, `${start}?`, `${start}|`];
}

/** `urlFilter`s of addresses under a prefix that have these parameters already, in this order, as the browser adds them. */
export function filtersWith(prefix: Prefix, parameters: readonly Named[]): string[] {
  const [first = '', ...others] = parameters.map(
    ({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const tail = `${[first, ...others].join('*&')}^`;
  const start = `|${prefix.origin}${prefix.path}`;
  const inside = prefix.path === '/' ? `${start}*` : `${start}/*`;
  const here = prefix.path === '/' ? [] : [`${start}?${tail}`, `${start}?*&${tail}`];
  return [...here, `${inside}?${tail}`, `${inside}&${tail}`];
}

/** The prefix as a fully anchored RE2 pattern: group 1 is the prefix, group 2 the rest of the URL. */
export function anchoredRegex(prefix: Prefix): string {
  const path = prefix.path === '/' ? '' : prefix.path;
  return `^(${escapeRegex(prefix.origin + path)})((?:[/?].*)?)$`;
}

/** URLs whose path may mean another path to the server; only the part before `?` counts. */
export const DISGUISED_URL = `^[^?#]*${DISGUISED_PATH}`;

/** URLs that carry a signature over themselves: any change would break them (AWS SigV4, Azure SAS, CloudFront, GCS). */
export const SIGNED_URL = '[?&](?:x-amz-[a-z-]*|x-goog-[a-z-]*|sig|signature|policy)=';

/** As text in a rule's regular expression (RE2). */
export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
