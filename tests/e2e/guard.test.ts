import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byNumber } from '../../demo/server.ts';
import { type Asked, LOCKS_AT } from '../servers/locking-server.ts';
import type { BrowserName } from './drivers/either-browser.ts';
import { until } from './drivers/wait.ts';
import {
  type GuardBench,
  type GuardedMap,
  NEW_PASSWORD,
  PASSWORD,
  probes,
  signed,
  signedIs,
  startGuardBench,
  startTiles,
  tile,
  waitingTiles,
} from './support/guard-bench.ts';
import { sentence } from './support/state.ts';
import { basicHeader } from './support/world.ts';

const TILES = 60;
/** As many as either browser has under way to one host by HTTP/1.1. */
const CONNECTIONS = 6;

const isLayer = ({ url }: Pick<Asked, 'url'>, layer: string) => url.includes(`LAYERS=${layer}&`);

describe.each<BrowserName>(['chrome', 'firefox'])('an account is not locked: %s', (name) => {
  let bench: GuardBench;
  beforeAll(async () => {
    bench = await startGuardBench(name, 10);
  });
  afterAll(() => bench?.stop());

  /** What the row says, whoever drew it. */
  async function rowSays(map: GuardedMap, ...words: string[]): Promise<void> {
    const popup = await bench.popup(map);
    for (const each of words) await popup.says(map.base, each);
    await popup.page.close();
  }

  test('the server does lock one', async () => {
    const { server, base, username } = await bench.enter();
    const get = (password: string) =>
      fetch(byNumber(base), { headers: { authorization: basicHeader(username, password) } });
    expect((await get(PASSWORD)).status).toBe(200);
    for (let failed = 0; failed < LOCKS_AT; failed++) expect((await get('wrong')).status).toBe(401);
    expect((await get(PASSWORD)).status).toBe(401);
    expect(server.isLocked()).toBe(true);
  });

  describe('a password that is changed on the server while 60 tiles load', () => {
    test.each([
      ['pictures', 'img', false],
      ['fetched', 'fetch', false],
      ['pictures of the same site', 'img', true],
      ['fetched of the same site', 'fetch', true],
    ] as const)('%s', async (_words, how, sameOrigin) => {
      const map = await bench.enter({ sameOrigin });
      const { server, base, host, username } = map;
      expect(await tile(map, 'roads', how)).toBe(200);
      expect(signed(map).map(({ status }) => status)).toEqual([200]);
      server.clear();
      const hold = server.hold('page');
      await startTiles(map, TILES, how);
      await until('six tiles under way', () => hold.waiting() === CONNECTIONS);
      server.setPassword(NEW_PASSWORD);
      // A server that is slow about it: the first refusal is heard before the others are decided.
      hold.releaseOne();
      await signedIs(bench, map, false);
      await until('the one question', () => probes(map).length > 0);
      await until('the other tiles given up', () => hold.waiting() === 0);
      hold.release();
      // A dialog of the browser would keep one waiting. Firefox does not tell a page of pictures that were given up.
      if (how === 'fetch') await until('every tile', async () => (await waitingTiles(map)) === 0);

      expect(probes(map).map(({ status }) => status)).toEqual([401]);
      // Beside those under way at first, some take their places while the browser gives all of them up, one by one.
      expect(server.arrived()).toBeLessThan(TILES / 2);
      expect(server.isLocked()).toBe(false);
      await bench.notice.badgeIs(map.tab, '1');

      server.clear();
      const popup = await bench.popup(map);
      await popup.says(base, sentence('status_notAccepted'));
      await popup.says(base, sentence('explain_passwordNotAccepted', host));
      // Nothing is signed there any more, so that at its own site it is the browser that would ask for a password.
      if (!sameOrigin) {
        await startTiles(map, 3, how);
        await until('later tiles', () => server.asked.filter(({ byPage }) => byPage).length >= 3);
        expect(server.asked.filter(({ authorization }) => authorization !== undefined)).toEqual([]);
      }

      await popup.press(base, sentence('next_signInAgain'));
      const form = `li.row[data-row$=" ${base}"]`;
      const typed = () =>
        popup.page.evaluate(
          (fields) => fields.map((field) => document.querySelector<HTMLInputElement>(field)?.value),
          [`${form} [data-field=username]`, `${form} [data-field=password]`],
        );
      await until('the form', async () => (await typed())[0] !== undefined);
      expect(await typed()).toEqual([username, '']);
      await popup.page.fill(`${form} [data-field=password]`, NEW_PASSWORD);
      await popup.press(base, sentence('signIn'));
      await popup.says(base, sentence('status_signedIn'));
      await popup.page.close();
      expect(await tile(map, 'roads', how)).toBe(200);
      expect(server.failures()).toBe(0);
    });
  });

  test('one refusal that was a passing fault: one question, and on it goes', async () => {
    const map = await bench.enter();
    const { server } = map;
    let refused = 0;
    server.answerWith(({ byPage }) => {
      if (!byPage || refused > 0) return null;
      refused += 1;
      return { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="Maps"' } };
    });
    expect(await tile(map)).toBe(401);
    await until('the question', () => probes(map).length === 1);
    await signedIs(bench, map, true);
    expect(await tile(map)).toBe(200);
    expect(await tile(map)).toBe(200);
    const all = server.asked.map(({ byPage, status }) => `${byPage ? 'page' : 'own'} ${status}`);
    expect(all).toEqual(['page 401', 'own 200', 'page 200', 'page 200']);
    await rowSays(map, sentence('status_signedIn'));
  });

  test('a layer that one may not see: the others go on, and the row names it', async () => {
    const map = await bench.enter();
    const { server, host, username } = map;
    server.answerWith((asked, isGood) => (isGood && isLayer(asked, 'sewers') ? { status: 403 } : null));
    expect(await tile(map, 'roads')).toBe(200);
    expect(await tile(map, 'sewers')).toBe(403);
    await until('the question', () => probes(map).length === 1);
    await signedIs(bench, map, true);
    for (let again = 0; again < 5; again++) {
      expect(await tile(map, 'sewers')).toBe(403);
      expect(await tile(map, 'roads')).toBe(200);
    }
    await rowSays(
      map,
      sentence('status_signedInWithoutAccess'),
      sentence('explain_noAccessLayer', host, username, 'sewers'),
    );
    expect(signed(map).filter(({ url }) => /LAYERS=/.test(url)).length).toBe(12);
    expect(probes(map).length).toBe(1);
  });

  test.each([
    ['seconds', () => '120'],
    ['a date', () => new Date(Date.now() + 120_000).toUTCString()],
  ])('asked to wait (%s), it is no refusal, and nothing is asked before', async (_form, retryAfter) => {
    const map = await bench.enter();
    const { server, host } = map;
    server.answerWith(() => ({ status: 429, headers: { 'Retry-After': retryAfter() } }));
    expect(await tile(map)).toBe(429);
    server.answerWith(null);
    expect(await tile(map)).toBe(200);
    expect(await bench.isSigned(map)).toBe(true);
    // Refused then, it is paused as ever, and the question waits.
    server.answerWith(({ byPage }) => (byPage ? { status: 401 } : null));
    expect(await tile(map)).toBe(401);
    await signedIs(bench, map, false);
    await rowSays(map, sentence('explain_waitUntil', host, '').split('  ')[0]?.slice(0, 40) ?? '');
    expect(probes(map)).toEqual([]);
  });

  test('a server out of order and a broken connection are no refusal', async () => {
    const map = await bench.enter();
    const { server } = map;
    for (const status of [503, 0]) {
      server.answerWith(() => ({ status }));
      expect(await tile(map)).toBe(status);
      expect(await bench.isSigned(map)).toBe(true);
    }
    const popup = await bench.popup(map);
    expect(await popup.row(map.base)).not.toContain(sentence('status_notAccepted'));
    await popup.page.close();
    server.answerWith(null);
    expect(await tile(map)).toBe(200);
    expect(probes(map)).toEqual([]);
    expect(server.failures()).toBe(0);
  });
});
