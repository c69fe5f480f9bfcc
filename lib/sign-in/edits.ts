import type { SignedIn } from '../auth/method.ts';
import { prefixesOf } from '../sources/destinations.ts';
import { newId } from '../sources/ids.ts';
import type { Account, Grant, Saved, Source } from '../sources/model.ts';

/** Where a sign-in is for: a service as a site uses it. */
export interface Place {
  site: string;
  topSite: string;
  urls: string[];
  kinds: Source['kinds'];
  sample: string;
  /** Origins of the service, templates expanded. */
  origins: string[];
  host: string;
}

/** The saved source that covers the place, knowing the kinds it is used as there; or a new one. */
export function sourceFor(saved: Saved, sourceId: string | null, place: Place): Source {
  const known = saved.sources.find(({ id }) => id === sourceId);
  if (known) return { ...known, kinds: [...new Set([...known.kinds, ...place.kinds])] };
  return {
    id: newId(),
    name: place.host,
    kinds: place.kinds,
    urls: place.urls,
    sample: place.sample,
    frames: false,
  };
}

/**
 * The account that a finished sign-in belongs to: the one that signs in the same way as the same person, or one of this
 * host that lost its secret; otherwise a new one.
 * @param preferred The account that the row has now, looked at first.
 * @param isOther whether it is somebody else's: a provider's form is the same for everybody, only its answer tells.
 */
export function accountFor(
  saved: Saved,
  place: Place,
  signedIn: Pick<SignedIn, 'settings' | 'who'> & { method: string },
  preferred: string | null,
  isReady: (accountId: string) => boolean,
  isOther: (account: Account) => boolean = () => false,
): Account {
  const same = saved.accounts
    .filter(
      (account) =>
        account.method === signedIn.method &&
        account.origins.some((origin) => place.origins.includes(origin)) &&
        JSON.stringify(sorted(account.settings)) === JSON.stringify(sorted(signedIn.settings)) &&
        (account.who !== '' || !isReady(account.id)) &&
        !isOther(account),
    )
    .sort((a, b) => Number(b.id === preferred) - Number(a.id === preferred))[0];
  if (same) return { ...same, origins: [...new Set([...same.origins, ...place.origins])] };
  const { method, settings, who } = signedIn;
  return { id: newId(), method, settings, who, origins: place.origins };
}

/** Saves source, account, grant and the KeyVault's word together. A grant of the same source and site is replaced. */
export function withSignIn(
  saved: Saved,
  source: Source,
  account: Account,
  grant: Grant,
  parameter: string | undefined,
): Saved {
  // A name once found stays known when another sign-in of the same source needs none.
  const name = parameter ?? saved.keyVault.find(({ sourceId }) => sourceId === source.id)?.parameter;
  const entry = { sourceId: source.id, method: account.method, ...(name ? { parameter: name } : {}) };
  return {
    sources: put(saved.sources, source, (a) => a.id === source.id),
    accounts: put(saved.accounts, account, (a) => a.id === account.id),
    grants: put(saved.grants, grant, (a) => a.sourceId === grant.sourceId && a.site === grant.site),
    keyVault: put(saved.keyVault, entry, (a) => a.sourceId === source.id),
  };
}

/** The key parameter's name: the source's own, else the one that the account's other services were found to use. */
export function parameterFor(
  saved: Saved,
  accountId: string,
  sourceId: string | undefined,
): string | undefined {
  const others = saved.grants.filter((grant) => grant.accountId === accountId).map((grant) => grant.sourceId);
  const ids = [...(sourceId === undefined ? [] : [sourceId]), ...others];
  return ids.flatMap((id) => saved.keyVault.find((entry) => entry.sourceId === id)?.parameter ?? []).at(0);
}

/**
 * Whether another port or scheme of the same host already uses the source with another account. Rules know the host of the
 * site that asks, and no more: both would match.
 */
export function hasTwin(saved: Saved, sourceId: string, site: string, accountId: string): boolean {
  const { hostname } = new URL(site);
  return saved.grants.some(
    (grant) =>
      grant.sourceId === sourceId &&
      grant.site !== site &&
      grant.accountId !== accountId &&
      new URL(grant.site).hostname === hostname,
  );
}

/** *Stop using here*: the site's grants go; sources and accounts stay for other sites, or until removed. */
export function withoutGrants(saved: Saved, sourceIds: ReadonlySet<string>, site: string): Saved {
  return {
    ...saved,
    grants: saved.grants.filter((grant) => !sourceIds.has(grant.sourceId) || grant.site !== site),
  };
}

/** *Forget this site*: its grants, its part in others' grants, and the accounts and sources that nothing else uses. */
export function withoutSite(saved: Saved, site: string): Saved {
  const grants = saved.grants.flatMap((grant) => {
    const topSites = grant.topSites.filter((top) => top !== site);
    if (grant.site === site || topSites.length === 0) return [];
    return [topSites.length === grant.topSites.length ? grant : { ...grant, topSites }];
  });
  const went = <T>(of: (grant: Grant) => T) => {
    const left = new Set(grants.map(of));
    return new Set(saved.grants.map(of).filter((id) => !left.has(id)));
  };
  const sources = went(({ sourceId }) => sourceId);
  const accounts = went(({ accountId }) => accountId);
  return {
    grants,
    sources: saved.sources.filter(({ id }) => !sources.has(id)),
    accounts: saved.accounts.filter(({ id }) => !accounts.has(id)),
    keyVault: saved.keyVault.filter(({ sourceId }) => !sources.has(sourceId)),
  };
}

/** *Remove*: the sources, their grants, their KeyVault entries, and their accounts that no service is left for. */
export function withoutSources(saved: Saved, ids: ReadonlySet<string>): Saved {
  const isGone = ({ sourceId }: { sourceId: string }) => ids.has(sourceId);
  const [gone, sources] = [true, false].map((is) => saved.sources.filter(({ id }) => ids.has(id) === is));
  const grants = saved.grants.filter((grant) => !isGone(grant));
  const [were, left] = [originsOf(gone ?? []), originsOf(sources ?? [])];
  const wasUsed = new Set(saved.grants.filter(isGone).map(({ accountId }) => accountId));
  const used = new Set(grants.map(({ accountId }) => accountId));
  return {
    sources: sources ?? [],
    grants,
    accounts: saved.accounts.filter(({ id, origins }) => {
      const isConcerned = wasUsed.has(id) || origins.some((origin) => were.has(origin));
      return !isConcerned || used.has(id) || origins.some((origin) => left.has(origin));
    }),
    keyVault: saved.keyVault.filter((entry) => !isGone(entry)),
  };
}

function originsOf(sources: readonly Source[]): Set<string> {
  return new Set(sources.flatMap(({ urls }) => prefixesOf(urls)).map((prefix) => new URL(prefix).origin));
}

function put<T>(list: readonly T[], item: T, isSame: (other: T) => boolean): T[] {
  return list.some(isSame) ? list.map((other) => (isSame(other) ? item : other)) : [...list, item];
}

function sorted(values: Record<string, string>): [string, string][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
