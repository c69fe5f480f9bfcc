import * as v from 'valibot';
import type { Hint } from '../../messages/view.ts';
import { guarded } from '../../oauth/http.ts';
import type { ProviderTools } from '../method.ts';

/**
 * Asks Isogeo's API once which shares a token reaches (`GET /shares`, a list).
 * @param api its origin.
 * @returns what to say beside *signed in*: how many, or that they are refused; null where the API gave no such answer, which
 * says nothing about the sign-in.
 */
export async function sharesNote(
  api: string,
  accessToken: string,
  { fetch, signal }: Pick<ProviderTools, 'fetch' | 'signal'>,
): Promise<Hint | null> {
  const headers = { accept: 'application/json', authorization: `Bearer ${accessToken}` };
  try {
    const answer = await guarded(fetch, signal)(`${api}/shares`, { method: 'GET', headers });
    if (answer.status === 401 || answer.status === 403) return { code: 'sharesRefused', values: [] };
    if (answer.status !== 200) return null;
    const shares = v.safeParse(v.array(v.unknown()), await answer.json());
    return shares.success ? countNote(shares.output.length) : null;
  } catch {
    // Where the user gave up, the sign-in itself says so.
    return null;
  }
}

function countNote(count: number): Hint {
  if (count === 0) return { code: 'noShare', values: [] };
  return count === 1 ? { code: 'oneShare', values: [] } : { code: 'shares', values: [String(count)] };
}
