import { AppError } from '../errors.ts';
import type { Party } from './party.ts';
import { providerHost } from './provider.ts';

/** A token response before the library looks at it. */
export interface TokenAnswer {
  response: Response;
  /** True where it holds tokens, as far as a status and an error member say. */
  isGranted: boolean;
  /** True where it holds an ID token that will be looked at. */
  hasIdToken: boolean;
}

/**
 * Makes a token response ready for the library: an ID token that nobody wants or that cannot be checked goes, and so does
 * the challenge, which would hide the provider's own word for its refusal.
 * @throws AppError `tokenTypeUnusable`: a rule adds the same text to every request, which is what a Bearer token is
 * (RFC 6750); a DPoP token (RFC 9449) needs a new proof each time.
 */
export async function prepareAnswer(
  response: Response,
  party: Party,
  wantsIdToken: boolean,
): Promise<TokenAnswer> {
  const headers = new Headers(response.headers);
  headers.delete('www-authenticate');
  const text = await response.text();
  const make = (body: string) =>
    new Response(body === '' ? null : body, { status: response.status, headers });
  const json = withPlainError(parseObject(text));
  if (response.status !== 200 || json === null || typeof json.error === 'string') {
    const said = json === null ? text : JSON.stringify(json);
    return { response: make(said), isGranted: false, hasIdToken: false };
  }
  const type = typeof json.token_type === 'string' ? json.token_type : '';
  if (type !== '' && type.toLowerCase() !== 'bearer') {
    const shown = /^[\w-]{1,30}$/.test(type) ? type : '?';
    throw new AppError('tokenTypeUnusable', [providerHost(party.provider), shown]);
  }
  // Left out by some (ArcGIS portals): without a proof of ours the token can only be a bearer's.
  if (type === '' && typeof json.access_token === 'string') json.token_type = 'Bearer';
  if (!wantsIdToken || json.id_token === null || json.id_token === '') delete json.id_token;
  const hasIdToken = json.id_token !== undefined;
  return { response: make(JSON.stringify(json)), isGranted: true, hasIdToken };
}

/** True where an ID token is wanted and can be checked: its issuer and the keys of its signature are known. */
export function checksIdTokens({ settings, provider }: Party): boolean {
  return settings.identity === 'idToken' && provider.issuer !== '' && provider.jwksUri !== undefined;
}

/** ArcGIS portals wrap what went wrong, with status 200 as often as not; 498 is their word for a token that is over. */
function withPlainError(json: Record<string, unknown> | null): Record<string, unknown> | null {
  const { error } = json ?? {};
  if (typeof error !== 'object' || error === null) return json;
  const { code, error: word } = error as { code?: unknown; error?: unknown };
  if (code === 498) return { error: 'invalid_grant' };
  if (word === 'invalid_client_id') return { error: 'invalid_client' };
  return { error: typeof word === 'string' && word !== '' ? word : 'invalid_request' };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? (json as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
