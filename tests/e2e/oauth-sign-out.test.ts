import { expect, test } from 'vitest';
import { bearerIn, PATH } from './support/map-stage.ts';
import { type ProviderStage, providerStage, SECRET } from './support/provider-stage.ts';
import { heldIn, savedIn, sentence } from './support/state.ts';

/** Signs in and @returns both tokens, found where they are. */
async function signIn(stage: ProviderStage): Promise<{ access: string; refresh: string }> {
  await stage.fillIn('oauth', { clientId: 'basic', clientSecret: SECRET });
  await stage.send();
  await stage.logIn();
  await stage.signedIn();
  expect(await stage.fetch()).toBe(200);
  const access = stage.scene.service.requests.flatMap((one) => bearerIn(one) ?? []).at(-1) ?? '';
  const held = JSON.stringify(await heldIn(stage.scene.browser));
  expect(held).toContain(access);
  const refresh = /"refreshToken":"([^"]+)"/.exec(held)?.[1] ?? '';
  expect([await stage.isActive(access), await stage.isActive(refresh)]).toEqual([true, true]);
  return { access, refresh };
}

test('signing out: nothing goes along any more, the tokens are revoked, and nothing is left', async () => {
  await using stage = await providerStage();
  const { access, refresh } = await signIn(stage);
  stage.scene.service.clear();
  await stage.popup.row(PATH).menu(sentence('menuSignOut'));
  await stage.popup.row(PATH).says(sentence('signedOutNote'));
  expect(await stage.fetch()).toBe(401);
  expect(stage.scene.service.requests.map(bearerIn)).toEqual([undefined]);
  await expect.poll(() => stage.isActive(access)).toBe(false);
  await expect.poll(() => stage.isActive(refresh)).toBe(false);

  const { browser } = stage.scene;
  const left = JSON.stringify([await heldIn(browser), await savedIn(browser), await stage.kept()]);
  for (const secret of [access, refresh, SECRET]) expect(left).not.toContain(secret);
  // The provider's own session is the person’s to end, on its page.
  const link = stage.popup.page.getByRole('link', { name: sentence('endSession', stage.host) });
  expect(await link.getAttribute('href')).toBe(`${stage.provider.issuer}/session/end?client_id=basic`);
  const urls = stage.log.requests.map(({ url }) => url);
  expect(urls.some((url) => url.includes('code_challenge='))).toBe(true);
  for (const secret of [access, refresh, SECRET, stage.provider.user.password])
    expect(urls.filter((url) => url.includes(encodeURIComponent(secret)))).toEqual([]);
});

test('signing out does not wait for a provider that is away', async () => {
  await using stage = await providerStage();
  const { access } = await signIn(stage);
  await stage.provider.close();
  stage.scene.service.clear();
  await stage.popup.row(PATH).menu(sentence('menuSignOut'));
  await stage.popup.row(PATH).says(sentence('signedOutNote'));
  expect(await stage.fetch()).toBe(401);
  expect(stage.scene.service.requests.map(bearerIn)).toEqual([undefined]);
  expect(JSON.stringify(await heldIn(stage.scene.browser))).not.toContain(access);
});
