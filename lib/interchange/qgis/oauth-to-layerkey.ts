import { isReadableOnTheWay } from '../../addresses.ts';
import { toFailure } from '../../errors.ts';
import { isAddress, isRedirectUri } from '../../oauth/address.ts';
import { readSettings } from '../../oauth/settings.ts';
import { pairsText } from '../../oauth/words.ts';
import { carriesCredential, credentialNames } from '../../services/credentials-in-url.ts';
import { isUsableHeaderName } from '../../services/http-names.ts';
import { ACCESS, FLOWS, type OAuthConfig } from './oauth-config.ts';
import { type Converted, cannot, type SignInDraft } from './sign-in-draft.ts';
import type { Word } from './words.ts';

/** Under which name an account's record has a member of QGIS's settings. */
export const OAUTH_MEMBER = 'oauth.';
/** Names of the members that the file had, apart by blanks: the others are QGIS's defaults. */
export const OAUTH_GIVEN = 'oauth';

/** What follows from the settings of the sign-in here, or is secret: not kept twice. */
const DERIVED = new Set(
  'accessMethod apiKey clientId clientSecret customHeader extraTokens password queryPairs redirectHost redirectPort redirectUrl refreshTokenUrl requestUrl scope tokenUrl username'.split(
    ' ',
  ),
);

const METHODS = {
  [FLOWS.code]: ['oauth', 'code'],
  [FLOWS.implicit]: ['oauth', 'code'],
  [FLOWS.pkce]: ['oauth', 'code'],
  [FLOWS.password]: ['passwordGrant', 'password'],
  [FLOWS.client]: ['clientCredentials', 'clientCredentials'],
} as const;

/**
 * A sign-in by OAuth from QGIS's settings, without a token: the user signs in once more here, at the provider.
 * @param given names that stood in the file.
 */
export function oauthDraft(
  config: OAuthConfig,
  given: readonly string[],
  label: string,
): Converted<SignInDraft> {
  const impossible = problemOf(config);
  if (impossible) return impossible;
  const { grantFlow, clientId, clientSecret, username, password } = config;
  const [method, flow] = METHODS[grantFlow as keyof typeof METHODS];
  const hasPerson = flow === 'code';
  const settings: Record<string, string> = {
    ...withoutEmpty({
      authorizationEndpoint: hasPerson ? config.requestUrl : '',
      tokenEndpoint: config.tokenUrl,
      refreshEndpoint: config.refreshTokenUrl,
      clientId,
      username: flow === 'password' ? username : '',
      redirect: hasPerson ? redirectOf(config) : '',
      tokenUse: config.accessMethod === ACCESS.query ? 'query' : '',
      tokenName: config.accessMethod === ACCESS.header ? config.customHeader : '',
      extraTokens: pairsText(texts(config.extraTokens).map(([from, to]) => [from, to.replaceAll('_', '-')])),
      extraParameters: pairsText(texts(config.queryPairs)),
      // QGIS has the client's secret in the body, never in a header (`qgso2.cpp`).
      clientAuthentication: clientSecret === '' ? 'none' : 'post',
    }),
    // Empty asks for none, as QGIS does.
    scopes: config.scope,
  };
  const problem = settingsProblem({ ...settings, flow });
  if (problem) return problem;
  const secrets = withoutEmpty({ clientSecret, password: flow === 'password' ? password : '' });
  const who = flow === 'password' ? username : label || clientId;
  return { made: { method, who, settings, secrets }, notes: notesOf(config), qgis: beside(config, given) };
}

function problemOf(config: OAuthConfig): { cannot: Word } | null {
  const { configType, accessMethod, clientId, tokenUrl, requestUrl, refreshTokenUrl, grantFlow } = config;
  if (configType === 0) return cannot('exchange_predefined');
  if (accessMethod === ACCESS.form) return cannot('exchange_tokenInForm');
  if (clientId === '' || !/^[\x20-\x7e]+$/.test(clientId)) return cannot('exchange_noClientId');
  if (grantFlow === FLOWS.password && config.username === '') return cannot('exchange_noUserName');
  const hasPerson = ([FLOWS.code, FLOWS.pkce, FLOWS.implicit] as number[]).includes(grantFlow);
  const needed = [tokenUrl, ...(hasPerson ? [requestUrl] : [])];
  const asked = [...needed, ...(refreshTokenUrl === '' ? [] : [refreshTokenUrl])];
  const wrong = asked.find((address) => !isAddress(address) || address.length > 2000);
  if (wrong !== undefined) return cannot('exchange_providerAddress');
  const plain = asked.find(isReadableOnTheWay);
  if (plain !== undefined) return cannot('exchange_plainProvider', new URL(plain).host);
  const isKeyed =
    config.apiKey !== '' ||
    texts(config.queryPairs).some(([name, value]) => carriesCredential(name, value)) ||
    asked.some((address) => credentialNames(address).length > 0);
  if (isKeyed) return cannot('exchange_providerKey');
  if (hasPerson && !isRedirectUri(redirectOf(config))) return cannot('exchange_providerAddress');
  const headers = [...texts(config.extraTokens).map(([, name]) => name.replaceAll('_', '-'))];
  const odd = [...headers, ...(config.customHeader === '' ? [] : [config.customHeader])].find(
    (name) => !isUsableHeaderName(name),
  );
  return odd === undefined ? null : cannot('exchange_headerName', odd);
}

/** What the sign-in's form would not take. */
function settingsProblem(settings: Record<string, string>): { cannot: Word } | null {
  try {
    readSettings(settings);
    return null;
  } catch (error) {
    return cannot('exchange_oauthSetting', toFailure(error).values.at(-1) ?? '');
  }
}

function notesOf({ grantFlow, redirectHost }: OAuthConfig): Word[] {
  const notes: Word[] = [];
  if (grantFlow === FLOWS.implicit) notes.push({ key: 'exchange_implicit', values: [] });
  if (grantFlow === FLOWS.password || grantFlow === FLOWS.client) return notes;
  notes.push({ key: 'exchange_signInAtProvider', values: [redirectHost] });
  return notes;
}

function beside(config: OAuthConfig, given: readonly string[]): [string, string][] {
  const kept = Object.entries(config).filter(
    ([name, value]) => given.includes(name) && !DERIVED.has(name) && !carriesCredential(name, String(value)),
  );
  return [
    [OAUTH_GIVEN, given.join(' ')],
    ...kept.map(([name, value]): [string, string] => [OAUTH_MEMBER + name, JSON.stringify(value)]),
  ];
}

/** Where QGIS waits for the answer (`qgso2.cpp`). */
function redirectOf({ redirectHost, redirectPort, redirectUrl }: OAuthConfig): string {
  return `http://${redirectHost}:${redirectPort}/${redirectUrl}`;
}

function texts(pairs: OAuthConfig['queryPairs']): [string, string][] {
  return Object.entries(pairs).map(([name, value]) => [name, String(value)]);
}

function withoutEmpty(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}
