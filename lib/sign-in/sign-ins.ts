import { prove } from '../auth/fields.ts';
import type { Method, SignedIn } from '../auth/method.ts';
import { methodOf } from '../auth/registry.ts';
import { AppError } from '../errors.ts';
import type { Draft } from '../messages/view.ts';
import { hostsOf, patternsFor } from '../permissions/origins.ts';
import type { Permissions } from '../platform/ports.ts';
import type { RuleApplier } from '../rules/apply.ts';
import { compileRules } from '../rules/compile.ts';
import { requestMethods } from '../services/kinds.ts';
import { prefixesOf } from '../sources/destinations.ts';
import type { Account } from '../sources/model.ts';
import type { SavedStore } from '../sources/store.ts';
import { type Ask, type AskedService, attempt, checkOpen } from './attempt.ts';
import {
  accountFor,
  hasTwin,
  type Place,
  parameterFor,
  sourceFor,
  withoutGrant,
  withoutSource,
  withSignIn,
} from './edits.ts';
import { placementsOf } from './placements.ts';
import { placeOf, type Row } from './rows.ts';
import { changeSealed, sealFor } from './seal.ts';
import type { AccountState, Session } from './session.ts';

export interface SignInParts {
  store: SavedStore;
  session: Session;
  rules: RuleApplier;
  permissions: Permissions;
  ask: Ask;
  capabilities: { portsInPatterns: boolean; topDomains: boolean };
}

type Why = AccountState['why'];

/**
 * Everything that changes who is signed in where. Each operation leaves rules, credentials and records in step, in the
 * order that is safe to be interrupted: rules go before secrets, secrets come before rules.
 */
export function createSignIns(parts: SignInParts) {
  const { store, session, rules } = parts;

  const credential = (accountId: string) => session.get('credential', accountId);
  const setAccount = (id: string, status: AccountState['status'], why: Why = null) =>
    session.set('account', id, { status, why, since: Date.now() });

  const placed = async () =>
    placementsOf(await store.read(), session.all('credential'), session.all('account'));

  /** Installs exactly the rules of what is signed in. @returns sources that stay without rules, and why. */
  async function syncRules(): Promise<Awaited<ReturnType<RuleApplier['apply']>>> {
    const { placements } = await placed();
    const allowed = hostsOf(await parts.permissions.granted());
    return rules.apply(compileRules(placements, { ...parts.capabilities, allowed }));
  }

  /** Takes rules away: should that fail, all of them go rather than one too many stays. */
  async function withdrawRules(): Promise<void> {
    await syncRules().catch(() => rules.clear());
  }

  /** Rules first, then the secret. */
  async function signOut(accountIds: readonly string[], why: Why): Promise<void> {
    for (const id of accountIds) await setAccount(id, 'signIn', why);
    await withdrawRules();
    await session.remove('credential', ...accountIds);
  }

  /** Proves a credential at a place and saves everything that belongs to it. */
  async function finish(row: Row, account: (place: Place) => Account, proven: Proven): Promise<void> {
    const place = placeOf(row);
    const before = await store.read();
    const owner = account(place);
    const source = sourceFor(before, row.source?.id ?? null, place);
    const old = before.grants.find(({ sourceId, site }) => sourceId === source.id && site === row.site);
    if (hasTwin(before, source.id, row.site, owner.id)) throw new AppError('overlapping', [place.host]);
    const topSites = [...new Set([...(old?.topSites ?? []), row.topSite])];
    const grant = { sourceId: source.id, accountId: owner.id, site: row.site, topSites };
    const after = withSignIn(before, source, owner, grant, proven.parameter);
    const destinations = sealFor(after, owner.id, grant, place.origins, credential(owner.id));
    await session.set('credential', owner.id, { accountId: owner.id, secrets: proven.secrets, destinations });
    await store.change((saved) => withSignIn(saved, source, owner, grant, proven.parameter));
    const methods = requestMethods(source.kinds);
    await changeSealed(session, (each, accountId) => {
      if (each.sourceId !== source.id) return each;
      return each.site === row.site && accountId !== owner.id ? null : { ...each, methods };
    });
    await setAccount(owner.id, 'signedIn');
    const { rejectedSourceIds, tooManySourceIds } = await syncRules();
    const isTooMany = tooManySourceIds.includes(source.id);
    if (!isTooMany && !rejectedSourceIds.includes(source.id)) return;
    // What the browser does not take is taken back whole: a row that says signed in must be.
    await (old ? stopUsing(source.id, row.site) : remove(source.id));
    throw new AppError(isTooMany ? 'tooManyRules' : 'rulesNotAccepted', [place.host]);
  }

  /**
   * @param replaces the account whose secret is replaced, or null for a new sign-in.
   * @param isWanted false once the user has cancelled: then what was proven is forgotten.
   */
  async function signIn(
    row: Row,
    draft: Draft,
    keyNames: string[],
    replaces: string | null,
    isWanted: () => boolean,
  ): Promise<void> {
    const method = methodOf(draft.method);
    if (!method) throw new AppError('badMessage');
    const options = { ...whatWasSeen(row), acceptPlainHttp: draft.acceptPlainHttp, keyNames };
    const signedIn = await attempt(parts.ask, method, serviceOf(row), options, (tools) =>
      method.signIn(draft.fields, tools),
    );
    if (!isWanted()) return;
    const saved = await store.read();
    const own = saved.grants.find(({ sourceId, site }) => sourceId === row.source?.id && site === row.site);
    await finish(
      row,
      (place) => ownerOf(saved, place, method, signedIn, own?.accountId ?? null, replaces),
      signedIn,
    );
  }

  function ownerOf(
    saved: Parameters<typeof accountFor>[0],
    place: Place,
    method: Method,
    signedIn: SignedIn,
    preferred: string | null,
    replaces: string | null,
  ): Account {
    const { settings, who } = signedIn;
    const replaced = saved.accounts.find(({ id }) => id === replaces);
    if (replaced) return { ...replaced, method: method.id, settings, who };
    const isReady = (id: string) => credential(id) !== undefined;
    return accountFor(saved, place, { settings, who, method: method.id }, preferred, isReady);
  }

  /** Uses a signed-in account for this row: at another service of its host, on another site, or instead of another. */
  async function useExisting(
    row: Row,
    accountId: string,
    acceptPlainHttp: boolean,
    isWanted: () => boolean,
  ): Promise<void> {
    const saved = await store.read();
    const account = saved.accounts.find(({ id }) => id === accountId);
    const held = credential(accountId);
    const method = account && methodOf(account.method);
    if (!account || !held || !method) throw new AppError('badMessage');
    const parameter = parameterFor(saved, accountId, row.source?.id);
    const injection = method.inject(account.settings, held.secrets, parameter);
    const options = { ...whatWasSeen(row), acceptPlainHttp, keyNames: [] };
    await attempt(parts.ask, method, serviceOf(row), options, (tools) => prove(tools, injection));
    if (!isWanted()) return;
    const owner = (place: Place) => ({
      ...account,
      origins: [...new Set([...account.origins, ...place.origins])],
    });
    await finish(row, owner, { secrets: held.secrets, ...(parameter ? { parameter } : {}) });
  }

  /** The user says that frames and links are signed in too, or no longer: agreed for every site of the source. */
  async function setFrames(sourceId: string, frames: boolean): Promise<void> {
    await store.change((before) => ({
      ...before,
      sources: before.sources.map((source) => (source.id === sourceId ? { ...source, frames } : source)),
    }));
    // Of what was sealed only this changes: an address that differs stays to be confirmed.
    await changeSealed(session, (each) => (each.sourceId === sourceId ? { ...each, frames } : each));
    await syncRules();
  }

  async function stopUsing(sourceId: string, site: string): Promise<void> {
    await store.change((saved) => withoutGrant(saved, sourceId, site));
    await withdrawRules();
    await changeSealed(session, (each) => (each.sourceId === sourceId && each.site === site ? null : each));
  }

  async function remove(sourceId: string): Promise<void> {
    const { accounts } = await store.change((saved) => withoutSource(saved, sourceId));
    await withdrawRules();
    const kept = new Set(accounts.map(({ id }) => id));
    const gone = [...session.all('credential').keys()].filter((id) => !kept.has(id));
    await session.remove('credential', ...gone);
    await session.remove('account', ...gone);
    await changeSealed(session, (each) => (each.sourceId === sourceId ? null : each));
  }

  /** Host access went away, by whatever hand: what needed it is signed out. */
  async function signOutWithoutAccess(): Promise<void> {
    const saved = await store.read();
    const lost = new Set<string>();
    for (const grant of saved.grants) {
      const source = saved.sources.find(({ id }) => id === grant.sourceId);
      if (!source || !credential(grant.accountId)) continue;
      const origins = patternsFor(prefixesOf(source.urls), grant.site, parts.capabilities.portsInPatterns);
      if (!(await parts.permissions.contains(origins))) lost.add(grant.accountId);
    }
    if (lost.size > 0) await signOut([...lost], 'permissionMissing');
  }

  return {
    signIn,
    useExisting,
    signOut,
    setFrames,
    stopUsing,
    remove,
    syncRules,
    signOutWithoutAccess,
    pause: async (accountId: string) => {
      await setAccount(accountId, 'paused');
      await withdrawRules();
    },
    resume: async (accountId: string) => {
      if (credential(accountId)) await setAccount(accountId, 'signedIn');
      await syncRules();
    },
    /** Asks the service of a row once without any credential. */
    check: (row: Row) => checkOpen(parts.ask, serviceOf(row)),
    /** What is injected now, and what is not because it was changed. */
    placed,
  };
}

export type SignIns = ReturnType<typeof createSignIns>;

type Proven = Pick<SignedIn, 'secrets' | 'parameter'>;

function whatWasSeen({ seen }: Row) {
  return { seen: seen?.state ?? ('unknown' as const), challenged: (seen?.challenges.length ?? 0) > 0 };
}

function serviceOf(row: Row): AskedService {
  const { urls, kinds, sample } = placeOf(row);
  const prefixes = prefixesOf(urls);
  return { kinds, sample, prefixes, prefix: prefixes[0] ?? '', signed: row.seen?.signed ?? false };
}
