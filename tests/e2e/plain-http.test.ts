import { afterAll, beforeAll, expect, test } from 'vitest';
import { addSource, type Scene, scene } from './support/scene.ts';
import { rulesIn, savedIn } from './support/state.ts';
import { type BothSchemes, basicHeader, guardedWms, startBothSchemes } from './support/world.ts';

/** A service on another machine by plain http: what is sent there can be read on the way. Each test continues the one before. */
const ADMITTED = basicHeader('anna', 'Str0ng-1');

let service: BothSchemes;
let made: Scene;

const base = () => `${service.http('geo.example')}/wms`;
const sent = () => service.plain.requests.flatMap(({ headers }) => headers.authorization ?? []);

beforeAll(async () => {
  const wms = guardedWms(({ headers }) => headers.authorization === ADMITTED, 'Basic realm="maps"');
  service = await startBothSchemes(wms);
  made = await scene(wms, { grant: [base()], ignoreCertificateErrors: true });
});
afterAll(async () => {
  await made?.[Symbol.asyncDispose]();
  await service?.close();
});

test('https is tried first, without a password; the risk is named and nothing is sent', async () => {
  const popup = await made.popup(await made.visit());
  await addSource(popup, base());
  const row = popup.row('geo.example');
  await row.press(/^(Sign in|Check)/);
  await row.says(/asks for a password|User name/);
  await row.press(/^Sign in/);
  await row.fill('User name', 'anna');
  await row.fill('Password', 'Str0ng-1');
  await row.press(/^Sign in$/);
  await row.says('plain http');
  await row.says('also answers over https');
  expect(service.tls.requests.length).toBeGreaterThan(0);
  expect(service.tls.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  expect(sent()).toEqual([]);
  expect(await rulesIn(made.browser)).toEqual([]);

  await popup.page.getByRole('checkbox').check();
  await row.press(/^Sign in$/);
  await row.says('Signed in');
  expect(sent()).toEqual([ADMITTED]);
  expect(JSON.stringify(await savedIn(made.browser))).toContain('geo.example');
});
