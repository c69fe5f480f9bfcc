import type { Destination, Saved } from '../sources/model.ts';
import type { AccountState, Held, KeptCredential } from './session.ts';

/** What a change did to the credentials, account by account. Pure. */
export function keptBetween(
  before: { saved: Saved; held: ReadonlyMap<string, Held> },
  after: ReadonlyMap<string, Held>,
  states: ReadonlyMap<string, AccountState>,
): KeptCredential[] {
  const methods = new Map(before.saved.accounts.map(({ id, method }) => [id, method]));
  const ids = new Set([...before.held.keys(), ...after.keys()]);
  return [...ids].flatMap((accountId) => {
    const [held, now] = [before.held.get(accountId), after.get(accountId)];
    if (held === now) return [];
    const what = whatOf(held, now);
    const [old, next] = [held?.destinations ?? [], now?.destinations ?? []];
    return {
      ...{ accountId, what, method: methods.get(accountId) ?? '' },
      held: what === 'placed' ? null : (held ?? null),
      state: states.get(accountId) ?? null,
      lost: without(old, next),
      gained: without(next, old),
    };
  });
}

/** A credential with its places as they were before: each place that was sealed anew since stays so. Pure. */
export function placedAgain(now: Held, { lost, gained }: KeptCredential): Held {
  const left = without(now.destinations, gained);
  const sealed = new Set(left.map(placeText));
  return { ...now, destinations: [...left, ...lost.filter((each) => !sealed.has(placeText(each)))] };
}

function whatOf(held: Held | undefined, now: Held | undefined): KeptCredential['what'] {
  if (!held) return 'given';
  if (!now) return 'lost';
  return JSON.stringify(held.secrets) === JSON.stringify(now.secrets) ? 'placed' : 'replaced';
}

function without(list: readonly Destination[], others: readonly Destination[]): Destination[] {
  const texts = new Set(others.map((each) => JSON.stringify(each)));
  return list.filter((each) => !texts.has(JSON.stringify(each)));
}

const placeText = ({ sourceId, site }: Destination): string => `${sourceId} ${site}`;
