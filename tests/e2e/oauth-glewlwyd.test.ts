import { expect, test } from 'vitest';
import { startGlewlwyd } from '../servers/glewlwyd.ts';
import { tempFolder } from './drivers/temp-folder.ts';
import { browserRedirect, mapStage, PATH } from './support/map-stage.ts';
import { gone, windowAt } from './support/provider-pages.ts';
import { sentence } from './support/state.ts';

test('a second provider, written by others in C: signed in through its own pages', async () => {
  const client = {
    client_id: 'layerkey',
    redirect_uri: [await browserRedirect()],
    authorization_type: ['code', 'refresh_token'] as ('code' | 'refresh_token')[],
  };
  await using provider = await startGlewlwyd(await tempFolder('glewlwyd'), [client]);
  const { origin, host } = new URL(provider.issuer);
  const isGood = async (token: string) => {
    const answer = await fetch(`${provider.issuer}/userinfo`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return answer.status === 200;
  };
  await using stage = await mapStage({ isGood, grant: [origin] });
  const row = stage.popup.row(PATH);
  await stage.fillIn('oauth', { issuer: provider.issuer, clientId: 'layerkey', scopes: 'openid maps' });
  await row.says(sentence('providerFound', `${host}/api/oidc`));
  await stage.send();

  const window = await windowAt(stage.scene.browser.context, `${origin}/login.html`);
  await window.locator('#username').fill(provider.user.username);
  await window.locator('#password').fill(provider.user.password);
  await window.locator('button[type=submit]').click();
  await window.getByRole('button', { name: 'Grant access' }).click();
  await window.getByRole('button', { name: 'Continue' }).click({ noWaitAfter: true });
  await stage.signedIn();
  await row.says(provider.user.name);
  await row.says(sentence('tokenRenews'));
  await gone(window);
  expect(await stage.fetch()).toBe(200);
});
