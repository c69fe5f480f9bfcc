import * as v from 'valibot';
import { hostOf } from '../../addresses.ts';
import { AppError } from '../../errors.ts';
import { guarded } from '../../oauth/http.ts';
import { type Asking, askWho, type LoginUser } from './portal.ts';

/** What the portal's own login takes. */
export interface OwnLogin {
  username: string;
  password: string;
  /** The second factor; empty for none. */
  otp: string;
}

/** A reply with status 200 that signs nobody in: the first password has to be changed before. */
const NotYet = v.object({ is_password_changed: v.literal(false) });

/**
 * Signs the browser in at the portal by its own login, once: the session is a cookie, which the browser keeps.
 * @returns whom the portal then takes the browser for.
 * @throws AppError `portalFirstPassword`, `portalCodeMissing`, `portalLoginOff`, `portalRefused`, `portalNoSession`.
 */
export async function logIn(portal: string, login: OwnLogin, asking: Asking): Promise<LoginUser> {
  const host = hostOf(portal);
  const { username, password, otp } = login;
  const response = await guarded(
    asking.fetch,
    asking.signal,
    true,
  )(`${portal}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ login: username, password, ...(otp === '' ? {} : { otp }) }).toString(),
  });
  const text = await response.text();
  if (response.status === 400) {
    throw new AppError(/second factor/i.test(text) ? 'portalCodeMissing' : 'portalLoginOff', [host]);
  }
  if (response.status === 401 || response.status === 403) throw new AppError('portalRefused', [host]);
  if (response.status === 429) throw new AppError('tooManyRequests', [host]);
  if (response.status >= 500) throw new AppError('serverError', [host, String(response.status)]);
  if (v.safeParse(v.pipe(v.string(), v.parseJson(), NotYet), text).success) {
    throw new AppError('portalFirstPassword', [host]);
  }
  const user = await askWho(portal, asking, { cookies: true });
  if (!user.username) throw new AppError('portalNoSession', [host]);
  return user;
}

/** Ends the browser's session at the portal. */
export async function logOut(portal: string, { fetch, signal }: Asking): Promise<void> {
  await guarded(fetch, signal, true)(`${portal}/logout`, { method: 'GET', headers: {} });
}

/**
 * The portal's page where one signs in, and where it leads after that: to an address of the portal itself, which nobody has
 * to show. A portal with an identity provider of its own leads there.
 */
export function loginPage(portal: string, loginType: LoginUser['login_type']): { url: string; back: string } {
  const back = `${portal}/loginuser?layerkey=done`;
  const page = new URL(`${portal}/${loginType === 'oidc' ? 'oidc/login' : 'login.html'}`);
  page.searchParams.set('came_from', back);
  return { url: page.href, back };
}
