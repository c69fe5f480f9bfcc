import { hostOf } from '../addresses.ts';
import { type Failure, toFailure } from '../errors.ts';
import { MAP_SITE } from '../map-site.ts';
import { patternsFor } from '../permissions/patterns.ts';
import type { Permissions } from '../platform/ports.ts';
import { prefixesOf } from '../sources/destinations.ts';
import type { Source } from '../sources/model.ts';
import type { SavedStore } from '../sources/store.ts';
import { type Ask, checkOpen } from './attempt.ts';
import type { Credentials } from './credentials.ts';
import { sealedFor } from './placements.ts';
import type { Recheck } from './recheck.ts';
import type { Session } from './session.ts';
import type { Status } from './status.ts';
import { createTestRun, type TestJob } from './test-run.ts';

interface Parts {
  store: SavedStore;
  session: Session;
  credentials: Credentials;
  permissions: Pick<Permissions, 'contains'>;
  capabilities: { portsInPatterns: boolean };
  recheck: Pick<Recheck, 'test'>;
  ask: Ask;
  now: () => number;
  /** Gives back the host access that nothing needs any more. */
  giveBack: () => Promise<unknown>;
  /** Something may look different now. */
  changed: () => Promise<unknown>;
}

/** Accounts that may be asked about. What was refused is not tried again by itself (promise 4), nor what somebody paused. */
const ASKED: readonly Status[] = [
  ...(['signedIn', 'notChecked', 'unreachable'] as const),
  ...(['certificateProblem', 'signedInWithoutAccess'] as const),
];

/** Tests saved sources: an account is asked about once, a source without a sign-in is asked without one. */
export function createTesting(parts: Parts) {
  const { store, session, credentials, permissions, ask } = parts;
  /** Host patterns of sources that nobody signs in to: needed while they are tested. */
  const needed = new Set<string>();
  const patternsOf = (urls: readonly string[]) =>
    patternsFor(urls, MAP_SITE, parts.capabilities.portsInPatterns);
  const run = createTestRun({
    keep: (id, failure) => session.set('tested', id, { at: parts.now(), failure }),
    changed: parts.changed,
    ended: () => {
      needed.clear();
      return parts.giveBack();
    },
    now: parts.now,
  });

  const mayAsk = (urls: readonly string[]) => permissions.contains(patternsOf(urls));

  async function withoutSignIn({ kinds, sample, urls }: Source): Promise<Failure | null> {
    const prefixes = prefixesOf(urls);
    const prefix = prefixes[0] ?? '';
    if (!(await mayAsk(prefixes))) return { code: 'permissionNotGiven', values: [hostOf(prefix)] };
    const { verdict } = await checkOpen(ask, { kinds, sample, prefix, prefixes, signed: false });
    return verdict.accepted ? null : verdict.failure;
  }

  /** How the account stands at the first of these sources where it may be asked. */
  async function withSignIn(accountId: string, ids: ReadonlySet<string>): Promise<Failure | null> {
    const { accounts, sources, grants } = await store.read();
    const account = accounts.find(({ id }) => id === accountId);
    const own = grants.flatMap((grant) => {
      const source = sources.find(({ id }) => id === grant.sourceId);
      return grant.accountId === accountId && source && ids.has(source.id) ? [{ grant, source }] : [];
    });
    const host = hostOf(prefixesOf(own[0]?.source.urls ?? [])[0] ?? 'https://invalid');
    if (!account) return { code: 'sourceGone', values: [] };
    const held = credentials.get(accountId);
    const state = session.get('account', accountId);
    if (!held && credentials.isRemembered(accountId)) return { code: 'vaultLocked', values: [] };
    const isRefused = held?.refused || state?.status === 'notAccepted' || state?.why === 'stopped';
    if (held && isRefused) return { code: 'testNotRepeated', values: [host] };
    if (!held || !state || !ASKED.includes(state.status)) return { code: 'testNotSignedIn', values: [host] };
    const sealed = own.filter(({ grant, source }) => sealedFor(held, source, grant) !== null);
    if (sealed.length === 0) return { code: 'changed', values: [host] };
    for (const { grant, source } of sealed) {
      if (!(await mayAsk([...prefixesOf(source.urls), ...(account.providers ?? [])]))) continue;
      return outcomeOf(await parts.recheck.test({ account, source, grant }), host);
    }
    return { code: 'permissionNotGiven', values: [host] };
  }

  return {
    /** Begins; how far it is says {@link progress}. Those that are tested already are not begun again. */
    begin: async (wanted: readonly string[]): Promise<void> => {
      const ids = new Set(wanted);
      const { sources, grants } = await store.read();
      const users = Map.groupBy(
        grants.filter(({ sourceId }) => ids.has(sourceId)),
        ({ accountId }) => accountId,
      );
      const signed = new Set([...users.values()].flat().map(({ sourceId }) => sourceId));
      const jobs: TestJob[] = [...users].map(([accountId, own]) => {
        const about = new Set(own.map(({ sourceId }) => sourceId));
        return { about: [...about], work: () => withSignIn(accountId, about) };
      });
      const open = sources.filter(({ id }) => ids.has(id) && !signed.has(id));
      for (const { urls } of open) for (const each of patternsOf(prefixesOf(urls))) needed.add(each);
      jobs.push(...open.map((source) => ({ about: [source.id], work: () => withoutSignIn(source) })));
      run.add(jobs.map((job) => ({ ...job, work: () => job.work().catch(toFailure) })));
    },
    /** What has not begun is not asked any more. */
    cancel: run.cancel,
    progress: run.progress,
    /** Host patterns that it needs beside those of the sign-ins. */
    needed: (): string[] => [...needed],
  };
}

export type Testing = ReturnType<typeof createTesting>;

function outcomeOf(outcome: Awaited<ReturnType<Recheck['test']>>, host: string): Failure | null {
  const answered = outcome?.answered;
  if (!answered) return { code: 'testNotSignedIn', values: [host] };
  if (answered.verdict.accepted) return null;
  const { failure } = answered.verdict;
  return outcome.status === 'signedInWithoutAccess' ? { ...failure, code: 'accessRefused' } : failure;
}
