import { hostOf, isReadableOnTheWay } from '../addresses.ts';
import { AppError } from '../errors.ts';
import type { Injection } from '../rules/injection.ts';
import { isArcgis, ONLINE, overHttps, rootOf, takesKeys } from './arcgis/addresses.ts';
import { askedRoot, discover, exchangeFor, tokenServiceOf } from './arcgis/discovery.ts';
import { FIELDS, publicOf } from './arcgis/fields.ts';
import { held, type Plan, read, type Token, write } from './arcgis/held.ts';
import { renewAtPortal, revokeAtPortal, signInAtPortal, tokenOf } from './arcgis/portal.ts';
import { tokenForPassword } from './arcgis/tokens.ts';
import { headerValue, prove, required, requiredKey } from './fields.ts';
import type {
  LookedUp,
  Method,
  ProviderTools,
  SignedIn,
  SignInPlace,
  SignInTools,
  Values,
} from './method.ts';
import { KEPT_PASSWORD, readHeld } from './oauth-held.ts';

/** As Esri's own clients do: five minutes before the end. */
const LEAD_MS = 300_000;

/** ArcGIS Online, ArcGIS Enterprise and stand-alone servers: tokens for a password, by the portal's own pages, or keys. */
export const arcgis: Method = {
  id: 'arcgis',
  fields: FIELDS,
  repeat: false,
  inUrl: false,
  provider: true,
  lookUp: { field: 'server', look },

  recognise({ base, kinds, challenges = [] }) {
    const url = URL.parse(base);
    // A server that asks for a password itself is signed in to by Basic, whatever is behind it.
    if (!url || challenges.includes('basic')) return null;
    if (!kinds.includes('ArcGIS') && !isArcgis(url)) return null;
    return { server: overHttps(rootOf(base)) ?? '', ...(takesKeys(url.hostname) ? { way: 'key' } : {}) };
  },

  async signIn(values, tools) {
    if (values.way === 'key') return signInByKey(values, tools);
    const provider = tools.provider;
    if (!provider || !tools.place) throw new AppError('badMessage');
    return values.way === 'portal'
      ? signInByPortal(values, tools, provider, tools.place)
      : signInByPassword(values, tools, provider, tools.place);
  },

  inject: (_settings, secrets) => {
    const { plan, token } = held(secrets);
    return injectionOf(plan, token);
  },

  ends(secrets) {
    const kept = read(secrets);
    return kept && kept.plan.way !== 'key' ? { ...kept.token, leadMs: LEAD_MS } : null;
  },

  isRenewable(secrets) {
    const way = read(secrets)?.plan.way;
    if (way === 'portal') return readHeld(secrets)?.session.refreshToken !== undefined;
    return way === 'password' && secrets[KEPT_PASSWORD] !== undefined;
  },

  async renew(secrets, tools) {
    const { plan } = held(secrets);
    const { [KEPT_PASSWORD]: password } = secrets;
    if (plan.way === 'portal') {
      // Portals leave the refresh token as it is: where the exchange fails, nothing is used up.
      const renewed = await renewAtPortal(secrets, tools);
      return { ...renewed.secrets, ...write(plan, await tokenOf(plan, renewed.session, tools)) };
    }
    if (password === undefined) throw new AppError('signInEnded', [hostOf(plan.service)]);
    return { ...secrets, ...write(plan, await tokenForPassword(plan, password, tools)) };
  },

  person: (secrets) => read(secrets)?.plan.username || undefined,

  async revoke(secrets, tools) {
    if (read(secrets)?.plan.way === 'portal') await revokeAtPortal(secrets, tools);
  },
};

async function look(typed: string, tools: Pick<ProviderTools, 'fetch' | 'signal'>): Promise<LookedUp> {
  const { root, version, portal } = await discover(typed, tools);
  const named = `ArcGIS ${version}`.trim();
  const [at, note] =
    portal === null
      ? [root, 'arcgisStandalone']
      : portal === ONLINE
        ? [ONLINE, 'arcgisOnline']
        : [portal, 'arcgisPortal'];
  return {
    name: `${named}, ${at.replace(/^https?:\/\//, '')}`,
    origins: originsOf(root, portal ?? root),
    proposed: { way: portal === null ? 'password' : 'portal' },
    notes: [note],
  };
}

/** What signing in asks, and what is known of the service then. */
async function prepare(values: Values, provider: ProviderTools, { prefix }: SignInPlace) {
  const server = required(values, 'server');
  await provider.mayAsk(originsOf(askedRoot(server)));
  const found = await discover(server, provider);
  await provider.mayAsk(originsOf(found.portal ?? found.root));
  const service = await tokenServiceOf(found, provider);
  const providers = originsOf(service, found.portal ?? found.root);
  await provider.mayAsk(providers);
  const plan = {
    tokenUse: values.tokenUse === 'query' ? ('query' as const) : ('header' as const),
    service,
    serverUrl: await exchangeFor(found, prefix, provider),
    isPlain: new URL(prefix).protocol === 'http:',
    ...{ referer: '', expiration: '', username: '' },
  };
  // Two servers of one portal have a token each, so they are two sign-ins; ArcGIS Online is one.
  const own = plan.serverUrl || (found.portal === ONLINE ? ONLINE : found.root);
  return { found, plan, providers, settings: { ...publicOf(values), server: own } };
}

async function signInByPassword(
  values: Values,
  tools: SignInTools,
  provider: ProviderTools,
  place: SignInPlace,
): Promise<SignedIn> {
  const username = required(values, 'username');
  const password = required(values, 'password');
  const { plan: known, providers, settings } = await prepare(values, provider, place);
  const { client, expiration = '' } = values;
  const referer = client === 'referer' ? place.sites[0] : '';
  const plan: Plan = { ...known, way: 'password', username, expiration, referer };
  const token = await tokenForPassword(plan, password, provider);
  await proveToken(tools, plan, token, place);
  const secrets = { ...write(plan, token), [KEPT_PASSWORD]: password };
  return { settings, secrets, who: username, providers };
}

async function signInByPortal(
  values: Values,
  tools: SignInTools,
  provider: ProviderTools,
  place: SignInPlace,
): Promise<SignedIn> {
  const { found, plan: known, providers, settings } = await prepare(values, provider, place);
  if (found.portal === null) throw new AppError('arcgisNoPortal', [hostOf(found.root)]);
  const { redirect = '' } = values;
  const stoppedAt = /^https?:/.test(redirect) && URL.canParse(redirect) ? originsOf(redirect) : [];
  await provider.mayAsk(stoppedAt);
  const { session, secrets } = await signInAtPortal(found.portal, values, tools.before, provider);
  const who = session.claims.username ?? '';
  const plan: Plan = { ...known, way: 'portal', username: who };
  try {
    const token = await tokenOf(plan, session, provider);
    await proveToken(tools, plan, token, place);
    const all = { ...secrets, ...write(plan, token) };
    return { settings, secrets: all, who, providers };
  } catch (error) {
    // What the service does not take is not left open at the portal.
    void revokeAtPortal(secrets, provider).catch(() => undefined);
    throw error;
  }
}

/** An API key, or a token that was made elsewhere. */
async function signInByKey(values: Values, tools: SignInTools): Promise<SignedIn> {
  const key = headerValue(requiredKey(values, 'key'), 'key');
  const plan: Plan = {
    ...{ way: 'key', tokenUse: values.tokenUse === 'query' ? 'query' : 'header' },
    ...{ service: '', serverUrl: '', referer: '', expiration: '', username: '', isPlain: false },
  };
  const token: Token = { token: key, receivedAt: 0, expiresAt: null };
  await prove(tools, injectionOf(plan, token)).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'headerRefused'
      ? new AppError('keyRefused', error.values)
      : error;
  });
  return { settings: publicOf(values), secrets: write(plan, token), who: '' };
}

/** What the service does not take although it was made for it has other reasons than what was typed. */
async function proveToken(
  tools: SignInTools,
  plan: Plan,
  token: Token,
  { prefix }: SignInPlace,
): Promise<void> {
  await prove(tools, injectionOf(plan, token)).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'headerRefused'
      ? new AppError('arcgisTokenRefused', [hostOf(prefix), hostOf(plan.service)])
      : error;
  });
}

function injectionOf({ tokenUse, referer }: Plan, { token }: Token): Injection {
  // As the browser itself writes it for a request to another origin.
  const bound = referer === '' ? [] : [{ name: 'referer', value: `${referer}/` }];
  if (tokenUse === 'query')
    return { kind: 'query', parameters: [{ name: 'token', value: token }], headers: bound };
  return { kind: 'headers', headers: [{ name: 'X-Esri-Authorization', value: `Bearer ${token}` }, ...bound] };
}

const originsOf = (...urls: string[]): string[] => [
  ...new Set(urls.flatMap((url) => (isReadableOnTheWay(url) ? [] : [new URL(url).origin]))),
];
