import type { AuthorizationServer } from 'oauth4webapi';
import * as v from 'valibot';
import { hostOf } from '../addresses.ts';
import { AppError } from '../errors.ts';
import { Address } from './address.ts';
import type { OAuthSettings } from './settings.ts';

const Words = v.array(v.pipe(v.string(), v.maxLength(100)));

/** What is known of a provider, discovered or given. Public and serialisable. */
export const Provider = v.strictObject({
  /** As it writes itself; empty where only addresses were given. */
  issuer: v.union([v.literal(''), Address]),
  authorizationEndpoint: v.optional(Address),
  tokenEndpoint: v.optional(Address),
  userinfoEndpoint: v.optional(Address),
  revocationEndpoint: v.optional(Address),
  endSessionEndpoint: v.optional(Address),
  jwksUri: v.optional(Address),
  /** True where every answer in the browser names the issuer (RFC 9207). */
  namesItself: v.boolean(),
  /** `S256` or not, as announced; unknown where nothing is said, which many do that know it. */
  pkce: v.picklist(['yes', 'no', 'unknown']),
  /** `client_secret_basic`, `none`, ... as announced; empty where nothing is said. */
  clientAuthentication: Words,
  idTokenAlgorithms: Words,
});
export type Provider = v.InferOutput<typeof Provider>;

export type EndpointName =
  | 'authorizationEndpoint'
  | 'tokenEndpoint'
  | 'userinfoEndpoint'
  | 'revocationEndpoint'
  | 'endSessionEndpoint'
  | 'jwksUri';

/** The names in the metadata (RFC 8414, section 2; OpenID Connect RP-Initiated Logout, section 2.1). */
export const METADATA_NAMES: Record<EndpointName, string> = {
  authorizationEndpoint: 'authorization_endpoint',
  tokenEndpoint: 'token_endpoint',
  userinfoEndpoint: 'userinfo_endpoint',
  revocationEndpoint: 'revocation_endpoint',
  endSessionEndpoint: 'end_session_endpoint',
  jwksUri: 'jwks_uri',
};
const ENDPOINTS = Object.keys(METADATA_NAMES) as EndpointName[];

/** For signatures where the provider does not announce which it makes; none of them is made with a shared secret. */
const ASYMMETRIC = [
  'RS256',
  'PS256',
  'ES256',
  'EdDSA',
  'Ed25519',
  'RS384',
  'RS512',
  'ES384',
  'ES512',
  'PS384',
  'PS512',
];

const NOTHING_KNOWN: Provider = {
  issuer: '',
  namesItself: false,
  pkce: 'unknown',
  clientAuthentication: [],
  idTokenAlgorithms: [],
};

/** What an account uses: the discovered provider, with the given addresses before the discovered ones. */
export function providerOf(settings: OAuthSettings, discovered: Provider | null): Provider {
  const given = ENDPOINTS.filter((name) => settings[name] !== '').map((name) => [name, settings[name]]);
  return { ...(discovered ?? { ...NOTHING_KNOWN, issuer: settings.issuer }), ...Object.fromEntries(given) };
}

/** The provider's host as sentences name it. */
export function providerHost({ issuer, tokenEndpoint, authorizationEndpoint }: Provider): string {
  const url = issuer || tokenEndpoint || authorizationEndpoint;
  return url === undefined ? '' : hostOf(url);
}

/** A provider's name on screen: host, and the path where one host has many (`id.example.org/realms/maps`). */
export function providerName(provider: Provider): string {
  const path = URL.parse(provider.issuer)?.pathname.replace(/\/$/, '') ?? '';
  return providerHost(provider) + path;
}

/** @throws AppError `endpointMissing`. */
export function endpoint(provider: Provider, name: EndpointName): string {
  const url = provider[name];
  if (url === undefined)
    throw new AppError('endpointMissing', [providerHost(provider), METADATA_NAMES[name]]);
  return url;
}

/** Origins that requests of our own go to: what host access is needed for. The authorization endpoint is the window's. */
export function requestOrigins(
  provider: Provider,
  settings: Pick<OAuthSettings, 'refreshEndpoint'>,
): string[] {
  const urls = [
    ...ENDPOINTS.filter((name) => name !== 'authorizationEndpoint' && name !== 'endSessionEndpoint').map(
      (name) => provider[name],
    ),
    settings.refreshEndpoint,
  ];
  return [...new Set(urls.flatMap((url) => (url ? [new URL(url).origin] : [])))];
}

/**
 * How a client with a secret proves itself, for a form that has not asked: what is announced, else as RFC 8414 section 2
 * has it, by Basic.
 */
export function proposedAuthentication(provider: Provider, hasSecret: boolean): 'none' | 'basic' | 'post' {
  if (!hasSecret) return 'none';
  const announced = provider.clientAuthentication;
  return announced.includes('client_secret_post') && !announced.includes('client_secret_basic')
    ? 'post'
    : 'basic';
}

/** The same for the library. Where no issuer is known it gets a name that no answer has. */
export function serverOf(provider: Provider): AuthorizationServer {
  const urls = ENDPOINTS.flatMap((name) => (provider[name] ? [[METADATA_NAMES[name], provider[name]]] : []));
  const { idTokenAlgorithms, issuer, namesItself } = provider;
  return {
    ...Object.fromEntries(urls),
    issuer: issuer || 'urn:unknown',
    authorization_response_iss_parameter_supported: namesItself,
    id_token_signing_alg_values_supported: idTokenAlgorithms.length > 0 ? idTokenAlgorithms : ASYMMETRIC,
  };
}
