import { afterAll, beforeAll, describe, test } from 'vitest';
import { PATH } from './support/map-stage.ts';
import { gone } from './support/provider-pages.ts';
import { type ProviderStage, providerStage } from './support/provider-stage.ts';
import { isFineOn } from './support/screens.ts';
import { sentence } from './support/state.ts';

/** The screens of signing in at an identity provider, in light and dark. */
describe.each(['light', 'dark'] as const)('screens of an identity provider, %s', (colorScheme) => {
  let stage: ProviderStage;
  const fine = (name: string) => isFineOn(stage.popup.page, `provider-${name}-${colorScheme}`);

  beforeAll(async () => {
    stage = await providerStage();
    await stage.popup.page.emulateMedia({ colorScheme });
  });
  afterAll(async () => stage?.[Symbol.asyncDispose]());

  test('the form, with what was found at the address', async () => {
    await stage.fillIn('oauth', { clientId: 'layerkey' });
    await stage.popup.row(PATH).says(sentence('providerFound', stage.host));
    await fine('form');
    await stage.popup.page.getByText(sentence('redirectOther')).click();
    await fine('other-client');
    await stage.popup.page.getByText(sentence('redirectOwn')).click();
    await stage.popup.page.getByText(sentence('moreFields')).click();
    await stage.popup.page.setViewportSize({ width: 380, height: 1900 });
    await fine('rare');
    await stage.popup.page.setViewportSize({ width: 380, height: 580 });
    await stage.popup.page.getByText(sentence('moreFields')).click();
  });

  test('while the window is open, and after it was closed', async () => {
    await stage.send();
    await stage.popup.row(PATH).says(sentence('waitWindow'));
    await fine('waiting');
    await stage.popup.row(PATH).press(sentence('cancel'));
    await stage.popup.page.getByRole('button', { name: sentence('signIn'), exact: true }).waitFor();
    await fine('cancelled');
  });

  test('signed in, with its menu; signed out', async () => {
    await stage.send();
    const window = await stage.logIn();
    await stage.signedIn();
    await gone(window);
    await fine('signed-in');
    await stage.popup.row(PATH).menu('Sign out');
    await stage.popup.page.getByText(sentence('signedOutNote')).waitFor();
    await fine('signed-out');
  });
});
