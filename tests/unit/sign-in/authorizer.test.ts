import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ANSWER, authorizerWorld, expectNothingLeft, REDIRECT } from '../../fakes/authorizer-world.ts';
import { settled } from '../../fakes/interruptions.ts';

describe('a window of our own', () => {
  test('its rule is there before the page, for its tab alone, and goes with it', async () => {
    const made = await authorizerWorld();
    const asked = made.ask();
    const window = await made.opened();
    const order = made.log.filter((line) => /^(open|rules 1|show)/.test(line));
    expect(order).toEqual(['open 1', 'rules 1', 'show 1']);
    const [rule] = made.rules();
    expect(made.rules()).toHaveLength(1);
    expect(rule?.action.type).toBe('block');
    expect(rule?.condition).toMatchObject({ tabIds: [window.tabId], resourceTypes: ['main_frame'] });
    window.leads(ANSWER);
    expect(await asked).toBe(ANSWER);
    expectNothingLeft(made);
  });

  test.each([
    'http://127.0.0.1:7071/?code=x',
    'https://127.0.0.1:7070/?code=x',
    'http://localhost:7070/?code=x',
    'http://127.0.0.1:7070/other?code=x',
    'https://id.example.org/login?next=http://127.0.0.1:7070/?code=x',
    'about:blank',
    'not an address',
  ])('%s is not the answer', async (elsewhere) => {
    const made = await authorizerWorld();
    const asked = made.ask();
    const window = await made.opened();
    window.leads(elsewhere);
    await settled();
    expect(window.closed).toBe(false);
    window.leads(ANSWER);
    expect(await asked).toBe(ANSWER);
  });

  test('answered twice: the first counts', async () => {
    const made = await authorizerWorld();
    const asked = made.ask();
    const window = await made.opened();
    window.leads(ANSWER);
    window.leads(`${REDIRECT}?code=another`);
    expect(await asked).toBe(ANSWER);
    expectNothingLeft(made);
  });

  test('closed by the user: cancelled', async () => {
    const made = await authorizerWorld();
    const asked = made.ask();
    (await made.opened()).closeByUser();
    expect(await asked).toBe('signInCancelled');
    expectNothingLeft(made);
  });

  test('cancelled in the popup: closed, and an answer that comes after is nobody’s', async () => {
    const made = await authorizerWorld();
    const asked = made.ask();
    const window = await made.opened();
    made.end.abort();
    window.leads(ANSWER);
    expect(await asked).toBe('signInCancelled');
    expectNothingLeft(made);
  });

  test('cancelled before it opens: none opens', async () => {
    const made = await authorizerWorld();
    made.end.abort();
    const asked = made.ask();
    expect(await Promise.race([asked, settled().then(() => 'still waits')])).toBe('signInCancelled');
    expect(made.windows.flatMap(({ shown }) => shown)).toEqual([]);
    expectNothingLeft(made);
  });

  test('cancelled while it opens', async () => {
    const made = await authorizerWorld();
    const { openWindow } = made.port;
    made.port.openWindow = async () => {
      const window = await openWindow();
      made.end.abort();
      return window;
    };
    const asked = made.ask();
    expect(await Promise.race([asked, settled().then(() => 'still waits')])).toBe('signInCancelled');
    expectNothingLeft(made);
  });

  test.each(['openWindow', 'show'] as const)('the browser fails (%s): told, nothing left', async (what) => {
    const made = await authorizerWorld();
    made.failing.add(what);
    const asked = made.ask();
    // A sentence of ours, not what the browser says.
    expect(await asked).not.toBe('not told');
    expectNothingLeft(made);
  });

  test('the browser does not take the rule: the page is not shown, for its answer would leave the browser', async () => {
    const made = await authorizerWorld();
    made.browserRules.refuses = ({ action }) => action.type === 'block';
    const asked = made.ask();
    const told = await Promise.race([asked, settled().then(() => 'still waits')]);
    expect(['not told', 'still waits', ANSWER]).not.toContain(told);
    expect(made.windows.flatMap(({ shown }) => shown)).toEqual([]);
  });

  test('the rules fail when it closes: the answer is not lost', async () => {
    const made = await authorizerWorld();
    const asked = made.ask();
    const window = await made.opened();
    made.syncRules.mockRejectedValueOnce(new Error('Internal error while updating session rules.'));
    window.leads(ANSWER);
    expect(await asked).toBe(ANSWER);
  });

  test('two rows at once: each gets its own answer', async () => {
    const made = await authorizerWorld();
    const first = made.ask();
    const one = await made.opened();
    const second = made.ask('http://localhost:5000/callback');
    const two = await made.opened(2);
    expect(made.rules()).toHaveLength(2);
    expect(made.rules().map(({ condition }) => condition.tabIds)).toEqual([[one.tabId], [two.tabId]]);
    two.leads(ANSWER);
    two.leads('http://localhost:5000/callback?code=2');
    expect(await second).toBe('http://localhost:5000/callback?code=2');
    expect(one.closed).toBe(false);
    expect(made.rules().map(({ condition }) => condition.tabIds)).toEqual([[one.tabId]]);
    one.leads(ANSWER);
    expect(await first).toBe(ANSWER);
    expectNothingLeft(made);
  });

  test('where it waits is in the memory of the session alone', async () => {
    const made = await authorizerWorld();
    const asked = made.ask();
    const window = await made.opened();
    const disk = () => JSON.stringify([...made.local.items]);
    for (const word of ['7070', 'planted']) expect(disk()).not.toContain(word);
    expect(JSON.stringify([...made.memory.items])).not.toContain('planted-state');
    window.leads(ANSWER);
    await asked;
    for (const word of ['7070', 'planted']) expect(disk()).not.toContain(word);
    expect(JSON.stringify([...made.memory.items])).not.toContain('planted');
  });
});

describe('patience', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('ten minutes in front of the pages, then it says that no answer came; no timer is left', async () => {
    const made = await authorizerWorld();
    const asked = made.ask();
    await vi.advanceTimersByTimeAsync(10 * 60_000 - 1);
    expect(made.windows[0]?.closed).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await asked).toBe('windowWithoutAnswer');
    expectNothingLeft(made);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('an answer takes the timer along', async () => {
    const made = await authorizerWorld();
    const asked = made.ask();
    await vi.advanceTimersByTimeAsync(1);
    made.windows[0]?.leads(ANSWER);
    expect(await asked).toBe(ANSWER);
    expect(vi.getTimerCount()).toBe(0);
  });
});
