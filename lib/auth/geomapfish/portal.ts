import * as v from 'valibot';
import { hostOf, isReadableOnTheWay, withScheme } from '../../addresses.ts';
import { AppError } from '../../errors.ts';
import { type Fetch, guarded } from '../../oauth/http.ts';
import type { Named } from '../../rules/injection.ts';

/** What is needed to ask a portal. */
export interface Asking {
  fetch: Fetch;
  signal?: AbortSignal;
}

/** Behind the portal's own address: its map services, its pages and what it answers to programs. */
const ROUTE = /\/(?:mapserv_proxy|loginuser|login(?:\.html)?|oauth\/(?:login|token)|oidc\/login)(?:\/.*)?$/;

/** Makes a service behind the portal say whether it knows who asks, where it else would show everyone what is public. */
export const AUTHENTICATION_REQUIRED: Named = { name: 'authentication_required', value: 'true' };

/**
 * A portal's address, without a slash at its end, from what somebody typed or from the address of a service behind it.
 * @throws AppError `emptyField`, `badUrl`, `plainHttpProvider`, each with the field `portal`.
 */
export function portalAddress(typed: string): string {
  if (typed.trim() === '') throw new AppError('emptyField', ['portal']);
  const url = URL.parse(withScheme(typed));
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new AppError('badUrl', ['portal']);
  }
  if (isReadableOnTheWay(url.href)) throw new AppError('plainHttpProvider', [hostOf(url.href), 'portal']);
  return url.origin + url.pathname.replace(ROUTE, '').replace(/\/+$/, '');
}

/** The portal of a service, as its base URL shows it; null where it does not. */
export function portalOf(base: string): string | null {
  const url = URL.parse(base);
  const at = url?.pathname.search(/\/mapserv_proxy(?:\/|$)/) ?? -1;
  return url === null || at < 0 ? null : url.origin + url.pathname.slice(0, at);
}

const Text = v.pipe(v.string(), v.maxLength(300));

/** What `/loginuser` answers, always with 200; who is there has a name. */
const LoginUser = v.object({
  functionalities: v.record(v.string(), v.unknown()),
  is_intranet: v.boolean(),
  two_factor_enable: v.boolean(),
  /** Not there in older portals. */
  login_type: v.optional(v.picklist(['local', 'oidc']), 'local'),
  username: v.nullish(Text),
  display_name: v.nullish(Text),
  roles: v.nullish(v.array(v.unknown())),
});
export type LoginUser = v.InferOutput<typeof LoginUser>;

/** @returns null for anything that a portal does not answer. */
export function readLoginUser(body: string): LoginUser | null {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), LoginUser), body);
  return read.success ? read.output : null;
}

/** The name to show; empty for nobody. */
export const nameOf = ({ display_name, username }: LoginUser): string => display_name || username || '';

/**
 * Whom the portal takes us for: with these headers, or with the browser's cookies.
 * @throws AppError `portalNotFound` where there is no portal, or what the network says.
 */
export async function askWho(
  portal: string,
  asking: Asking,
  how: { headers?: readonly Named[]; cookies?: boolean } = {},
): Promise<LoginUser> {
  const headers = Object.fromEntries((how.headers ?? []).map(({ name, value }) => [name, value]));
  const ask = guarded(asking.fetch, asking.signal, how.cookies);
  const response = await ask(`${portal}/loginuser`, { method: 'GET', headers }).catch(notAPortal(portal));
  const user = response.status === 200 ? readLoginUser(await response.text()) : null;
  if (user === null) throw new AppError('portalNotFound', [hostOf(portal)]);
  return user;
}

/** Whether the portal takes HTTP Basic, by its answer to nobody; null where it does not tell. */
export async function takesBasic(portal: string, { fetch, signal }: Asking): Promise<boolean | null> {
  const { name, value } = AUTHENTICATION_REQUIRED;
  const url = `${portal}/mapserv_proxy?SERVICE=WMS&REQUEST=GetCapabilities&${name}=${value}`;
  const { status } = await guarded(fetch, signal)(url, { method: 'GET', headers: {} });
  return status === 401 ? true : status === 403 ? false : null;
}

/** Another server's redirects and pages are no portal; trouble of the network stays what it is. */
const notAPortal =
  (portal: string) =>
  (error: unknown): never => {
    const isOther = error instanceof AppError && /^provider(?:Redirects|AnswerUnreadable)$/.test(error.code);
    throw isOther ? new AppError('portalNotFound', [hostOf(portal)]) : error;
  };
