import { destinationsOf } from '../sources/destinations.ts';
import type { Credential, Destination, Grant, Saved } from '../sources/model.ts';

/**
 * Where an account's credential may go from now on: the place that the user just agreed to, and what was sealed before.
 * Where nothing was sealed (the account was signed out), its other grants for the same services come along, as allowed
 * before; a grant for any other service has to be confirmed.
 * @param origins Origins of the service that was just proven.
 */
export function sealFor(
  saved: Saved,
  accountId: string,
  agreed: Pick<Grant, 'sourceId' | 'site'>,
  origins: readonly string[],
  before: Credential | undefined,
): Destination[] {
  return saved.grants
    .filter((grant) => grant.accountId === accountId)
    .flatMap((grant) => {
      const source = saved.sources.find(({ id }) => id === grant.sourceId);
      if (source === undefined) return [];
      const now = () => destinationsOf(source, grant);
      if (grant.sourceId === agreed.sourceId && grant.site === agreed.site) return now();
      if (before) return sealedBefore(before, grant);
      const wanted = now();
      return wanted.every(({ prefix }) => origins.includes(new URL(prefix).origin)) ? wanted : [];
    });
}

function sealedBefore(credential: Credential, grant: Grant): Destination[] {
  return credential.destinations.filter(
    ({ sourceId, site }) => sourceId === grant.sourceId && site === grant.site,
  );
}
