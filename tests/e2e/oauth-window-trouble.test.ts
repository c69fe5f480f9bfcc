import { expect, test } from 'vitest';
import { browserRedirect, PATH } from './support/map-stage.ts';
import { gone } from './support/provider-pages.ts';
import { providerStage } from './support/provider-stage.ts';
import { sentence } from './support/state.ts';

test('a login page that answers 401 to a typo ends the browser’s window; a window of our own outlasts it', async () => {
  const redirect = await browserRedirect();
  await using stage = await providerStage({ wrongPasswordStatus: 401, redirects: [redirect] });
  const { context } = stage.scene.browser;
  const row = stage.popup.row(PATH);
  await stage.fillIn('oauth', { clientId: 'layerkey' });
  await stage.send();
  const ended = await stage.logIn({ password: 'a typo' });
  await row.says(sentence('error_windowWithoutAnswer', stage.host));
  await gone(ended);
  expect(await stage.kept()).toEqual(stage.before);

  const link = stage.popup.page.getByRole('link', { name: sentence('openInTab') });
  expect(await link.getAttribute('href')).toBe(`${stage.provider.issuer}/`);
  const opened = context.waitForEvent('page');
  await link.click();
  const tab = await opened;
  await tab.waitForURL(`${stage.provider.issuer}/**`);
  await tab.close();

  await row.press(sentence('useSignInWindow'));
  const window = await stage.logIn({ password: 'a typo' });
  await window.locator('#wrong').waitFor();
  await row.says(sentence('waitWindow'));
  await stage.logIn();
  await stage.signedIn();
  await row.says(stage.provider.user.name);
  await gone(window);
  expect(await stage.fetch()).toBe(200);
  const asked = stage.log.requests.filter(({ url }) => url.startsWith('/auth?'));
  const redirects = asked.map(({ url }) =>
    new URL(url, stage.provider.issuer).searchParams.get('redirect_uri'),
  );
  expect(redirects).toEqual([redirect, redirect]);
});
