import { destinationsOf } from '../sources/destinations.ts';
import type { Credential, Destination, Grant, Saved } from '../sources/model.ts';
import { grantText } from './placements.ts';

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

/**
 * What was taken back while a credential was out of memory is still sealed with it: sites that may not use it any more, and
 * pages on top that were forgotten. It must not come back by itself.
 */
export function withoutTakenBack<C extends Credential>(credential: C, { grants }: Saved): C {
  const allowed = new Map(
    grants
      .filter(({ accountId }) => accountId === credential.accountId)
      .map((grant) => [grantText(grant), grant.topSites]),
  );
  const destinations = credential.destinations.flatMap((each) => {
    const left = each.topSites.filter((site) => allowed.get(grantText(each))?.includes(site));
    return left.length > 0 ? [{ ...each, topSites: left }] : [];
  });
  return { ...credential, destinations };
}

function sealedBefore(credential: Credential, grant: Grant): Destination[] {
  return credential.destinations.filter(
    ({ sourceId, site }) => sourceId === grant.sourceId && site === grant.site,
  );
}
