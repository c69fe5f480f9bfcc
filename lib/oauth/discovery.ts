import {
  type AuthorizationServer,
  allowInsecureRequests,
  customFetch,
  discoveryRequest,
  processDiscoveryResponse,
} from 'oauth4webapi';
import * as v from 'valibot';
import { hostOf } from '../addresses.ts';
import { AppError } from '../errors.ts';
import { Address, issuerUrl } from './address.ts';
import { failureOf } from './failures.ts';
import { type Fetch, guarded } from './http.ts';
import { type EndpointName, METADATA_NAMES, Provider } from './provider.ts';

/**
 * Asks a provider what it offers: OpenID Connect Discovery 1.0, then RFC 8414.
 * @param typed issuer as somebody typed it, or the address of its discovery document.
 * @param signal ends it; its reason is thrown.
 * @throws AppError `notAProvider`, `issuerMismatch`, `noPkce`, `plainHttpProvider`, `badUrl`, or what the network says.
 */
export async function discover(typed: string, fetch: Fetch, signal?: AbortSignal): Promise<Provider> {
  const issuer = issuerUrl(typed);
  const metadata = (await ask(issuer, 'oidc', fetch, signal)) ?? (await ask(issuer, 'oauth2', fetch, signal));
  if (metadata === null) throw new AppError('notAProvider', [hostOf(issuer.href)]);
  return readMetadata(metadata);
}

/** @returns null where nothing is published in this way. */
async function ask(
  issuer: URL,
  algorithm: 'oidc' | 'oauth2',
  fetch: Fetch,
  signal: AbortSignal | undefined,
): Promise<AuthorizationServer | null> {
  const response = await discoveryRequest(issuer, {
    algorithm,
    [customFetch]: guarded(fetch, signal),
    // The address itself was looked at: https, or this machine.
    [allowInsecureRequests]: true,
  });
  const copy = response.clone();
  try {
    return await processDiscoveryResponse(issuer, response).catch((error) => {
      const same = withOrWithoutSlash(issuer);
      // Both spellings have one discovery document; ID tokens are compared with the provider's own.
      return same === null ? Promise.reject(error) : processDiscoveryResponse(same, copy);
    });
  } catch (error) {
    const failure = failureOf(error, hostOf(issuer.href), 'discovery');
    if (failure.code === 'notAProvider') return null;
    throw failure;
  }
}

function withOrWithoutSlash(issuer: URL): URL | null {
  if (issuer.pathname === '/') return null;
  const other = new URL(issuer);
  other.pathname = issuer.pathname.endsWith('/') ? issuer.pathname.slice(0, -1) : `${issuer.pathname}/`;
  return other;
}

const Words = v.fallback(v.array(v.pipe(v.string(), v.maxLength(100))), []);

/** What is used of the metadata. Where a flow cannot do without an address, its absence is said when it is needed. */
function readMetadata(metadata: AuthorizationServer): Provider {
  const host = hostOf(metadata.issuer);
  const urls: Partial<Record<EndpointName, string>> = {};
  for (const [name, member] of Object.entries(METADATA_NAMES) as [EndpointName, string][]) {
    const value = metadata[member];
    if (value === undefined || value === null) continue;
    const read = v.safeParse(Address, value);
    if (read.success) urls[name] = read.output;
    else if (name === 'authorizationEndpoint' || name === 'tokenEndpoint') {
      throw new AppError(
        read.issues[0].message === 'plainHttpProvider' ? 'plainHttpProvider' : 'notAProvider',
        [host],
      );
    }
  }
  const methods = metadata.code_challenge_methods_supported;
  const announced = v.parse(Words, methods);
  if (methods !== undefined && !announced.includes('S256')) throw new AppError('noPkce', [host]);
  return v.parse(Provider, {
    ...urls,
    issuer: metadata.issuer,
    namesItself: metadata.authorization_response_iss_parameter_supported === true,
    pkce: announced.includes('S256') ? 'yes' : 'unknown',
    clientAuthentication: v.parse(Words, metadata.token_endpoint_auth_methods_supported),
    idTokenAlgorithms: v.parse(Words, metadata.id_token_signing_alg_values_supported),
  });
}
