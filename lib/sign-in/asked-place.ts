import type { Account, Saved, Source } from '../sources/model.ts';
import { sealedFor } from './placements.ts';
import type { Held } from './session.ts';
import type { Signature } from './signing.ts';

/**
 * Where an account is asked whether it is still good: where it was refused, else at its first place; only where the source still
 * says what was sealed (promise 10). Pure.
 */
export function askedPlace(
  { accounts, sources, grants }: Saved,
  held: Held,
  refused: Signature | undefined,
): { account: Account; source: Source; site: string } | null {
  const account = accounts.find(({ id }) => id === held.accountId);
  const own = grants.flatMap((grant) => {
    const source = sources.find(({ id }) => id === grant.sourceId);
    const isSealed = grant.accountId === held.accountId && source && sealedFor(held, source, grant) !== null;
    return isSealed ? [{ source, site: grant.site }] : [];
  });
  const place =
    own.find(({ source, site }) => source.id === refused?.sourceId && site === refused.site) ?? own[0];
  return account && place ? { account, ...place } : null;
}
