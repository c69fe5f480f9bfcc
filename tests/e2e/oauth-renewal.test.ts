import { beforeEach, describe, expect, test } from 'vitest';
import { until } from './drivers/wait.ts';
import { typeIn } from './support/map-stage.ts';
import { alarmIn, ring, stopQuietly } from './support/moved-clock.ts';
import { windowAt } from './support/provider-pages.ts';
import { SECRET } from './support/provider-stage.ts';
import {
  LIFE_MS,
  type RenewalStage,
  renewalStage,
  SERVICE,
  UNTIL_RENEWAL_MS,
} from './support/renewal-stage.ts';
import { shared } from './support/shared.ts';
import { sentence } from './support/state.ts';
import { isWhole } from './support/whole-state.ts';

let stage: RenewalStage;
const world = shared(
  () => renewalStage({ hosts: ['other.localhost'] }),
  undefined,
  (used) => used.anew(),
);
beforeEach(() => {
  stage = world();
});

const browser = () => stage.scene.browser;
const row = () => stage.popup.row(SERVICE);

describe('renewed before the end', () => {
  test('at nine tenths of its life, by one request; the map goes on with the new token', async () => {
    const began = stage.clock.now();
    await stage.signIn();
    await row().says(sentence('tokenRenews'));
    const first = await stage.only();
    expect(await stage.next()).toEqual({ token: first.accessToken, status: 200 });
    const at = (await alarmIn(browser())) ?? 0;
    expect(at).toBeGreaterThanOrEqual(began + UNTIL_RENEWAL_MS);
    expect(at).toBeLessThanOrEqual(stage.clock.now() + UNTIL_RENEWAL_MS);

    await stage.untilAlarm();
    const second = await stage.renewed(first);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(stage.tokenRequests()).toBe(2);
    await stage.pass(LIFE_MS - UNTIL_RENEWAL_MS);
    // The control: the service would have refused the first one by now.
    expect(await stage.isActive(first.accessToken)).toBe(false);
    expect(await stage.next()).toEqual({ token: second.accessToken, status: 200 });
    expect(stage.tokenRequests()).toBe(2);

    const next = await until('the next alarm', async () => {
      const now = await alarmIn(browser());
      return now !== null && now > at && now;
    });
    expect(next - at).toBeGreaterThanOrEqual(UNTIL_RENEWAL_MS);
    await isWhole(browser());
  });

  test('also where the popup was closed before somebody had signed in', async () => {
    await stage.fillIn('oauth', { clientId: 'layerkey' });
    await stage.send();
    const window = await windowAt(browser().context, `${stage.provider.issuer}/interaction/`);
    await stage.popup.page.close();
    expect(window.isClosed()).toBe(false);
    await stage.logIn();
    await until('the rule', async () => (await isWhole(browser())).added.length > 0);
    const first = await stage.only();
    await stage.untilAlarm();
    const second = await stage.renewed(first);
    expect(await stage.next()).toEqual({ token: second.accessToken, status: 200 });
  });

  test('asked for once, however many alarms, pages and popups call meanwhile', async () => {
    await stage.signIn();
    const first = await stage.only();
    const hold = stage.provider.hold('/token', 'request');
    await stage.pass(UNTIL_RENEWAL_MS);
    for (let again = 0; again < 3; again++) {
      await ring(browser());
      await stage.page.reload();
      await stage.reopen();
    }
    await hold.held;
    hold.release();
    const second = await stage.renewed(first);
    await stage.reopen();
    await row().says('Signed in');
    expect(stage.tokenRequests()).toBe(2);
    expect(await stage.next()).toEqual({ token: second.accessToken, status: 200 });
  });

  test('two sign-ins have one alarm, for the earlier; each is renewed in its time', async () => {
    await stage.signIn();
    await stage.pass(LIFE_MS / 4);
    const other = new URL(stage.others[0]!.url()).host;
    await stage.popup.row(other).press(/^Sign in/);
    await stage.popup.row(other).press(sentence('anotherSignIn'));
    await stage.popup.page.getByRole('button', { name: sentence('moreWays') }).click();
    await stage.popup.row(other).choose(sentence('method_oauth'));
    await typeIn(stage.popup, { issuer: stage.provider.issuer, clientId: 'basic', clientSecret: SECRET });
    await stage.send(other);
    await stage.popup.row(other).says(sentence('tokenRenews'));
    expect(await stage.tokens()).toHaveLength(2);
    const alarms = () => browser().evaluateInWorker(() => chrome.alarms.getAll());
    expect((await alarms()).filter(({ name }) => name === 'renew')).toHaveLength(1);
    const [before, asked] = [await stage.tokens(), stage.tokenRequests()];

    await stage.untilAlarm();
    await until('the earlier one', () => stage.tokenRequests() === asked + 1);
    const kept = async () => {
      const now = new Set((await stage.tokens()).map(({ accessToken }) => accessToken));
      return before.filter(({ accessToken }) => now.has(accessToken)).length;
    };
    await until('one new pair of tokens', async () => (await kept()) === 1);
    await stage.untilAlarm();
    await until('the other one, too', async () => (await kept()) === 0);
    expect(stage.tokenRequests()).toBe(asked + 2);
    expect((await alarms()).filter(({ name }) => name === 'renew')).toHaveLength(1);
    await isWhole(browser());
  });
});

test('a stopped worker is woken by the alarm and renews', async () => {
  await stage.signIn();
  const first = await stage.only();
  await until('the alarm', () => alarmIn(browser()));
  await stage.pass(UNTIL_RENEWAL_MS);
  const status = await stopQuietly(stage.popup.page);
  // The control: the time is over, and yet nobody renews while the worker sleeps.
  expect([status(), stage.tokenRequests()]).toEqual(['stopped', 1]);
  await stage.popup.page.evaluate(() => chrome.alarms.create('renew', { when: 1 }));
  await until('the request for new tokens', () => stage.tokenRequests() === 2);
  const second = await stage.renewed(first);
  expect(await stage.next()).toEqual({ token: second.accessToken, status: 200 });
  await isWhole(browser());
});
