import * as v from 'valibot';
import { hostOf } from '../addresses.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { isUsableHeaderName, isUsableParameterName } from '../services/http-names.ts';
import { Address, isRedirectUri } from './address.ts';
import { BROWSER_REDIRECT } from './redirects.ts';
import { pairsIn, wordsIn } from './words.ts';

const DEFAULT_SCOPES = ['openid', 'profile', 'email'];

/** What the flow sets itself: none of it may be replaced from outside (RFC 6749, 7636, 9126; OpenID Connect Core, 3.1.2.1). */
const RESERVED = new Set(
  'client_id client_secret redirect_uri response_type response_mode scope state nonce code code_challenge code_challenge_method code_verifier grant_type refresh_token username password request request_uri client_assertion client_assertion_type'.split(
    ' ',
  ),
);

const code = (name: ErrorCode) => name;
const Line = v.pipe(v.string(), v.maxLength(4000, code('badHeaderValue')), v.trim());
const Text = v.optional(Line, '');
const GivenAddress = v.optional(v.union([v.literal(''), Address], code('badUrl')), '');
const Words = v.pipe(Line, v.transform(wordsIn));

/** `name=value&name=value`, as in a query. */
const Pairs = v.pipe(Text, v.transform(pairsIn));

/** The public settings of an OAuth account, as an account keeps them: text by name. Reading fills what is not there. */
const Settings = v.pipe(
  v.object({
    flow: v.optional(v.picklist(['code', 'clientCredentials', 'password'], code('badMessage')), 'code'),
    /** Discovered there; empty where the addresses are given. */
    issuer: GivenAddress,
    /** Given addresses go before discovered ones. */
    authorizationEndpoint: GivenAddress,
    tokenEndpoint: GivenAddress,
    /** Where it differs from the token endpoint (QGIS knows such servers). */
    refreshEndpoint: GivenAddress,
    userinfoEndpoint: GivenAddress,
    revocationEndpoint: GivenAddress,
    endSessionEndpoint: GivenAddress,
    jwksUri: GivenAddress,
    clientId: v.pipe(
      Text,
      v.minLength(1, code('emptyField')),
      v.regex(/^[\x20-\x7e]+$/, code('badHeaderValue')),
    ),
    clientAuthentication: v.optional(v.picklist(['none', 'basic', 'post'], code('badMessage')), 'none'),
    redirect: v.optional(v.pipe(Line, v.check(isRedirectUri, code('badUrl'))), BROWSER_REDIRECT),
    /** Where nothing is said: who it is, for flows in which there is somebody. */
    scopes: v.optional(Words),
    audience: Text,
    /** RFC 8707: absolute, no fragment; any scheme. */
    resource: v.pipe(
      Text,
      v.check((text) => text === '' || (URL.canParse(text) && !text.includes('#')), code('badUrl')),
    ),
    /** Added to the authorization request; where there is none, to the token request. */
    extraParameters: v.pipe(
      Pairs,
      v.check((pairs) => pairs.every(([name]) => !RESERVED.has(name)), code('reservedParameter')),
    ),
    tokenUse: v.optional(v.picklist(['header', 'query'], code('badMessage')), 'header'),
    /** The header (`Authorization`) or parameter (`access_token`) that carries the token. */
    tokenName: Text,
    /** The word before the token in a header; may be empty. */
    tokenScheme: v.optional(v.pipe(Line, v.regex(/^[\x21-\x7e]{0,40}$/, code('badHeaderValue'))), 'Bearer'),
    /** Further members of the token response, each with the header that takes it (QGIS's `extraTokens`). */
    extraTokens: v.pipe(
      Pairs,
      v.check((pairs) => pairs.every(([, header]) => isUsableHeaderName(header)), code('badHeaderName')),
    ),
    /** What tells who is signed in. */
    identity: v.optional(v.picklist(['idToken', 'userinfo', 'none'], code('badMessage')), 'idToken'),
    /** Audiences that an ID token may have beside the client. */
    trustedAudiences: v.optional(Words, ''),
    /** Of the password flow. */
    username: Text,
  }),
  v.transform((settings) => ({
    ...settings,
    scopes: settings.scopes ?? (settings.flow === 'clientCredentials' ? [] : DEFAULT_SCOPES),
    tokenName: settings.tokenName || (settings.tokenUse === 'header' ? 'Authorization' : 'access_token'),
  })),
);
export type OAuthSettings = v.InferOutput<typeof Settings>;

/**
 * Reads what was typed or saved.
 * @throws AppError with the sentence's code and the field's name, so that it stands under the field.
 */
export function readSettings(values: Readonly<Record<string, string>>): OAuthSettings {
  const result = v.safeParse(Settings, values);
  if (!result.success) {
    const [issue] = result.issues;
    const field = String(issue.path?.[0].key ?? '');
    const code = issue.message as ErrorCode;
    // Its sentence names the host.
    throw new AppError(code, code === 'plainHttpProvider' ? [hostOf(String(issue.input)), field] : [field]);
  }
  const settings = result.output;
  const isNameUsable = settings.tokenUse === 'header' ? isUsableHeaderName : isUsableParameterName;
  if (!isNameUsable(settings.tokenName)) {
    throw new AppError(settings.tokenUse === 'header' ? 'badHeaderName' : 'badParameterName', ['tokenName']);
  }
  for (const field of neededFields(settings)) {
    if (settings[field] === '') throw new AppError('emptyField', [field]);
  }
  return settings;
}

/** What has to be filled in: the issuer, unless the addresses that the flow needs are given. */
function neededFields({ flow, issuer, tokenEndpoint, authorizationEndpoint }: OAuthSettings) {
  const isGiven = tokenEndpoint !== '' && (flow !== 'code' || authorizationEndpoint !== '');
  if (issuer === '' && !isGiven) return ['issuer' as const];
  return flow === 'password' ? ['username' as const] : [];
}
