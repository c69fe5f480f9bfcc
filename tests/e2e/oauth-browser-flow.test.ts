import { beforeEach, describe, expect, test } from 'vitest';
import { PATH } from './support/map-stage.ts';
import { type ProviderStage, providerStage, SECRET } from './support/provider-stage.ts';
import { shared } from './support/shared.ts';
import { sentence } from './support/state.ts';

let stage: ProviderStage;
describe('a provider as most are', () => {
  const world = shared(providerStage, undefined, (used) => used.anew());
  beforeEach(() => {
    stage = world();
  });

  test('a public client: signed in, who it is, and the token arrives', async () => {
    expect(await stage.fetch()).toBe(401);
    await stage.fillIn('oauth', { clientId: 'layerkey' });
    await stage.send();
    const window = await stage.logIn();
    const row = stage.popup.row(PATH);
    await stage.signedIn();
    await row.says(stage.provider.user.name);
    await row.says(sentence('tokenRenews'));
    expect(window.isClosed()).toBe(true);
    expect(await stage.fetch()).toBe(200);
    const asked = stage.log.requests.find(({ url }) => url.startsWith('/auth?'));
    expect(new URL(asked?.url ?? '', stage.provider.issuer).searchParams.get('code_challenge_method')).toBe(
      'S256',
    );
  });

  test('while the window is open the row says so; Sign in and reload reloads the page afterwards', async () => {
    await stage.fillIn('oauth', { clientId: 'layerkey' });
    const row = stage.popup.row(PATH);
    await row.press(sentence('signInReload'));
    await row.says(sentence('waitWindow'));
    const reloaded = stage.page.waitForEvent('load');
    await stage.logIn();
    await stage.signedIn();
    await reloaded;
    await stage.scene.service.waitFor(
      ({ headers }) => headers.referer !== undefined && headers.authorization !== undefined,
    );
  });

  /** Basic is also what is taken where nothing is chosen (RFC 8414, section 2). */
  test.each([
    { client: 'basic', chosen: {} },
    { client: 'post', chosen: { clientAuthentication: 'post' } },
  ])('a confidential client, client_secret_$client', async ({ client, chosen }) => {
    await stage.fillIn('oauth', { clientId: client, clientSecret: SECRET, ...chosen });
    await stage.send();
    await stage.logIn();
    await stage.popup.row(PATH).says(stage.provider.user.name);
    expect(await stage.fetch()).toBe(200);
    const asked = stage.log.requests.filter(({ url }) => url === '/token');
    expect(asked.map(({ headers }) => headers.authorization !== undefined)).toEqual([client === 'basic']);
  });
});

describe('a provider whose ID token has no name', () => {
  const unnamed = shared(
    () => providerStage({ namesIn: 'userinfo' }),
    undefined,
    (used) => used.anew(),
  );
  beforeEach(() => {
    stage = unnamed();
  });

  test('who signed in comes from the user info where the sign-in says so', async () => {
    await stage.fillIn('oauth', { clientId: 'layerkey', identity: 'userinfo' });
    await stage.send();
    await stage.logIn();
    await stage.popup.row(PATH).says(stage.provider.user.name);
    expect(stage.provider.requests).toContain('GET /me');
  });

  test('where the ID token has no name and nobody else is asked: signed in, without one', async () => {
    await stage.fillIn('oauth', { clientId: 'layerkey' });
    await stage.send();
    await stage.logIn();
    await stage.signedIn();
    expect(await stage.popup.row(PATH).text()).not.toContain(stage.provider.user.name);
    expect(stage.provider.requests).not.toContain('GET /me');
    expect(await stage.fetch()).toBe(200);
  });
});
