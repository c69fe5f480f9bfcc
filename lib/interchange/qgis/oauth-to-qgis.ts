import type { ExportedSignIn } from '../../messages/sources-view.ts';
import { pairsIn } from '../../oauth/words.ts';
import type { QgisRecord } from '../../sources/model.ts';
import { ACCESS, DEFAULTS, FLOWS, type OAuthName } from './oauth-config.ts';
import { OAUTH_GIVEN, OAUTH_MEMBER } from './oauth-to-layerkey.ts';
import { cannot } from './sign-in-draft.ts';
import type { Word } from './words.ts';

type Config = Record<string, unknown>;

/** What a sign-in by OAuth is in QGIS, with a word on what the user has to do there; or why it cannot be. */
export function oauthConfigOf(
  { method, settings, secrets }: ExportedSignIn,
  qgis: QgisRecord,
  withSecrets: boolean,
): { config: Config; notes: Word[] } | { cannot: Word } {
  const isCode = method === 'oauth';
  const requestUrl = isCode ? (settings.authorizationEndpoint ?? '') : '';
  const tokenUrl = settings.tokenEndpoint ?? '';
  if (tokenUrl === '' || (isCode && requestUrl === '')) return cannot('exchange_noProviderAddresses');
  const inQuery = settings.tokenUse === 'query';
  if (inQuery && !['', 'access_token'].includes(settings.tokenName ?? ''))
    return cannot('exchange_tokenName', settings.tokenName ?? '');
  if (!inQuery && (settings.tokenScheme ?? 'Bearer') !== 'Bearer')
    return cannot('exchange_tokenName', settings.tokenScheme ?? '');
  const { redirectHost, redirectPort, redirectUrl, isOurs } = redirectOf(settings.redirect, qgis);
  const clientSecret = withSecrets ? (secrets.clientSecret ?? '') : '';
  const derived: Config = {
    ...{ requestUrl, tokenUrl, refreshTokenUrl: settings.refreshEndpoint ?? '' },
    ...{ clientId: settings.clientId ?? '', clientSecret },
    ...{ username: method === 'passwordGrant' ? (settings.username ?? '') : '' },
    password: withSecrets && method === 'passwordGrant' ? (secrets.password ?? '') : '',
    scope: settings.scopes ?? (isCode || method === 'passwordGrant' ? 'openid profile email' : ''),
    accessMethod: inQuery ? ACCESS.query : ACCESS.header,
    customHeader: inQuery || settings.tokenName === 'Authorization' ? '' : (settings.tokenName ?? ''),
    extraTokens: Object.fromEntries(pairsIn(settings.extraTokens ?? '')),
    queryPairs: Object.fromEntries([
      ...pairsIn(settings.extraParameters ?? ''),
      ...['audience', 'resource'].flatMap((name) => (settings[name] ? [[name, settings[name]]] : [])),
    ]),
    ...{ redirectHost, redirectPort, redirectUrl },
    grantFlow: flowOf(method, qgis, Boolean(secrets.clientSecret)),
  };
  const config = withBeside({ ...DEFAULTS, ...derived }, qgis);
  const notes: Word[] = [];
  if (isCode && isOurs)
    notes.push({ key: 'exchange_registerRedirect', values: [`http://${redirectHost}:${redirectPort}/`] });
  return { config, notes };
}

/** For QGIS before 3.36, which takes no names that it does not know. */
export function forOlderQgis(
  config: Config,
  hasSecret: boolean,
): { config: Config; notes: Word[] } | { cannot: Word } {
  const { redirectHost, extraTokens, ...known } = config;
  if (known.grantFlow === FLOWS.client) return cannot('exchange_olderClient');
  const isPkce = known.grantFlow === FLOWS.pkce;
  // Without PKCE, QGIS takes a flow with a code only with the client's secret.
  if (isPkce && !hasSecret) return cannot('exchange_olderPkce');
  const notes: Word[] = [];
  if (isPkce) notes.push({ key: 'exchange_olderCode', values: [] });
  if (redirectHost !== DEFAULTS.redirectHost) notes.push({ key: 'exchange_olderRedirect', values: [] });
  return { config: { ...known, grantFlow: isPkce ? FLOWS.code : known.grantFlow }, notes };
}

/** Which flow QGIS uses: what it was there, as long as it is still of this kind. */
function flowOf(method: string, qgis: QgisRecord, hasSecret: boolean): number {
  if (method === 'clientCredentials') return FLOWS.client;
  if (method === 'passwordGrant') return FLOWS.password;
  const before = Number(qgis[`${OAUTH_MEMBER}grantFlow`] ?? (OAUTH_GIVEN in qgis ? FLOWS.code : Number.NaN));
  if (([FLOWS.code, FLOWS.implicit, FLOWS.pkce] as number[]).includes(before)) return before;
  return hasSecret ? FLOWS.code : FLOWS.pkce;
}

/** Where QGIS waits for the answer: on this machine alone. */
function redirectOf(redirect: string | undefined, qgis: QgisRecord) {
  const url = URL.parse(redirect ?? '');
  const isLocal =
    url !== null && url.protocol === 'http:' && /^(?:127\.0\.0\.1|localhost)$/.test(url.hostname);
  const wasQgis = OAUTH_GIVEN in qgis && url !== null && url.protocol === 'http:';
  if (!url || !(isLocal || wasQgis)) {
    const { redirectHost, redirectPort, redirectUrl } = DEFAULTS;
    return { redirectHost, redirectPort, redirectUrl, isOurs: true };
  }
  const redirectUrl = (redirect ?? '').replace(/^http:\/\/[^/]*\//, '');
  return { redirectHost: url.hostname, redirectPort: Number(url.port || 80), redirectUrl, isOurs: false };
}

/** What only QGIS knows, as it was; what it did not write and is QGIS's default stays away. */
function withBeside(config: Config, qgis: QgisRecord): Config {
  const given = qgis[OAUTH_GIVEN]?.split(' ');
  for (const [name, text] of Object.entries(qgis)) {
    const member = name.startsWith(OAUTH_MEMBER) ? name.slice(OAUTH_MEMBER.length) : 'grantFlow';
    if (member !== 'grantFlow') config[member] = JSON.parse(text);
  }
  if (given === undefined) return config;
  const isDefault = (name: string) =>
    JSON.stringify(config[name]) === JSON.stringify(DEFAULTS[name as OAuthName]);
  return Object.fromEntries(
    Object.entries(config).filter(([name]) => given.includes(name) || !isDefault(name)),
  );
}
