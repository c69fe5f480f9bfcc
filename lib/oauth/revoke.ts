import { processRevocationResponse, revocationRequest } from 'oauth4webapi';
import { hostOf } from '../addresses.ts';
import { failureOf } from './failures.ts';
import { authenticationOf, clientOf, type Party, requestsOf } from './party.ts';
import { serverOf } from './provider.ts';
import type { Session } from './session.ts';

/**
 * Tells the provider that the tokens are not needed any more (RFC 7009): the refresh token, with which those made from it
 * end, and the access token for providers where they do not.
 * @returns false where the provider has no way to be told.
 * @throws AppError of the first that failed; the other was tried all the same.
 */
export async function revoke(party: Party, session: Session): Promise<boolean> {
  const { revocationEndpoint } = party.provider;
  if (revocationEndpoint === undefined) return false;
  const tokens = [
    ...(session.refreshToken === undefined ? [] : [['refresh_token', session.refreshToken] as const]),
    ['access_token', session.accessToken] as const,
  ];
  const failures: unknown[] = [];
  for (const [hint, token] of tokens) {
    try {
      const response = await revocationRequest(
        serverOf(party.provider),
        clientOf(party),
        authenticationOf(party),
        token,
        { ...requestsOf(party), additionalParameters: { token_type_hint: hint } },
      );
      await processRevocationResponse(response);
    } catch (error) {
      // Access tokens that resource servers verify by themselves cannot be revoked (RFC 7009, 2.2.1).
      if ((error as { error?: unknown }).error !== 'unsupported_token_type') failures.push(error);
    }
  }
  if (failures.length > 0) throw failureOf(failures[0], hostOf(revocationEndpoint), 'revocation');
  return true;
}
