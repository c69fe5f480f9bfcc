import {
  type AuthorizationServer,
  getValidatedIdTokenClaims,
  processUserInfoResponse,
  skipSubjectCheck,
  type TokenEndpointResponse,
  userInfoRequest,
  validateApplicationLevelSignature,
} from 'oauth4webapi';
import { hostOf } from '../addresses.ts';
import { AppError } from '../errors.ts';
import { failureOf } from './failures.ts';
import { clientOf, type Party, requestsOf } from './party.ts';
import { endpoint, providerHost, serverOf } from './provider.ts';
import { type Session, shownClaims } from './session.ts';

/**
 * The claims of an ID token. The library has looked at issuer, audience, expiry and nonce while it read the response
 * (OpenID Connect Core, 3.1.3.7); here follow the signature, by the provider's keys as they are now, and the audiences beside
 * the client: only those that the account trusts.
 * @throws AppError `idTokenAudience`, or what the library throws.
 */
export async function checkedClaims(
  party: Party,
  server: AuthorizationServer,
  tokens: TokenEndpointResponse,
  response: Response,
): Promise<Record<string, unknown>> {
  const claims = getValidatedIdTokenClaims(tokens);
  if (claims === undefined) return {};
  await validateApplicationLevelSignature(server, response, requestsOf(party));
  const { clientId, trustedAudiences } = party.settings;
  const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  if (audiences.some((audience) => audience !== clientId && !trustedAudiences.includes(audience))) {
    throw new AppError('idTokenAudience', [providerHost(party.provider)]);
  }
  return claims;
}

/**
 * Asks the provider who signed in, where the account wants it from there; else gives the session back as it is. The
 * session is good without: keep it before.
 * @throws AppError; `anotherUser` where the answer is not about whom the ID token named.
 */
export async function withUserinfo(party: Party, session: Session): Promise<Session> {
  if (party.settings.identity !== 'userinfo') return session;
  const host = hostOf(endpoint(party.provider, 'userinfoEndpoint'));
  const server = serverOf(party.provider);
  const client = clientOf(party);
  try {
    const response = await userInfoRequest(server, client, session.accessToken, requestsOf(party));
    const isSigned = response.headers.get('content-type')?.startsWith('application/jwt') === true;
    const claims = await processUserInfoResponse(
      server,
      client,
      session.claims.sub ?? skipSubjectCheck,
      response,
    );
    if (isSigned) await validateApplicationLevelSignature(server, response, requestsOf(party));
    return { ...session, claims: { ...session.claims, ...shownClaims(claims) } };
  } catch (error) {
    throw failureOf(error, host, 'userinfo');
  }
}
