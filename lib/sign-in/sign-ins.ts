import { hostOf } from '../addresses.ts';
import { prove } from '../auth/fields.ts';
import type { ProviderTools, QuietTools, SignedIn } from '../auth/method.ts';
import { methodOf } from '../auth/registry.ts';
import { AppError, type Failure, toFailure } from '../errors.ts';
import type { Draft } from '../messages/form-view.ts';
import type { Hint } from '../messages/view.ts';
import type { InTurn } from '../queue.ts';
import { requestMethods } from '../services/kinds.ts';
import type { Account, Saved } from '../sources/model.ts';
import type { SavedStore } from '../sources/store.ts';
import { type Ask, attempt } from './attempt.ts';
import type { Credentials } from './credentials.ts';
import { hasTwin, type Place, parameterFor, sourceFor, withSignIn } from './edits.ts';
import type { Guards } from './guards.ts';
import type { Installed } from './installed.ts';
import { createOwners } from './owners.ts';
import type { Renewals } from './renewals.ts';
import { placeOf, type Row, serviceOf } from './rows.ts';
import { sealFor } from './seal.ts';
import type { AccountState, Held, Session } from './session.ts';
import type { TakingBack } from './taking-back.ts';

interface Parts {
  store: SavedStore;
  session: Session;
  credentials: Credentials;
  installed: Installed;
  takingBack: TakingBack;
  ask: Ask;
  inTurn: InTurn;
  quiet: QuietTools;
  renewals: Renewals;
  guards: Guards;
}

/**
 * Everything that signs in. Each operation leaves rules, credentials and records in step, in the order that is safe to be
 * interrupted: secrets come before rules.
 */
export function createSignIns(parts: Parts) {
  const { store, session, credentials, installed, takingBack, ask, inTurn, renewals } = parts;
  const { heldBefore, ownerOf } = createOwners({ store, credentials });
  const setAccount = (id: string, status: AccountState['status'], note?: Hint) =>
    session.set('account', id, { status, why: null, since: Date.now(), ...(note ? { note } : {}) });

  /** Proves a credential at a place and saves everything that belongs to it. */
  async function finish(row: Row, account: WhoseIsIt, proven: Proven): Promise<void> {
    const place = placeOf(row);
    const before = await store.read();
    const owner = account(before, place);
    const source = sourceFor(before, row.source?.id ?? null, place);
    const old = before.grants.find(({ sourceId, site }) => sourceId === source.id && site === row.site);
    if (hasTwin(before, source.id, row.site, owner.id)) throw new AppError('overlapping', [place.host]);
    const topSites = [...new Set([...(old?.topSites ?? []), row.topSite])];
    const grant = { sourceId: source.id, accountId: owner.id, site: row.site, topSites };
    const after = withSignIn(before, source, owner, grant, proven.parameter);
    const destinations = sealFor(after, owner.id, grant, place.origins, credentials.get(owner.id));
    const held = { accountId: owner.id, secrets: proven.secrets, destinations, remembered: proven.remember };
    const isNew = isNews(held);
    const notRemembered = await holdOrKeep(held, owner);
    await store.change((saved) => withSignIn(saved, source, owner, grant, proven.parameter));
    const methods = requestMethods(source.kinds);
    await credentials.change((each, accountId) => {
      if (each.sourceId !== source.id) return each;
      return each.site === row.site && accountId !== owner.id ? null : { ...each, methods };
    });
    await session.remove('retries', owner.id);
    await setAccount(owner.id, 'signedIn', proven.note);
    if (isNew) parts.guards.signInChanged(owner.id);
    const { rejectedSourceIds, tooManySourceIds } = await installed.sync();
    if (notRemembered) await say({ code: 'notRemembered', values: [place.host] });
    const isTooMany = tooManySourceIds.includes(source.id);
    if (!isTooMany && !rejectedSourceIds.includes(source.id)) return;
    // What the browser does not take is taken back whole: a row that says signed in must be.
    const own = new Set([source.id]);
    await (old ? takingBack.within.stopUsing(own, row.site) : takingBack.within.remove(own));
    throw new AppError(isTooMany ? 'tooManyRules' : 'rulesNotAccepted', [place.host]);
  }

  /** Another secret, or one that did not work until now. */
  const isNews = ({ accountId, secrets }: Held) =>
    credentials.get(accountId)?.secrets !== secrets ||
    session.get('account', accountId)?.status !== 'signedIn';

  const say = (failure: Failure) => session.set('notice', failure.code, failure);

  /** A disk that is full does not undo a sign-in. @returns true where it is kept until the browser closes only. */
  async function holdOrKeep(held: Held, owner: Account): Promise<boolean> {
    try {
      await credentials.hold(held, owner);
      return false;
    } catch (error) {
      if (toFailure(error).code !== 'storageFailed') throw error;
      await credentials.holdUnsaved(held);
      return true;
    }
  }

  /**
   * @param replaces the account whose secret is replaced, or null for a new sign-in.
   * @param isWanted false once the user has cancelled: then what was proven is forgotten.
   * @param provider how an identity provider is reached, for the methods that ask one.
   */
  async function signIn(
    row: Row,
    draft: Draft,
    keyNames: string[],
    replaces: string | null,
    isWanted: () => boolean,
    provider?: ProviderTools,
  ): Promise<void> {
    const method = methodOf(draft.method);
    if (!method) throw new AppError('badMessage');
    const remember = replaces === null ? draft.remember : credentials.isRemembered(replaces);
    if (remember) credentials.mustBeAbleToRemember();
    const { acceptPlainHttp } = draft;
    const before = await heldBefore(row, method);
    const options = {
      ...{ ...whatWasSeen(row), acceptPlainHttp, keyNames },
      ...(provider ? { provider } : {}),
      ...(before ? { before } : {}),
    };
    const signedIn = await attempt(ask, method, serviceOf(row), options, (tools) =>
      method.signIn(draft.fields, tools),
    );
    const owner: WhoseIsIt = (saved, place) => {
      const own = saved.grants.find(({ sourceId, site }) => sourceId === row.source?.id && site === row.site);
      return ownerOf(saved, place, method, signedIn, own?.accountId ?? null, replaces);
    };
    // What nobody holds is not left open at the provider.
    const giveBack = () => void method.revoke?.(signedIn.secrets, parts.quiet).catch(() => undefined);
    await inTurn(async () => {
      if (isWanted()) await finish(row, owner, { ...signedIn, remember });
      else giveBack();
    }).catch((error: unknown) => {
      giveBack();
      throw error;
    });
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
    await renewals.freshen(accountId);
    const held = credentials.get(accountId);
    const method = account && methodOf(account.method);
    if (held?.refused)
      throw new AppError('signInEnded', [hostOf(account?.providers?.[0] ?? placeOf(row).urls[0] ?? '')]);
    if (!account || !held || !method) throw new AppError('badMessage');
    const parameter = parameterFor(saved, accountId, row.source?.id);
    const injection = method.inject(account.settings, held.secrets, parameter);
    const witness = method.witness?.(held.secrets) ?? null;
    const options = { ...whatWasSeen(row), acceptPlainHttp, keyNames: [], witness };
    await attempt(ask, method, serviceOf(row), options, (tools) => prove(tools, injection));
    const owner: WhoseIsIt = ({ accounts }, place) => {
      const now = accounts.find(({ id }) => id === accountId) ?? account;
      return { ...now, origins: [...new Set([...now.origins, ...place.origins])] };
    };
    const { secrets } = held;
    await inTurn(async () => {
      // Signed out or locked meanwhile: it must not come back.
      const now = credentials.get(accountId);
      if (now === undefined && credentials.isRemembered(accountId)) throw new AppError('vaultLocked');
      if (!isWanted() || now?.secrets !== secrets) return;
      const remember = now.remembered;
      await finish(row, owner, { secrets, remember, ...(parameter ? { parameter } : {}) });
    });
  }

  /** The user says that frames and links are signed in too, or no longer: agreed for every site of the source. */
  async function setFrames(sourceId: string, frames: boolean): Promise<void> {
    await store.change((before) => ({
      ...before,
      sources: before.sources.map((source) => (source.id === sourceId ? { ...source, frames } : source)),
    }));
    // Of what was sealed only this changes: an address that differs stays to be confirmed.
    await credentials.change((each) => (each.sourceId === sourceId ? { ...each, frames } : each));
    await installed.sync();
  }

  /** From now on remembered on this device, or no longer. */
  async function setRemembered(accountId: string, remembered: boolean): Promise<void> {
    const held = credentials.get(accountId);
    if (!held) throw new AppError('vaultLocked');
    if (remembered) credentials.mustBeAbleToRemember();
    await credentials.hold({ ...held, remembered });
  }

  return {
    signIn,
    useExisting,
    setFrames: (sourceId: string, frames: boolean) => inTurn(() => setFrames(sourceId, frames)),
    setRemembered: (accountId: string, remembered: boolean) =>
      inTurn(() => setRemembered(accountId, remembered)),
    pause: (accountId: string) =>
      inTurn(async () => {
        await setAccount(accountId, 'paused');
        await installed.withdraw();
      }),
    resume: async (accountId: string) => {
      await renewals.freshen(accountId);
      await inTurn(async () => {
        const isPaused = session.get('account', accountId)?.status === 'paused';
        if (isPaused && credentials.get(accountId)) {
          await setAccount(accountId, 'signedIn');
          parts.guards.signInChanged(accountId);
        }
        await installed.sync();
      });
    },
  };
}

export type SignIns = ReturnType<typeof createSignIns>;

/** The account that what was proven belongs to. */
type WhoseIsIt = (saved: Saved, place: Place) => Account;

type Proven = Pick<SignedIn, 'secrets' | 'parameter' | 'note'> & { remember: boolean };

function whatWasSeen({ seen, site, topSite }: Row) {
  return {
    ...{ seen: seen?.state ?? ('unknown' as const), challenged: (seen?.challenges.length ?? 0) > 0 },
    sites: [site, topSite] as const,
  };
}
