import { hostOf } from '../addresses.ts';
import { AppError, type Failure } from '../errors.ts';
import { patternsFor } from '../permissions/patterns.ts';
import type { Permissions } from '../platform/ports.ts';
import type { InTurn } from '../queue.ts';
import { destinationsOf, safePrefixesOf } from '../sources/destinations.ts';
import type { Grant, Saved, Source } from '../sources/model.ts';
import type { SavedStore } from '../sources/store.ts';
import { createTaken } from '../sources/taken.ts';
import type { Credentials } from './credentials.ts';
import type { Installed } from './installed.ts';
import { grantText, sealedFor } from './placements.ts';
import type { Held, Session } from './session.ts';
import type { TakingBack } from './taking-back.ts';
import type { Undoing } from './undoing.ts';

interface Parts {
  store: SavedStore;
  session: Session;
  credentials: Credentials;
  installed: Installed;
  takingBack: TakingBack;
  undoing: Undoing;
  permissions: Pick<Permissions, 'contains'>;
  capabilities: { portsInPatterns: boolean };
  inTurn: InTurn;
}

/** Lets sites use many sources at once, and no longer. */
export function createAllowing(parts: Parts) {
  const { store, session, credentials, installed, takingBack, undoing, inTurn } = parts;

  async function mustBeAllowed(saved: Saved, grants: readonly Grant[]): Promise<void> {
    const sources = new Map(saved.sources.map((source) => [source.id, source]));
    const accounts = new Map(saved.accounts.map((account) => [account.id, account]));
    const asked = grants.flatMap(({ sourceId, accountId, site }) => {
      const prefixes = safePrefixesOf(sources.get(sourceId)?.urls ?? []);
      const { providers = [] } = accounts.get(accountId) ?? {};
      return patternsFor([...prefixes, ...providers], site, parts.capabilities.portsInPatterns);
    });
    for (const origin of new Set(asked)) {
      if (await parts.permissions.contains([origin])) continue;
      throw new AppError('permissionNotGiven', [hostOf(origin.replace(/\*$/, ''))]);
    }
  }

  const say = (failure: Failure) => session.set('notice', failure.code, failure);

  async function allow(ids: ReadonlySet<string>, site: string): Promise<void> {
    if (URL.parse(site)?.origin !== site || !/^https?:/.test(site)) throw new AppError('badUrl');
    const saved = await store.read();
    const { grants, withoutSignIn, taken } = grantsFor(saved, ids, site, (id) => rank(id));
    const left: Failure[] = [
      ...(withoutSignIn > 0
        ? [{ code: 'leftOutWithoutSignIn' as const, values: [String(withoutSignIn)] }]
        : []),
      ...(taken > 0 ? [{ code: 'leftOutTaken' as const, values: [String(taken)] }] : []),
    ];
    const [first] = left;
    if (grants.length === 0 && first) throw new AppError(first.code, first.values);
    if (grants.length === 0) return;
    await mustBeAllowed(saved, grants);
    let isTooMany = false;
    await undoing.within.undoable('allowed', grants.length, async () => {
      await store.change((now) => ({ ...now, grants: [...now.grants, ...grants] }));
      await credentials.holdAll(sealedToo(saved, credentials.all(), grants));
      const { tooManySourceIds } = await installed.sync();
      isTooMany = tooManySourceIds.some((id) => ids.has(id));
    });
    if (isTooMany) {
      await undoing.within.undo();
      throw new AppError('tooManyRules');
    }
    for (const failure of left) await say(failure);
  }

  /** Signed in goes before anything else. */
  function rank(accountId: string): number {
    if (!credentials.get(accountId)) return credentials.isRemembered(accountId) ? 1 : 0;
    return session.get('account', accountId)?.status === 'signedIn' ? 3 : 2;
  }

  async function stop(ids: ReadonlySet<string>, site: string): Promise<void> {
    const { grants } = await store.read();
    const own = grants.filter((grant) => grant.site === site && ids.has(grant.sourceId));
    if (own.length === 0) return;
    await undoing.within.undoable('stopped', own.length, () => takingBack.within.stopUsing(ids, site));
  }

  return {
    /**
     * Uses sources on a site with the sign-ins that they have elsewhere; who has none is left out, and counted in a notice.
     * @throws AppError `permissionNotGiven`, `badUrl`, `leftOutWithoutSignIn`, `leftOutTaken` where none can be used,
     *   `tooManyRules`; then nothing has changed.
     */
    allow: (ids: readonly string[], site: string) => inTurn(() => allow(new Set(ids), site)),
    stop: (ids: readonly string[], site: string) => inTurn(() => stop(new Set(ids), site)),
  };
}

export type Allowing = ReturnType<typeof createAllowing>;

/** The grants that let a site use sources with the sign-ins that they have elsewhere. Pure. */
function grantsFor(
  saved: Saved,
  ids: ReadonlySet<string>,
  site: string,
  rank: (accountId: string) => number,
) {
  const places = createTaken(saved);
  const bySource = Map.groupBy(saved.grants, ({ sourceId }) => sourceId);
  const found = { grants: [] as Grant[], withoutSignIn: 0, taken: 0 };
  for (const source of saved.sources.filter(({ id }) => ids.has(id))) {
    const own = bySource.get(source.id) ?? [];
    if (own.some((grant) => grant.site === site)) continue;
    const [best] = own.map(({ accountId }) => accountId).sort((a, b) => rank(b) - rank(a));
    if (best === undefined) {
      found.withoutSignIn += 1;
      continue;
    }
    const grant: Grant = { sourceId: source.id, accountId: best, site, topSites: [site] };
    if (places.isTaken(source, grant)) {
      found.taken += 1;
      continue;
    }
    places.take(source, grant);
    found.grants.push(grant);
  }
  return found;
}

/**
 * The credentials with the new places sealed. Only of sources that say elsewhere what was sealed: an address that was edited
 * and not confirmed must not be agreed to in passing (promise 10). Pure.
 */
function sealedToo(saved: Saved, held: ReadonlyMap<string, Held>, added: readonly Grant[]): Held[] {
  const sources = new Map(saved.sources.map((source) => [source.id, source]));
  const bySource = Map.groupBy(saved.grants, ({ sourceId }) => sourceId);
  const isAgreed = (credential: Held, source: Source) =>
    (bySource.get(source.id) ?? []).some(
      (grant) => grant.accountId === credential.accountId && sealedFor(credential, source, grant) !== null,
    );
  return [...Map.groupBy(added, ({ accountId }) => accountId)].flatMap(([accountId, grants]) => {
    const credential = held.get(accountId);
    if (!credential) return [];
    const places = grants.flatMap((grant) => {
      const source = sources.get(grant.sourceId);
      return source && isAgreed(credential, source) ? destinationsOf(source, grant) : [];
    });
    const anew = new Set(places.map(grantText));
    const others = credential.destinations.filter((each) => !anew.has(grantText(each)));
    return places.length > 0 ? [{ ...credential, destinations: [...others, ...places] }] : [];
  });
}
