import * as v from 'valibot';
import type { Imported } from '../auth/imported.ts';
import { AppError } from '../errors.ts';
import { MAP_SITE } from '../map-site.ts';
import type { ImportedSignIn, ImportedSource } from '../messages/sources-protocol.ts';
import { isUsableParameterName } from '../services/http-names.ts';
import { destinationsOf, safePrefixesOf } from '../sources/destinations.ts';
import { readAddresses } from '../sources/entered.ts';
import { newId } from '../sources/ids.ts';
import { merged } from '../sources/merged.ts';
import {
  Account,
  type Destination,
  type Grant,
  type KeyVaultEntry,
  type Saved,
  Source,
} from '../sources/model.ts';
import { createTaken } from '../sources/taken.ts';
import { grantText, sealedFor } from './placements.ts';
import type { Held } from './session.ts';

/** A sign-in of the import, read by its method. */
export interface ReadSignIn extends Omit<ImportedSignIn, 'settings' | 'secrets'> {
  read: Imported;
}

/** What an import comes to: the records that it adds or replaces, and the credentials as they are after it. */
export interface ImportPlan {
  added: Saved;
  /** New and changed ones alone. */
  held: Map<string, Held>;
  /** Accounts of the import, in order; true where their secret came along. */
  accounts: Map<string, boolean>;
}

/**
 * Plans an import. Each source with a sign-in of the same import is allowed on our own map; with a saved one it is confirmed
 * there first, and elsewhere nothing that was agreed to goes on with another address or another secret (promise 10). Pure but
 * for new ids.
 * @throws AppError `importUnusable` with the name of what is not usable, `importGone`, `badAddress`.
 */
export function planImport(
  saved: Saved,
  held: ReadonlyMap<string, Held>,
  list: readonly ImportedSource[],
  signIns: readonly ReadSignIn[],
  remember: boolean,
): ImportPlan {
  refuseTwice(list, signIns);
  const ids = accountIds(saved, signIns);
  const sources = list.map((source) => sourceOf(source, saved));
  const accountOf = list.map(({ signIn }) => (typeof signIn === 'number' ? ids[signIn] : signIn) ?? null);
  const users = new Map<string, Source[]>();
  for (const [index, source] of sources.entries()) {
    const id = accountOf[index];
    if (!id) continue;
    users.get(id)?.push(source);
    if (!users.has(id)) users.set(id, [source]);
  }
  const originsAt = (id: string) => originsOf(users.get(id) ?? []);
  const accounts = accountsOf(saved, signIns, ids, originsAt);
  const all = new Map([...saved.accounts, ...accounts].map((account) => [account.id, account]));
  const added: Saved = { sources, accounts, grants: [], keyVault: [] };
  const taken = createTaken(withoutMap(saved, new Set(sources.map(({ id }) => id))));
  for (const [index, source] of sources.entries()) {
    const { signIn, parameter: named } = list[index] as ImportedSource;
    const account = all.get(accountOf[index] ?? '');
    if (signIn !== null && !account) throw new AppError('importGone');
    const parameter = named ?? (typeof signIn === 'number' ? signIns[signIn]?.read.parameter : undefined);
    if (parameter !== undefined && !isUsableParameterName(parameter)) throw unusable(source.name);
    added.keyVault.push(...wordFor(source, account, parameter));
    const grant = account && grantOn(source, account);
    if (!grant || taken.isTaken(source, grant)) continue;
    taken.take(source, grant);
    added.grants.push(grant);
  }
  return {
    added,
    held: heldAfter(
      merged(saved, added),
      held,
      added.grants,
      new Map(signIns.map((each, i) => [ids[i] ?? '', each])),
      remember,
    ),
    accounts: new Map(signIns.map(({ read }, index) => [ids[index] ?? '', read.isReady])),
  };
}

const unusable = (name: string) => new AppError('importUnusable', [name.slice(0, 200)]);

const grantOn = ({ id }: Source, account: Account): Grant => ({
  ...{ sourceId: id, accountId: account.id },
  ...{ site: MAP_SITE, topSites: [MAP_SITE] },
});

/** Two that take the place of one. */
function refuseTwice(list: readonly ImportedSource[], signIns: readonly ReadSignIn[]): void {
  for (const records of [list, signIns]) {
    const replaced = records.flatMap(({ replaces }) => replaces ?? []);
    if (new Set(replaced).size < replaced.length) throw new AppError('importGone');
  }
}

/** Authcfg ids are kept where they are free. */
function accountIds(saved: Saved, signIns: readonly ReadSignIn[]): string[] {
  const known = new Set(saved.accounts.map(({ id }) => id));
  const used = new Set(known);
  return signIns.map(({ id, replaces }) => {
    if (replaces !== null && !known.has(replaces)) throw new AppError('importGone');
    const kept = replaces ?? (id !== null && !used.has(id) ? id : newId());
    used.add(kept);
    return kept;
  });
}

/** What a file says beside is kept as it is. */
function sourceOf(imported: ImportedSource, saved: Saved): Source {
  const { name, kinds, urls, replaces, signIn, parameter, ...beside } = imported;
  const old = saved.sources.find(({ id }) => id === replaces);
  if (replaces !== null && !old) throw new AppError('importGone');
  const read = readAddresses(urls, []);
  const source = {
    ...beside,
    ...{ id: replaces ?? newId(), name, kinds: [...new Set(kinds)] },
    ...{ urls: read.map(({ base }) => base), sample: read[0]?.sample ?? '', frames: old?.frames ?? false },
  };
  if (!v.is(Source, source)) throw unusable(name);
  return source;
}

function accountsOf(
  saved: Saved,
  signIns: readonly ReadSignIn[],
  ids: readonly string[],
  originsAt: (id: string) => readonly string[],
): Account[] {
  return signIns.map(({ id: _, method, who, read, replaces, ...beside }, index) => {
    const id = ids[index] ?? '';
    const old = saved.accounts.find((account) => account.id === id);
    const { origins: named = [] }: { origins?: readonly string[] | undefined } = beside;
    const account = {
      ...{ ...beside, id, method, settings: read.settings },
      who: (read.who || who).slice(0, 500),
      origins: [...new Set([...(old?.origins ?? []), ...named, ...originsAt(id)])],
    };
    if (!v.is(Account, account)) throw unusable(who || method);
    return account;
  });
}

function originsOf(sources: readonly Source[]): string[] {
  return safePrefixesOf(sources.flatMap(({ urls }) => urls)).map((prefix) => new URL(prefix).origin);
}

/** What a replaced source had on our map makes room. */
function withoutMap(saved: Saved, replaced: ReadonlySet<string>): Saved {
  const isReplaced = ({ sourceId, site }: Grant) => site === MAP_SITE && replaced.has(sourceId);
  return { ...saved, grants: saved.grants.filter((grant) => !isReplaced(grant)) };
}

function wordFor(
  source: Source,
  account: Account | undefined,
  parameter: string | undefined,
): KeyVaultEntry[] {
  const method = account?.method ?? (parameter === undefined ? undefined : 'key');
  if (method === undefined) return [];
  return [{ sourceId: source.id, method, ...(parameter === undefined ? {} : { parameter }) }];
}

/** The credentials that are new or say something else after the import. */
function heldAfter(
  after: Saved,
  held: ReadonlyMap<string, Held>,
  granted: readonly Grant[],
  signIns: ReadonlyMap<string, ReadSignIn>,
  remember: boolean,
): Map<string, Held> {
  const sources = new Map(after.sources.map((source) => [source.id, source]));
  const anew = new Map(granted.map((grant) => [grantText(grant), grant]));
  const places = Map.groupBy(granted, ({ accountId }) => accountId);
  const sealed = (accountId: string): Destination[] =>
    (places.get(accountId) ?? []).flatMap((grant) => {
      const source = sources.get(grant.sourceId);
      return source ? destinationsOf(source, grant) : [];
    });
  const changed = new Map<string, Held>();
  // A file names saved sign-ins by ids that anybody can read in a project: where it sends one to is confirmed first.
  const stays = (before: Held, each: Destination) => {
    const grant = anew.get(grantText(each));
    const source = sources.get(each.sourceId);
    return !grant || (source !== undefined && sealedFor(before, source, grant) !== null);
  };
  for (const [accountId, before] of held) {
    const left = before.destinations.filter((each) => stays(before, each));
    if (left.length < before.destinations.length) changed.set(accountId, { ...before, destinations: left });
  }
  for (const [accountId, { read }] of signIns) {
    if (read.secrets === null) continue;
    const refused = read.isReady ? {} : { refused: true };
    const { secrets } = read;
    changed.set(accountId, {
      accountId,
      secrets,
      destinations: sealed(accountId),
      remembered: remember,
      ...refused,
    });
  }
  return changed;
}
