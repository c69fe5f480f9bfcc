import { isReadableOnTheWay, withScheme } from '../../addresses.ts';
import { AppError } from '../../errors.ts';

/** The portal of ArcGIS Online: one for all organisations, whatever address they show. */
export const ONLINE = 'https://www.arcgis.com';

/**
 * What ArcGIS itself puts behind the root of a server or portal: the surest, of which the first counts (a portal stands in for
 * servers below `/sharing`), and those that other systems could have too (Esri: REST services directory, OGC services).
 */
const SURE = /\/rest(?:\/admin)?\/services(?=\/|$)|\/sharing(?=\/|$)/i;
const LIKELY = [
  /\/rest(?=\/info\/?$|\/?$)/i,
  /\/services(?=\/.*\/w(?:ms|fs|cs|mts)server(?=\/|$))/i,
  /\/(?:home|tokens|manager)(?=\/|$)/i,
];

/**
 * The root of the server or portal that an address belongs to, without a slash at its end.
 * @param typed any address of it, with or without `https://`.
 * @throws AppError `emptyField`, `badUrl` with the field's name.
 */
export function rootOf(typed: string): string {
  if (typed.trim() === '') throw new AppError('emptyField', ['server']);
  const url = URL.parse(withScheme(typed));
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new AppError('badUrl', ['server']);
  const { origin, pathname } = url;
  const cut = [SURE, ...LIKELY].map((each) => pathname.search(each)).find((at) => at >= 0) ?? pathname.length;
  return (origin + pathname.slice(0, cut)).replace(/\/+$/, '');
}

/**
 * The same as it is asked: over https, for who can change on the way what a server says of its token service would get the
 * password.
 * @returns null where nobody knows the port for that.
 */
export function overHttps(root: string): string | null {
  if (!isReadableOnTheWay(root)) return root;
  return new URL(root).port === '' ? root.replace(/^http:/, 'https:') : null;
}

/** True where an address shows by itself that it is an ArcGIS service. */
export function isArcgis({ hostname, pathname }: URL): boolean {
  return isOnline(hostname) || SURE.test(pathname);
}

/** A host of ArcGIS Online: where the portal's own token is good as it is. */
export function isOnline(hostname: string): boolean {
  return hostname.endsWith('.arcgis.com');
}

/** A location service of ArcGIS Online, which takes keys. */
export function takesKeys(hostname: string): boolean {
  return /-api\.arcgis\.com$/.test(hostname);
}

/** The same server or portal: the protocol does not count, and where it differs the port does neither. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  const bothOnline = isOnline(a.hostname) && isOnline(b.hostname);
  const isPort = a.protocol !== b.protocol || a.port === b.port;
  return bothOnline || (a.hostname === b.hostname && isPort && pathOf(a) === pathOf(b));
}

const pathOf = ({ pathname }: URL): string => pathname.replace(/\/+$/, '').toLowerCase();
