import { afterAll, beforeEach, expect, test } from 'vitest';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import { PATH } from './support/map-stage.ts';
import { gone, windowAt } from './support/provider-pages.ts';
import { type ProviderStage, providerStage } from './support/provider-stage.ts';
import { shared } from './support/shared.ts';
import { sentence } from './support/state.ts';

let listener: RecordingServer;
let redirect: string;
let stage: ProviderStage;

/** Somebody else listens where a client of another program is registered. */
async function start(): Promise<ProviderStage> {
  listener = await startServer((_, response) => void response.end());
  redirect = `${listener.url()}/`;
  return providerStage({ redirects: [redirect] });
}

const world = shared(start, undefined, (used) => used.anew());
beforeEach(() => {
  stage = world();
  listener.clear();
});
afterAll(() => listener?.close());

const windowOf = ({ scene, provider }: ProviderStage) =>
  windowAt(scene.browser.context, `${provider.issuer}/interaction/`);

/** The form as it was left, without any failure, and nothing kept. */
async function isAsBefore(stage: ProviderStage): Promise<void> {
  const { page } = stage.popup;
  await page.getByRole('button', { name: sentence('signIn'), exact: true }).waitFor();
  expect(await page.locator('[data-field=issuer]').inputValue()).toBe(stage.provider.issuer);
  expect(await page.locator('[data-field=clientId]').inputValue()).toBe('layerkey');
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(await page.locator('[aria-invalid=true]').count()).toBe(0);
  expect(await stage.kept()).toEqual(stage.before);
}

test.each(['the browser’s', 'a'])(
  'closing %s window is no failure: the form is as it was, and works',
  async (whose) => {
    await stage.fillIn('oauth', { clientId: 'layerkey', ...(whose === 'a' ? { redirect } : {}) });
    await stage.send();
    const window = await windowOf(stage);
    await stage.popup.row(PATH).says(sentence('waitWindow'));
    await window.close();
    await isAsBefore(stage);
    await stage.send();
    await stage.logIn();
    await stage.signedIn();
    expect(listener.requests).toEqual([]);
  },
);

test('Cancel while our own window is open closes it; the form is as it was', async () => {
  await stage.fillIn('oauth', { clientId: 'layerkey', redirect });
  await stage.send();
  const window = await windowOf(stage);
  await stage.popup.row(PATH).press(sentence('cancel'));
  await gone(window);
  await isAsBefore(stage);
  expect(stage.provider.requests).not.toContain('POST /token');
});

test('Cancel while the browser’s window is open closes it too; the next try starts at once', async () => {
  await stage.fillIn('oauth', { clientId: 'layerkey' });
  await stage.send();
  const window = await windowOf(stage);
  await stage.popup.row(PATH).press(sentence('cancel'));
  await gone(window);
  await isAsBefore(stage);
  await stage.send();
  await stage.logIn();
  await stage.signedIn();
  // Its code alone was exchanged.
  expect(stage.provider.requests.filter((each) => each === 'POST /token')).toHaveLength(1);
});

test('Cancel after the person has finished, while the provider makes the token: nobody is signed in', async () => {
  const hold = stage.provider.hold('/token', 'answer');
  await stage.fillIn('oauth', { clientId: 'layerkey' });
  await stage.send();
  await gone(await stage.logIn());
  await hold.held;
  await stage.popup.row(PATH).press(sentence('cancel'));
  await isAsBefore(stage);
  hold.release();
  expect(await stage.fetch()).toBe(401);
  await isAsBefore(stage);
  await stage.send();
  await stage.signedIn();
});
