import { hostOf } from '../addresses.ts';
import { patternsFor } from '../permissions/patterns.ts';
import type { Permissions } from '../platform/ports.ts';
import type { InTurn } from '../queue.ts';
import { prefixesOf } from '../sources/destinations.ts';
import type { Account, Grant, Saved, Source } from '../sources/model.ts';
import type { SavedStore } from '../sources/store.ts';
import type { Credentials } from './credentials.ts';
import type { Guards } from './guards.ts';
import type { Installed } from './installed.ts';
import { sealedFor } from './placements.ts';
import type { Proof, Proving } from './proving.ts';
import type { Renewals } from './renewals.ts';
import type { AccountState, Held, Session } from './session.ts';

/** How many services are asked at a time. */
const AT_A_TIME = 4;

/** One account that waits to be proven, and the place where it is asked. */
interface Waiting {
  account: Account;
  source: Source;
  grant: Grant;
}

/**
 * Accounts whose credential came back from the vault and was not proven since, with one place each: only for sites that
 * are open, and only where the saved source still says what was sealed. Pure.
 * @param open Origins of the pages that are open now.
 */
function waitingFor(
  saved: Saved,
  held: ReadonlyMap<string, Held>,
  accounts: ReadonlyMap<string, AccountState>,
  open: ReadonlySet<string>,
): Waiting[] {
  const sources = new Map(saved.sources.map((source) => [source.id, source]));
  return saved.accounts.flatMap((account) => {
    const credential = held.get(account.id);
    if (!credential || accounts.get(account.id)?.status !== 'notChecked') return [];
    for (const grant of saved.grants) {
      const source = sources.get(grant.sourceId);
      if (grant.accountId !== account.id || !source || !grant.topSites.some((site) => open.has(site)))
        continue;
      if (sealedFor(credential, source, grant) !== null) return [{ account, source, grant }];
    }
    return [];
  });
}

interface Parts {
  store: SavedStore;
  session: Session;
  credentials: Credentials;
  installed: Installed;
  renewals: Renewals;
  permissions: Permissions;
  proving: Proving;
  guards: Guards;
  capabilities: { portsInPatterns: boolean };
  inTurn: InTurn;
}

/** Proves what came back from the vault before it is used: each account once. */
export function createRecheck({
  store,
  session,
  credentials,
  installed,
  renewals,
  inTurn,
  guards,
  ...parts
}: Parts) {
  /** Without host access the browser would ask the service first whether our own request may come. */
  const mayAsk = ({ account, source, grant }: Waiting) => {
    const asked = [...prefixesOf(source.urls), ...(account.providers ?? [])];
    return parts.permissions.contains(patternsFor(asked, grant.site, parts.capabilities.portsInPatterns));
  };

  const setAccount = (id: string, { status, why }: Pick<AccountState, 'status' | 'why'>) =>
    session.set('account', id, { status, why, since: Date.now() });

  /** Somebody else asks about it already: two pages may open at once. */
  const isTaken = ({ account }: Waiting) => session.get('account', account.id)?.status !== 'notChecked';

  /** A full disk: what was learned is lost, no more. */
  const keep = (held: Held) => credentials.hold(held).catch(() => undefined);

  /**
   * @param options.quietly what is signed in stays so while it is asked: the maps that use it go on.
   * @returns what was answered; null where nothing was asked.
   */
  async function prove(
    { account, source }: Waiting,
    { quietly } = { quietly: false },
  ): Promise<Outcome | null> {
    const held = credentials.get(account.id);
    const before = session.get('account', account.id)?.status;
    if (!held || before === 'signingIn') return null;
    const isIn = quietly && before === 'signedIn';
    const during = isIn ? 'signedIn' : 'signingIn';
    if (!isIn) await setAccount(account.id, { status: 'signingIn', why: null });
    await renewals.freshen(account.id);
    const ask = async () => {
      const now = credentials.get(account.id);
      // Renewing has said already how it stands.
      const isOpen = session.get('account', account.id)?.status === during;
      return now && isOpen ? { now, outcome: await parts.proving(account, now, source) } : null;
    };
    const first = await ask();
    const asked = first?.outcome.status === 'notAccepted' ? await askRenewed(account.id, first, ask) : first;
    // One answer that did not come says nothing of a sign-in that its maps are served with.
    const isNews = !isIn || asked?.outcome.status === 'notAccepted' || asked?.outcome.status === 'renewing';
    if (asked && isNews) await inTurn(() => conclude(asked.now, asked.outcome));
    return asked?.outcome ?? null;
  }

  /** A token that is refused before its end: asked once more with a new one. */
  async function askRenewed(
    id: string,
    first: Asked,
    ask: () => Promise<Asked | null>,
  ): Promise<Asked | null> {
    const renewed = await renewals.afterRefusal(id);
    if (renewed === 'nothing') return first;
    if (renewed === 'trouble') return { ...first, outcome: { status: 'renewing', why: 'renewing' } };
    return ask();
  }

  async function conclude(held: Held, outcome: Outcome): Promise<void> {
    const { accountId } = held;
    // Locked, signed out or replaced meanwhile: what was learned is about nothing any more.
    if (credentials.get(accountId)?.secrets !== held.secrets) return;
    // One attempt per password: what was refused is not tried again by itself after the next unlocking.
    const refused = outcome.status === 'notAccepted';
    const isAboutSecret = refused || outcome.status === 'signedIn';
    if (isAboutSecret && refused !== (held.refused ?? false)) await keep({ ...held, refused });
    await setAccount(accountId, outcome);
    if (outcome.status === 'signedIn') guards.signInChanged(accountId);
    await installed.sync();
  }

  /** The user says *Try again* at one place. */
  async function again(sourceId: string, site: string): Promise<void> {
    const saved = await store.read();
    const grant = saved.grants.find((each) => each.sourceId === sourceId && each.site === site);
    const source = saved.sources.find(({ id }) => id === sourceId);
    const account = saved.accounts.find(({ id }) => id === grant?.accountId);
    if (!grant || !source || !account) return;
    await inTurn(() => credentials.fetch(account.id));
    const held = credentials.get(account.id);
    if (!held || sealedFor(held, source, grant) === null) return;
    await prove({ account, source, grant });
  }

  return {
    /**
     * Proves everything that waits for these sites, a few at a time, and installs the rules of what was accepted.
     * @returns the accounts that were asked about.
     */
    openSites: async (open: ReadonlySet<string>): Promise<string[]> => {
      const queue = waitingFor(await store.read(), credentials.all(), session.all('account'), open);
      const asked: string[] = [];
      const worker = async () => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          if (isTaken(next) || !(await mayAsk(next)) || isTaken(next)) continue;
          asked.push(next.account.id);
          await prove(next);
        }
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, worker));
      return asked;
    },
    /** A worker that died while it asked: what it asked about waits again. */
    afterStart: async (): Promise<void> => {
      for (const [id, { status }] of session.all('account')) {
        if (status === 'signingIn') await setAccount(id, { status: 'notChecked', why: null });
      }
    },
    again,
    /** Asks once, because the user wants to know. The source says what was sealed. */
    test: (waiting: Waiting): Promise<Outcome | null> => prove(waiting, { quietly: true }),
    /** The browser trusts a host again: what could not be asked or renewed there is asked and renewed now. */
    trusted: async (host: string): Promise<void> => {
      const { accounts, grants } = await store.read();
      for (const { id, origins, providers = [] } of accounts) {
        const grant = grants.find(({ accountId }) => accountId === id);
        if (!grant || ![...origins, ...providers].some((url) => hostOf(url) === host)) continue;
        if (session.get('account', id)?.status === 'certificateProblem')
          await again(grant.sourceId, grant.site);
        else guards.reachable(id);
        // Waits that grew meanwhile were about the certificate.
        await session.remove('retries', id);
      }
      await renewals.run();
    },
  };
}

export type Recheck = ReturnType<typeof createRecheck>;

/** `answered` where somebody was. */
type Outcome = Pick<Proof, 'status' | 'why'> & Partial<Proof>;

interface Asked {
  now: Held;
  outcome: Outcome;
}
