import { expect } from 'vitest';
import type { Chromium } from '../drivers/chromium.ts';
import { until } from '../drivers/wait.ts';
import { heldIn, rulesIn, savedIn } from './state.ts';

interface State {
  /** Tokens that rules add to requests. */
  added: string[];
  /** Tokens that are held, by account. */
  held: Map<string, string>;
  /** Accounts that are saved. */
  accounts: string[];
  /** Accounts that sources use. */
  used: string[];
  /** What rows wait for. */
  pending: string[];
  /** Accounts that somebody is just asking about. */
  asking: string[];
  /** Windows of our own that are still noted. */
  windows: string[];
}

/** What is installed, held and saved now. */
export async function stateOf(browser: Chromium): Promise<State> {
  const [rules, memory, disk] = [await rulesIn(browser), await heldIn(browser), await savedIn(browser)];
  const family = <T>(records: Record<string, unknown>, name: string) =>
    Object.entries(records).flatMap(([key, value]) =>
      key.startsWith(`${name}:`) ? [[key.slice(name.length + 1), value as T] as const] : [],
    );
  type Credential = { secrets: { accessToken: string } };
  type Row = { pending: { what: string } | null };
  return {
    added: rules.flatMap(({ action }) =>
      (action.requestHeaders ?? []).flatMap(
        ({ header, value }) => (header.toLowerCase() === 'authorization' && value?.split(' ')[1]) || [],
      ),
    ),
    held: new Map(
      family<Credential>(memory, 'credential').map(([id, { secrets }]) => [id, secrets.accessToken]),
    ),
    accounts: family(disk, 'account').map(([id]) => id),
    used: family<{ accountId: string }>(disk, 'grant').map(([, { accountId }]) => accountId),
    pending: family<Row>(memory, 'row').flatMap(([, { pending }]) => pending?.what ?? []),
    asking: family<{ status: string }>(memory, 'account').flatMap(([id, { status }]) =>
      status === 'signingIn' ? [id] : [],
    ),
    windows: family(memory, 'window').map(([id]) => id),
  };
}

/**
 * Nothing is left half: waits until nothing is under way, then every rule adds a token that is held, and everything that is
 * held belongs to an account that is saved and used.
 */
export async function isWhole(browser: Chromium): Promise<State> {
  const state = await until('nothing to be under way', async () => {
    const now = await stateOf(browser);
    return [now.pending, now.asking, now.windows].every((list) => list.length === 0) && now;
  });
  expect([...state.held.values()]).toEqual(expect.arrayContaining(state.added));
  expect(state.accounts).toEqual(expect.arrayContaining([...state.held.keys()]));
  expect(state.used.toSorted()).toEqual(state.accounts.toSorted());
  return state;
}
