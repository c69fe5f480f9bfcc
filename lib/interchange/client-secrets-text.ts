import { isReadableOnTheWay } from '../addresses.ts';
import { PASTED_REDIRECT } from '../oauth/redirects.ts';
import { apiOf, isAtIsogeo } from './isogeo-hosts.ts';

/** The part of a `client_secrets.json` that counts. */
export interface Section {
  name: 'web' | 'installed';
  members: Readonly<Record<string, unknown>>;
}

/** The part that counts: `web` goes before `installed` (isogeo-pysdk, `credentials_loader`); null where there is neither. */
export function sectionIn(file: unknown): Section | null {
  for (const name of ['web', 'installed'] as const) {
    const members = objectIn(objectIn(file)?.[name]);
    if (members !== null) return { name, members };
  }
  return null;
}

/** True where Isogeo made the file, or an installation of its platform: Google's have none of these members. */
export function isOfIsogeo({ members }: Section): boolean {
  const { token_uri } = members;
  return (
    (typeof token_uri === 'string' && isAtIsogeo(token_uri)) ||
    'isogeo_type' in members ||
    'isogeo_staff' in members
  );
}

/**
 * Of the registered addresses the one where a browser sees the answer best: this machine or https, then a code to paste, then
 * any other web address. Schemes of other programs cannot be stopped on their way.
 */
export function bestRedirect(registered: readonly string[]): string | null {
  const isWeb = (uri: string) => /^https?:$/.test(URL.parse(uri)?.protocol ?? '');
  return (
    registered.find((uri) => isWeb(uri) && !isReadableOnTheWay(uri)) ??
    registered.find((uri) => uri === PASTED_REDIRECT) ??
    registered.find(isWeb) ??
    null
  );
}

/** Texts of a list, whatever else is in it. */
export function textsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
}

/**
 * Addresses that signing in with this file asks, and where its answer is stopped. Read without judging, for the page that asks
 * the browser in the click itself: nothing where the text is no such file.
 */
export function addressesIn(text: string): string[] {
  const section = sectionIn(parsed(text));
  const token = section?.members.token_uri;
  if (section === null || typeof token !== 'string' || !/^https?:$/.test(URL.parse(token)?.protocol ?? ''))
    return [];
  const redirect = bestRedirect(textsIn(section.members.redirect_uris));
  return [token, ...(isOfIsogeo(section) ? [apiOf(token)] : []), ...(redirect === null ? [] : [redirect])];
}

/** JSON, with or without a byte order mark; undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text.trim());
  } catch {
    return undefined;
  }
}

function objectIn(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}
