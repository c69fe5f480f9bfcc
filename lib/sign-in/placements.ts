import { methodOf } from '../auth/registry.ts';
import type { Placement } from '../rules/compile.ts';
import { destinationsOf, sameDestinations } from '../sources/destinations.ts';
import type { Credential, Destination, Grant, Saved, Source } from '../sources/model.ts';
import type { AccountState } from './session.ts';

/** A credential at one of its places, and whose it is. */
export interface AccountPlacement extends Placement {
  accountId: string;
}

/** Which grants are signed in now, and which are not because they no longer say what was sealed. */
export interface Placed {
  placements: AccountPlacement[];
  /** `sourceId site` of grants whose places differ from those sealed with the credential. */
  changed: Set<string>;
}

/** The name of a grant in sets and maps. */
export function grantText(grant: Pick<Grant, 'sourceId' | 'site'>): string {
  return `${grant.sourceId} ${grant.site}`;
}

/**
 * Everything that is injected now: for each grant whose account is signed in, the sealed destinations, and only
 * where the saved source and grant still say the same (promise 10). Pure.
 * @param isIn which accounts count.
 */
export function placementsOf(
  saved: Saved,
  credentials: ReadonlyMap<string, Credential>,
  accounts: ReadonlyMap<string, AccountState>,
  isIn = (state: AccountState): boolean => state.status === 'signedIn',
): Placed {
  const sources = new Map(saved.sources.map((source) => [source.id, source]));
  const settings = new Map(saved.accounts.map((account) => [account.id, account]));
  const parameters = new Map(saved.keyVault.map((entry) => [entry.sourceId, entry.parameter]));
  const placed: Placed = { placements: [], changed: new Set() };
  for (const grant of saved.grants) {
    const source = sources.get(grant.sourceId);
    const account = settings.get(grant.accountId);
    const credential = credentials.get(grant.accountId);
    const method = account && methodOf(account.method);
    if (!source || !account || !credential || !method) continue;
    const sealed = sealedFor(credential, source, grant);
    if (sealed === null) {
      placed.changed.add(grantText(grant));
      continue;
    }
    const state = accounts.get(account.id);
    if (!state || !isIn(state)) continue;
    try {
      const injection = method.inject(account.settings, credential.secrets, parameters.get(source.id));
      const accountId = account.id;
      placed.placements.push(...sealed.map((destination) => ({ destination, injection, accountId })));
    } catch {
      // Settings that the method would not have saved were not written by us.
      placed.changed.add(grantText(grant));
    }
  }
  return placed;
}

/** The places that a credential was sealed for, where source and grant still say the same (promise 10); else null. */
export function sealedFor(credential: Credential, source: Source, grant: Grant): Destination[] | null {
  const sealed = credential.destinations.filter(
    (destination) => destination.sourceId === source.id && destination.site === grant.site,
  );
  try {
    return sealed.length > 0 && sameDestinations(destinationsOf(source, grant), sealed) ? sealed : null;
  } catch {
    return null;
  }
}
