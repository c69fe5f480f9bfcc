import { describe, expect, test, vi } from 'vitest';
import { createAuthorizer } from '../../../lib/sign-in/authorizer.ts';
import { openSession } from '../../../lib/sign-in/session.ts';
import {
  ANSWER,
  authorizerWorld,
  expectNothingLeft,
  outcome,
  PROVIDER_PAGE,
  REDIRECT,
} from '../../fakes/authorizer-world.ts';
import { settled } from '../../fakes/interruptions.ts';
import { memoryArea } from '../../fakes/memory-area.ts';
import { signInWindows } from '../../fakes/sign-in-windows.ts';

describe('the browser’s own flow', () => {
  test.each([
    [
      { what: 'answered', url: 'https://layerkey.chromiumapp.org/?code=x' } as const,
      'https://layerkey.chromiumapp.org/?code=x',
    ],
    [{ what: 'cancelled' } as const, 'signInCancelled'],
    [{ what: 'ended' } as const, 'windowWithoutAnswer'],
    [{ what: 'needsUser' } as const, 'windowWithoutAnswer'],
  ])('%o', async (answer, expected) => {
    const made = await authorizerWorld();
    const asked = made.ask(null);
    await settled();
    expect(made.flows.map(({ url, interactive }) => [url, interactive])).toEqual([[PROVIDER_PAGE, true]]);
    made.flows[0]?.answer(answer);
    expect(await asked).toBe(expected);
    expect(made.windows).toEqual([]);
    expect(made.syncRules).not.toHaveBeenCalled();
  });

  test('cancelled in the popup: over at once, though its window stays until the user closes it', async () => {
    const made = await authorizerWorld();
    const asked = made.ask(null);
    await settled();
    made.end.abort();
    expect(await Promise.race([asked, settled().then(() => 'still waits')])).toBe('signInCancelled');
  });

  test('cancelled before it begins: no window', async () => {
    const made = await authorizerWorld();
    made.end.abort();
    const asked = made.ask(null);
    await settled();
    expect(made.flows).toEqual([]);
    made.flows[0]?.answer({ what: 'cancelled' });
    expect(await asked).toBe('signInCancelled');
  });

  test('answered after the cancel: not taken', async () => {
    const made = await authorizerWorld();
    const asked = made.ask(null);
    await settled();
    made.end.abort();
    made.flows[0]?.answer({ what: 'answered', url: ANSWER });
    expect(await asked).toBe('signInCancelled');
  });

  test('without a window: never one, whatever the provider wants', async () => {
    const made = await authorizerWorld();
    for (const what of ['needsUser', 'cancelled', 'ended'] as const) {
      const asked = made.authorizer.askSilently(PROVIDER_PAGE);
      await settled();
      made.flows.at(-1)?.answer({ what });
      expect(await asked).toBeNull();
    }
    expect(made.flows.every(({ interactive }) => !interactive)).toBe(true);
    expect(made.windows).toEqual([]);
  });
});

describe('a page that shows a code', () => {
  test('shown in a window of its own, closed by whoever asked; nothing is stopped', async () => {
    const made = await authorizerWorld();
    const close = await made.authorizer.show(PROVIDER_PAGE);
    expect(made.windows[0]?.shown).toEqual([PROVIDER_PAGE]);
    expect(made.rules()).toEqual([]);
    await close();
    expectNothingLeft(made);
  });

  test('the browser fails to show it: no window stays', async () => {
    const made = await authorizerWorld();
    made.failing.add('show');
    expect(await outcome(made.authorizer.show(PROVIDER_PAGE).then(() => 'shown'))).not.toBe('shown');
    expectNothingLeft(made);
  });
});

describe('the worker died with a window open', () => {
  test.each([REDIRECT, null])('the next one closes it, with its rule (%s)', async (redirect) => {
    const before = await authorizerWorld();
    void (redirect === null ? before.authorizer.show(PROVIDER_PAGE) : before.ask(redirect));
    await before.opened();
    const after = await authorizerWorld(before.kept);
    // The same browser: its windows are still there.
    const closed: number[] = [];
    after.port.closeWindow = async (windowId) => void closed.push(windowId);
    await after.authorizer.afterStart();
    await after.installed.sync();
    expect(closed).toEqual([1]);
    expect(after.rules()).toEqual([]);
    expect(after.session.all('window').size).toBe(0);
  });

  test('a session without windows: nothing is done', async () => {
    const session = await openSession(memoryArea());
    const { port, windows } = signInWindows();
    const syncRules = vi.fn(async () => undefined);
    await createAuthorizer({ port, session, syncRules }).afterStart();
    expect(windows).toEqual([]);
    expect(syncRules).not.toHaveBeenCalled();
  });
});
