import { beforeEach, describe, expect, test } from 'vitest';
import { PATH, typeIn } from './support/map-stage.ts';
import { press, windowAt } from './support/provider-pages.ts';
import { type ProviderStage, providerStage, SECRET } from './support/provider-stage.ts';
import { shared } from './support/shared.ts';
import { sentence } from './support/state.ts';

test('consent refused: told, nothing kept; allowed the next time: signed in', async () => {
  await using stage = await providerStage({ asksConsent: true });
  await stage.fillIn('oauth', { clientId: 'layerkey' });
  await stage.send();
  await stage.logIn({ consent: 'refuse' });
  await stage.popup.row(PATH).says(sentence('error_signInDenied', stage.host));
  expect(await stage.kept()).toEqual(stage.before);
  expect(stage.provider.requests).not.toContain('POST /token');
  await stage.send();
  const window = await windowAt(stage.scene.browser.context, `${stage.provider.issuer}/interaction/`);
  await window.locator('#consent').waitFor();
  await press(window, 'go');
  await stage.signedIn();
});

describe('a provider that does not know the client', () => {
  const REDIRECT = 'http://127.0.0.1:7070/';
  let stage: ProviderStage;
  const world = shared(
    () => providerStage({ redirects: [REDIRECT] }),
    undefined,
    (used) => used.anew(),
  );
  beforeEach(() => {
    stage = world();
  });

  test('a wrong client secret: told under the field, nothing kept; the right one needs no second login', async () => {
    await stage.fillIn('oauth', { clientId: 'basic', clientSecret: 'not-the-secret' });
    await stage.send();
    await stage.logIn();
    const row = stage.popup.row(PATH);
    await row.says(sentence('error_clientRefused', stage.host));
    expect(await stage.kept()).toEqual(stage.before);
    await typeIn(stage.popup, { clientSecret: SECRET });
    await stage.send();
    await stage.signedIn();
    expect(stage.provider.requests.filter((each) => each === 'POST /token')).toHaveLength(2);
  });

  test('a client that the provider does not know shows its page; closing it leaves the form', async () => {
    await stage.fillIn('oauth', { clientId: 'nobody', redirect: REDIRECT });
    await stage.send();
    const window = await windowAt(stage.scene.browser.context, `${stage.provider.issuer}/auth`);
    expect(await window.locator('#error').innerText()).toBe('invalid_client');
    await window.close();
    await stage.popup.page.getByRole('button', { name: sentence('signIn'), exact: true }).waitFor();
    expect(await stage.kept()).toEqual(stage.before);
  });
});
