import { expect, test } from 'vitest';
import type { RecordingServer } from '../../demo/server.ts';
import { bearerIn } from './support/map-stage.ts';
import { providerStage } from './support/provider-stage.ts';
import { fetchFrom } from './support/scene.ts';
import { sentence } from './support/state.ts';

test('one sign-in for three services behind one provider; a fourth gets nothing; signing out ends all three', async () => {
  const hosts = ['svc1.localhost', 'svc2.localhost', 'svc3.localhost'];
  await using stage = await providerStage({ hosts });
  const { context } = stage.scene.browser;
  const addresses = stage.others.map((server) => new URL(server.url()).host);
  const [first = '', ...later] = addresses;
  await stage.fillIn('oauth', { clientId: 'layerkey' }, first);
  await stage.send(first);
  await stage.logIn();
  await stage.signedIn(first);

  const windows = context.pages().length;
  for (const address of later) {
    const row = stage.popup.row(address);
    await row.press(/^Sign in/);
    await row.says(sentence('useExisting', stage.host, stage.provider.user.name));
    await row.press(new RegExp(`^${sentence('use')}$`));
    await stage.signedIn(address);
  }
  expect(context.pages()).toHaveLength(windows);
  expect(stage.log.requests.filter(({ url }) => url.startsWith('/auth?'))).toHaveLength(1);

  const ask = (server: RecordingServer) => fetchFrom(stage.page, stage.urlAt(server));
  const all = [...stage.others, stage.scene.service];
  const tokensAt = (server: RecordingServer) =>
    new Set(server.requests.flatMap((one) => bearerIn(one) ?? []));
  expect(await Promise.all(all.map(ask))).toEqual([200, 200, 200, 401]);
  const [token, ...more] = new Set(stage.others.flatMap((server) => [...tokensAt(server)]));
  expect(await stage.isActive(token ?? '')).toBe(true);
  expect(more).toEqual([]);
  const elsewhere = [stage.scene.service, stage.scene.site].flatMap(({ requests }) => requests);
  expect(JSON.stringify(elsewhere)).not.toContain(token);

  for (const server of all) server.clear();
  await stage.popup.row(first).menu(sentence('menuSignOut'));
  await stage.popup.row(first).says(sentence('signedOutNote'));
  expect(await Promise.all(all.map(ask))).toEqual([401, 401, 401, 401]);
  expect(stage.others.flatMap((server) => [...tokensAt(server)])).toEqual([]);
});
