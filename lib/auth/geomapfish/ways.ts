import { hostOf } from '../../addresses.ts';
import { AppError, type ErrorCode, toFailure } from '../../errors.ts';
import type { Injection } from '../../rules/injection.ts';
import type { Verdict } from '../../services/verdict.ts';
import { basic } from '../basic.ts';
import { prove, required } from '../fields.ts';
import type { ProviderTools, SignedIn, SignInTools, Values } from '../method.ts';
import { oauth } from '../oauth.ts';
import { KEPT_PASSWORD } from '../oauth-held.ts';
import { refuseOtherSites } from '../own-pages.ts';
import type { Way } from './fields.ts';
import { codeAt } from './one-time-code.ts';
import { logIn, loginPage } from './own-login.ts';
import { AUTHENTICATION_REQUIRED, askWho, type LoginUser, takesBasic } from './portal.ts';

/** What every way starts from. */
export interface Start {
  portal: string;
  values: Values;
  tools: SignInTools;
  asked: ProviderTools;
}

/** What every way comes to: whom the portal knows, what is held, and who is asked beside the portal. */
export interface Arrived {
  user: LoginUser;
  secrets: Values;
  providers?: readonly string[];
}

/** A session in the browser's cookies: nothing is added for the page, and our own requests take them along. */
export const BY_COOKIE: Injection = { kind: 'headers', headers: [], cookies: true };

/**
 * A credential as the portal takes it. A foreign `Referer` makes it take anyone for nobody; and nobody is to be refused,
 * instead of getting what is public without a word.
 * @param isKnown false for who has no account at the portal yet: then what is public is all there is.
 */
export function forPortal(injection: Injection, isKnown: boolean): Injection {
  if (injection.kind !== 'headers') return injection;
  const parameters = isKnown ? { parameters: [AUTHENTICATION_REQUIRED] } : {};
  return { ...injection, removed: ['referer'], ...parameters };
}

/** How each way signs in. @throws AppError; then nobody is signed in. */
export const SIGN_IN: Readonly<Record<Way, (start: Start) => Promise<Arrived>>> = {
  oauth2: (start) => byToken(start, tokenOfPortal(start)),
  openid: (start) => byToken(start, start.values),
  page: onPage,
  login: byLogin,
  basic: byPassword,
};

/** The portal as the provider. The secret goes in the body, as QGIS sends it; the portal wants it beside PKCE, too. */
function tokenOfPortal({ portal, values }: Start): Values {
  return {
    ...values,
    authorizationEndpoint: `${portal}/oauth/login`,
    tokenEndpoint: `${portal}/oauth/token`,
    clientAuthentication: 'post',
    scopes: '',
    identity: 'none',
  };
}

function byToken(start: Start, fields: Values): Promise<Arrived> {
  // Whom another provider sends has an account at the portal once the administrator made one.
  const unknown = start.values.way === 'oauth2' ? 'portalTokenUnknown' : null;
  return byHeader(start, unknown, (tools) => oauth.signIn(fields, tools));
}

async function byPassword(start: Start): Promise<Arrived> {
  const { portal, values, asked } = start;
  if ((await takesBasic(portal, asked)) === false) throw new AppError('portalBasicOff', [hostOf(portal)]);
  return byHeader(start, 'portalRefused', (tools) => basic.signIn(values, tools));
}

/**
 * What goes with every request: shown to the portal, which says whom it knows, before the service gets it.
 * @param unknown what to say where that is nobody; null where it may be.
 */
async function byHeader(
  { portal, tools, asked }: Start,
  unknown: ErrorCode | null,
  signIn: (tools: SignInTools) => Promise<SignedIn>,
): Promise<Arrived> {
  const said: LoginUser[] = [];
  const attempt = async (injection: Injection): Promise<Verdict> => {
    const user = await askWho(
      portal,
      asked,
      injection.kind === 'headers' ? { headers: injection.headers } : {},
    );
    said.push(user);
    if (!user.username && unknown !== null) throw new AppError(unknown, [hostOf(portal)]);
    return attemptKnown(tools, forPortal(injection, Boolean(user.username)));
  };
  const { secrets, providers = [] } = await signIn({ ...tools, attempt });
  const user = said.at(-1);
  if (!user) throw new AppError('portalNotFound', [hostOf(portal)]);
  return { user, secrets, providers };
}

/** On the portal's own page, unless the browser is signed in there already. */
async function onPage({ portal, tools, asked }: Start): Promise<Arrived> {
  refuseOtherSites(portal, tools.place?.sites ?? []);
  const whoNow = () => askWho(portal, asked, { cookies: true });
  let user = await whoNow();
  if (!user.username) {
    const { url, back } = loginPage(portal, user.login_type);
    // Whoever closes the window may have signed in there all the same: not every portal leads back.
    const closed = await asked.authorize(url, back).then(
      () => null,
      (error: unknown) => error,
    );
    if (closed !== null && (asked.signal.aborted || toFailure(closed).code !== 'signInCancelled'))
      throw closed;
    user = await whoNow();
    if (!user.username) throw closed ?? new AppError('portalNoSession', [hostOf(portal)]);
  }
  await prove(withTolerance(tools), BY_COOKIE);
  return { user, secrets: {} };
}

async function byLogin({ portal, values, tools, asked }: Start): Promise<Arrived> {
  refuseOtherSites(portal, tools.place?.sites ?? []);
  const username = required(values, 'username');
  const password = required(values, 'password');
  const otpSecret = (values.otpSecret ?? '').trim();
  const typed = (values.otp ?? '').replace(/\s/g, '');
  const otp = otpSecret === '' ? typed : codeAt(otpSecret, asked.now());
  const user = await logIn(portal, { username, password, otp }, asked);
  await prove(withTolerance(tools), BY_COOKIE);
  // A code that was typed serves once: a password alone would not sign in again.
  const isKept = otp === '' || otpSecret !== '';
  return {
    user,
    secrets: isKept
      ? { [KEPT_PASSWORD]: password, login: username, ...(otpSecret ? { otpSecret } : {}) }
      : {},
  };
}

/** Signs in again with what {@link byLogin} kept. @throws AppError `signInEnded` where nothing was, or it is not accepted. */
export async function logInAgain(
  portal: string,
  secrets: Values,
  asked: Pick<ProviderTools, 'fetch' | 'now'>,
) {
  const { login, otpSecret, [KEPT_PASSWORD]: password } = secrets;
  const ended = new AppError('signInEnded', [hostOf(portal)]);
  if (login === undefined || password === undefined) throw ended;
  const otp = otpSecret ? codeAt(otpSecret, asked.now()) : '';
  await logIn(portal, { username: login, password, otp }, asked).catch((error: unknown) => {
    throw toFailure(error).code.startsWith('portal') ? ended : error;
  });
}

/** The portal has said whom it knows: that this service shows that person no more is no reason to doubt it. */
async function attemptKnown(tools: SignInTools, injection: Injection): Promise<Verdict> {
  const verdict = await tools.attempt(injection);
  if (verdict.accepted || verdict.failure.code === 'noMoreThanBefore') return { accepted: true };
  const { code, values } = verdict.failure;
  return code === 'headerRefused' ? { ...verdict, failure: { code: 'accessRefused', values } } : verdict;
}

const withTolerance = (tools: SignInTools): SignInTools => ({
  ...tools,
  attempt: (injection) => attemptKnown(tools, injection),
});
