import { AppError } from '../errors.ts';
import { baseUrl } from './address.ts';
import {
  carriesCredential,
  isSigned,
  matrixCredential,
  queryParameters,
  withoutCredentials,
} from './credentials-in-url.ts';
import type { ServiceKind } from './kinds.ts';
import { fillPlaceholders, hasStandIn, mapUrl } from './placeholders.ts';
import { describingUrl } from './probe-url.ts';
import { recognise } from './recognise.ts';
import { collapseHosts, expandTemplate } from './template.ts';

export interface Pasted {
  /** Without credentials; `{z}` and host templates as typed. */
  url: string;
  /** Base URL, with a host template where there was one. */
  base: string;
  kinds: ServiceKind[];
  /** One URL that the service can answer. */
  sample: string;
  /** From `user:pass@`, decoded. */
  username?: string;
  password?: string;
  /** The first credential-like parameter; the name of a matrix parameter in the path is written `;key=`. */
  key?: { name: string; value: string };
}

type Credentials = Pick<Pasted, 'username' | 'password' | 'key'>;

/** As long as the message that brings it may be, in characters. */
const LONGEST_PASTED = 8000;

/**
 * Reads what the user pasted as the address of a service, and takes the credentials out of it.
 * @throws AppError `badUrl`, `notHttpUrl`, `badPrefix` (a character that a browser rule cannot hold to its place),
 *   `signedUrl`, `notMapService`
 */
export function readPasted(text: string): Pasted {
  const typed = withScheme(text.trim().replace(/^(?:<(.*)>|"(.*)"|'(.*)')$/s, '$1$2$3'));
  const credentials = mapUrl(typed, credentialsIn);
  const url = withoutCredentials(typed);
  if (credentials === null || url === '') throw new AppError('badUrl');
  const hosts = expandTemplate(url);
  const concrete = fillPlaceholders(hosts[0] ?? url);
  // Chromium takes a host with a space in it and writes it as %20; no such host exists.
  if (!URL.canParse(concrete) || new URL(concrete).hostname.includes('%')) throw new AppError('badUrl');
  const { host } = new URL(concrete);
  if (isSigned(typed)) throw new AppError('signedUrl', [host]);
  const found = recognise(concrete) ?? guess(concrete, url);
  if (found === null) throw new AppError('notMapService', [host]);
  const base = withTemplate(found.base, concrete, url, hosts);
  if (/[*^|@]|[^\x21-\x7e]/.test(base)) throw new AppError('badPrefix');
  const sample = concrete === url && !hasFile(concrete) ? describingUrl([found.kind], concrete) : concrete;
  return { url, base, kinds: [found.kind], sample, ...(JSON.parse(credentials) as Credentials) };
}

/** @throws AppError `badUrl` where there is nothing to read, `notHttpUrl` for another scheme */
function withScheme(text: string): string {
  if (text === '' || text.length > LONGEST_PASTED) throw new AppError('badUrl');
  if (/^https?:\/\//i.test(text)) return text;
  if (text.startsWith('//')) return `https:${text}`;
  const isOther =
    /^(?:[a-z][a-z0-9+.-]*:\/\/|(?:https?|mailto|data|javascript|blob|file|ftp|about|tel|urn):)/i;
  if (isOther.test(text)) throw new AppError('notHttpUrl');
  return `https://${text}`;
}

/** The credentials of a URL as JSON: what goes through {@link mapUrl} is text. */
function credentialsIn(parsed: URL): string | null {
  if (!/^https?:$/.test(parsed.protocol)) return null;
  const key = queryParameters(parsed.search.slice(1)).find(
    ({ name, value }) => isFilledIn(value) && carriesCredential(name, value),
  );
  const inPath = matrixCredential(parsed.pathname);
  return JSON.stringify({
    ...(parsed.username !== '' && { username: decoded(parsed.username) }),
    ...(parsed.password !== '' && { password: decoded(parsed.password) }),
    ...(key !== undefined
      ? { key: { name: key.name, value: key.value } }
      : inPath !== null && { key: { name: `;${inPath.name}=`, value: inPath.value } }),
  });
}

/** False for what documentation writes where the key goes; a template's `{apikey}` is held by a stand-in here. */
function isFilledIn(value: string): boolean {
  return value !== '' && !hasStandIn(value) && !/^(?:<.*>|\[.*\]|your[-_ ]?.*(?:key|token).*)$/i.test(value);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What an address that no rule knows may still be: tiles where it says so, else an endpoint of unusual name. */
function guess(concrete: string, url: string): { kind: ServiceKind; base: string } | null {
  const { origin, pathname, hostname } = new URL(concrete);
  const tiles = url.search(/\{-?[zxyq]\}|\{quadkey\}/i);
  if (tiles >= 0) {
    const whole = pathname.split('/');
    const fixed = new URL(fillMarked(url)).pathname.split('/');
    const same = whole.findIndex((segment, index) => segment !== fixed[index]);
    return { kind: 'XYZ', base: baseUrl(origin, same < 0 ? pathname : whole.slice(0, same).join('/')) };
  }
  const isEndpoint =
    (pathname !== '/' && !hasFile(pathname)) ||
    (pathname === '/' && /^(?:wms|wfs|wmts|wcs|ows)\d*\./.test(hostname));
  return isEndpoint ? { kind: 'WMS', base: baseUrl(origin, pathname) } : null;
}

/** The same URL with other values for the tile: where the paths differ, the template begins. */
function fillMarked(url: string): string {
  return fillPlaceholders((expandTemplate(url)[0] ?? url).replace(/\{(?:-?[zxyq]|quadkey)\}/gi, '7'));
}

/** A last segment with an extension, other than those of programs that serve maps. */
function hasFile(url: string): boolean {
  const name =
    url
      .replace(/[?#].*$/s, '')
      .split('/')
      .slice(url.includes('://') ? 3 : 1)
      .at(-1) ?? '';
  return (
    /\.[a-z0-9]{2,8}$/i.test(name) &&
    !/\.(?:php\d?|f?cgi|exe|as[hmp]x|asp|jsp|dll|py|pl|map|qgs)$/i.test(name)
  );
}

/** Puts the host template back into a base that was read from the template's first host. */
function withTemplate(base: string, concrete: string, url: string, hosts: string[]): string {
  if (hosts.length < 2) return base;
  const rest = base.slice(new URL(concrete).origin.length);
  const collapsed = collapseHosts(hosts.map((host) => new URL(fillPlaceholders(host)).origin + rest));
  const template = /^https?:\/\/[^/?#]*/.exec(url)?.[0] ?? '';
  return collapsed.length === 1 && collapsed[0] !== undefined ? collapsed[0] : template + rest;
}
