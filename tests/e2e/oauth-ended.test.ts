import { beforeEach, describe, expect, test } from 'vitest';
import { until } from './drivers/wait.ts';
import { alarmIn } from './support/moved-clock.ts';
import { SECRET } from './support/provider-stage.ts';
import { LIFE_MS, type RenewalStage, renewalStage, SERVICE } from './support/renewal-stage.ts';
import { shared } from './support/shared.ts';
import { sentence } from './support/state.ts';
import { isWhole, stateOf } from './support/whole-state.ts';

let stage: RenewalStage;
const browser = () => stage.scene.browser;
const row = () => stage.popup.row(SERVICE);
/** The provider knows the browser no more. */
const forgetCookies = () => browser().context.clearCookies();

/** Windows that open from now on, as the browser tells extensions. */
async function countWindows(): Promise<() => Promise<number>> {
  await browser().evaluateInWorker(() => {
    const counted = globalThis as unknown as { opened: number };
    counted.opened = 0;
    chrome.windows.onCreated.addListener(() => {
      counted.opened += 1;
    });
  });
  return () => browser().evaluateInWorker(() => (globalThis as unknown as { opened: number }).opened);
}

/** The row asks for a new sign-in and says why; and nothing is added to requests. */
async function hasEnded(why: string): Promise<void> {
  await until('no rule', async () => (await stateOf(browser())).added.length === 0);
  expect((await stage.next()).token).toBeNull();
  await row().says(sentence(why));
}

/** One click, and the person at the provider: signed in as before. */
async function signsInAgain(): Promise<void> {
  await row().press(sentence('next_signInAgain'));
  await stage.logIn();
  await row().says(sentence('tokenRenews'));
  expect((await stage.next()).status).toBe(200);
  await isWhole(browser());
}

describe('one provider, one browser', () => {
  const world = shared(renewalStage, undefined, (used) => used.anew());
  beforeEach(() => {
    stage = world();
  });

  describe('a provider that does not answer', () => {
    test('ends nothing: the token is used while it lives, then the row says *Renewing*; back again, all works without a click', async () => {
      await stage.signIn();
      const first = await stage.only();
      await stage.provider.stop();
      await stage.untilAlarm();
      const at = await until('a later alarm', async () => {
        const next = await alarmIn(browser());
        return next !== null && next > stage.clock.now() && next;
      });
      expect(at - stage.clock.now()).toBeLessThanOrEqual(30_000);
      expect((await stage.next()).token).toBe(first.accessToken);
      await stage.reopen();
      await row().says(sentence('status_signedIn'));

      await stage.pass(LIFE_MS);
      await stage.untilAlarm();
      await until('no rule', async () => (await stateOf(browser())).added.length === 0);
      await row().says(sentence('status_renewing'));
      expect((await stage.next()).token).toBeNull();
      expect((await stage.only()).refreshToken).toBe(first.refreshToken);

      await stage.provider.start();
      const asked = stage.tokenRequests();
      await stage.untilAlarm();
      const second = await stage.renewed(first);
      await until('the rule', async () => (await stateOf(browser())).added.length > 0);
      expect(await stage.next()).toEqual({ token: second.accessToken, status: 200 });
      expect(stage.tokenRequests()).toBe(asked + 1);
      await row().says(sentence('tokenRenews'));
      await isWhole(browser());
    });
  });

  describe('the refresh token is not taken any more', () => {
    test('revoked at the provider', async () => {
      await stage.signIn();
      const { refreshToken } = await stage.only();
      expect((await stage.post('/token/revocation', { token: refreshToken })).status).toBe(200);
      await forgetCookies();
      await stage.untilAlarm();
      await hasEnded('hint_sessionElsewhere');
      await signsInAgain();
    });

    test('of a client with a secret: nobody has to look that up again', async () => {
      await stage.fillIn('oauth', { clientId: 'basic', clientSecret: SECRET });
      await stage.send();
      await stage.logIn();
      await row().says(sentence('tokenRenews'));
      await forgetCookies();
      stage.provider.forget();
      await stage.untilAlarm();
      await row().says(sentence('hint_sessionElsewhere'));
      await signsInAgain();
    });

    test('used elsewhere: the provider ends both, and the row names that cause', async () => {
      await stage.signIn();
      const { refreshToken } = await stage.only();
      const used = { grant_type: 'refresh_token', refresh_token: refreshToken };
      const elsewhere = await stage.post('/token', used);
      const { access_token } = (await elsewhere.json()) as { access_token: string };
      expect(await stage.isActive(access_token)).toBe(true);
      await stage.untilAlarm();
      await hasEnded('hint_sessionElsewhere');
      // The control: it was the reuse that ended it.
      expect(await stage.isActive(access_token)).toBe(false);
      await forgetCookies();
      await signsInAgain();
    });
  });

  describe('a provider that was started anew', () => {
    test('with other keys: renewals and the next sign-in go on', async () => {
      await stage.signIn();
      const first = await stage.only();
      await stage.provider.stop();
      await stage.provider.rotateKeys();
      await stage.provider.start();
      await stage.untilAlarm();
      const second = await stage.renewed(first);
      expect(await stage.next()).toEqual({ token: second.accessToken, status: 200 });
      await row().menu(sentence('menuSignOut'));
      await row().says('signed out');
      await forgetCookies();
      await row().press(sentence('next_signInAgain'));
      const typed = (name: string) => stage.popup.page.locator(`[data-field=${name}]`).inputValue();
      expect([await typed('issuer'), await typed('clientId')]).toEqual([stage.provider.issuer, 'layerkey']);
      await stage.send();
      await stage.logIn();
      await row().says(sentence('tokenRenews'));
    });

    test('without anything it knew: the row asks to sign in again', async () => {
      await stage.signIn();
      stage.provider.forget();
      await stage.untilAlarm();
      await hasEnded('hint_sessionElsewhere');
      await signsInAgain();
    });
  });
});

/** Refresh tokens that end soon: a provider of its own. */
describe('the refresh token is not taken any more', () => {
  test('but the provider still knows the browser: signed in again, and no window is shown', async () => {
    await using own = await renewalStage({ refreshTokenSeconds: 60 });
    stage = own;
    await stage.signIn();
    const first = await stage.only();
    const windows = await countWindows();
    await stage.untilAlarm();
    const second = await stage.renewed(first);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(await stage.next()).toEqual({ token: second.accessToken, status: 200 });
    expect(await windows()).toBe(0);
    await row().says(sentence('tokenRenews'));
    await isWhole(browser());
    // The control: a window would have been counted.
    await stage.reopen();
    expect(await windows()).toBe(1);
  });
});
