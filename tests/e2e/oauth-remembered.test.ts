import { afterEach, expect, test } from 'vitest';
import { searchProfile } from './drivers/profile-search.ts';
import { until } from './drivers/wait.ts';
import { bearerIn } from './support/map-stage.ts';
import { LIFE_MS, type RenewalStage, renewalStage, SERVICE } from './support/renewal-stage.ts';
import { sentence } from './support/state.ts';
import { lockByButton, unlock } from './support/vault-steps.ts';
import { isWhole, stateOf } from './support/whole-state.ts';

let stage: RenewalStage;
afterEach(() => stage?.[Symbol.asyncDispose]());

const browser = () => stage.scene.browser;
const row = () => stage.popup.row(SERVICE);

/** Unlocks, and waits until the row says that the sign-in goes on. */
async function unlockAndRenew(): Promise<void> {
  await unlock(stage.popup);
  await row().says(sentence('tokenRenews'));
  await until('the rule', async () => (await stateOf(browser())).added.length > 0);
}

test('a browser that was closed: unlocked, renewed by one request, without a window; tokens are nowhere readable', async () => {
  stage = await renewalStage();
  await stage.signIn('remember');
  const first = await stage.only();
  await stage.restart(2 * LIFE_MS);
  expect((await stage.next()).token).toBeNull();
  stage.provider.requests.length = 0;
  await unlockAndRenew();
  const second = await stage.only();
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect(await stage.next()).toEqual({ token: second.accessToken, status: 200 });
  expect(stage.tokenRequests()).toBe(1);
  // No page of the provider was shown.
  expect(stage.provider.requests.filter((each) => /auth|interaction/.test(each))).toEqual([]);

  // The one that came last was kept: the first is used up, and would end everything.
  await stage.restart(2 * LIFE_MS);
  await unlockAndRenew();
  const third = await stage.only();
  expect(await stage.next()).toEqual({ token: third.accessToken, status: 200 });

  await browser().close();
  const secrets = [first, second, third].flatMap(({ accessToken, refreshToken }) => [
    accessToken,
    refreshToken,
  ]);
  expect(await searchProfile(browser().profileDir, secrets)).toEqual([]);
  // The control: kept beside the vault it is found.
  await stage.restart();
  await browser().evaluateInWorker((text) => chrome.storage.local.set({ control: text }), third.refreshToken);
  await browser().close();
  const found = await searchProfile(browser().profileDir, secrets);
  expect(new Set(found.map(({ secret }) => secret))).toEqual(new Set([third.refreshToken]));
});

test('a token that the provider took back early: unlocking, or *Try again*, renews once, and the map goes on', async () => {
  let isDown = false;
  stage = await renewalStage({
    tokenIn: (request) => {
      if (isDown) throw new Error('The service is down.');
      return bearerIn(request);
    },
  });
  await stage.signIn('remember');
  for (const how of ['unlocked', 'tried again']) {
    const [before, asked] = [await stage.only(), stage.tokenRequests()];
    // Nobody asks before the locking: the guard would renew at the first refusal.
    stage.provider.forget('AccessToken');
    isDown = how === 'tried again';
    await lockByButton(stage.popup);
    await unlock(stage.popup);
    if (isDown) {
      await row().says(sentence('explain_unreachable', new URL(stage.scene.service.url()).host));
      isDown = false;
      await row().press(sentence('next_tryAgain'));
    }
    const after = await stage.renewed(before);
    await until('the rule', async () => (await stateOf(browser())).added.includes(after.accessToken));
    expect(await stage.next(), how).toEqual({ token: after.accessToken, status: 200 });
    expect(stage.tokenRequests(), how).toBe(asked + 1);
  }
  await isWhole(browser());
});

test('a service that refuses every token: renewed once, then the row says so', async () => {
  let refuses = false;
  stage = await renewalStage({ tokenIn: (request) => (refuses ? undefined : bearerIn(request)) });
  await stage.signIn('remember');
  refuses = true;
  await lockByButton(stage.popup);
  stage.scene.service.clear();
  await unlock(stage.popup);
  await row().says(sentence('explain_tokenNotAccepted', new URL(stage.scene.service.url()).host));
  expect(stage.tokenRequests()).toBe(2);
  expect(stage.scene.service.requests.filter(({ headers }) => headers.authorization)).toHaveLength(2);
  expect((await stateOf(browser())).added).toEqual([]);
  await isWhole(browser());
});
