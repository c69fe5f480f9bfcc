import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  capabilitiesOf,
  isSignedIn,
  layersIn,
  layersSeen,
  logInAt,
  openForm,
  type PortalStage,
  portalStage,
  REDIRECT,
  send,
} from './support/portal-stage.ts';
import { gone } from './support/provider-pages.ts';
import { sentence } from './support/state.ts';

const SECRET = 'secret-of-the-client-77';
const PASSWORD = 'Str0ng-portal-1';
const anna = { display_name: 'Anna Map', email: 'anna@example.org', password: PASSWORD, roles: ['editor'] };
const ALL = ['countries', 'borders', 'places'];

let stage: PortalStage<'city'>;

beforeAll(async () => {
  stage = await portalStage({
    city: {
      people: { anna },
      clients: { layerkey: { secret: SECRET, redirect: REDIRECT, pkceRequired: true, stateRequired: true } },
    },
  });
});
afterAll(() => stage?.[Symbol.asyncDispose]());
afterEach(() => {
  for (const portal of Object.values(stage.portals)) expect(portal.problems).toEqual([]);
});

test('OAuth2 with the portal', async () => {
  const { city } = stage.portals;
  const { page, popup } = await openForm(stage, city, { clientId: 'layerkey', clientSecret: SECRET });
  expect(await layersSeen(page, city)).toEqual(['countries']);
  await popup.page.screenshot({ path: '/tmp/h/shots/gmf-oauth2.png' });
  await send(popup, city);
  const window = await logInAt(stage, city.url, { login: 'anna', password: PASSWORD });
  await isSignedIn(popup, city);
  await gone(window);
  await popup.row(city.host).says('Anna Map');
  await popup.page.screenshot({ path: '/tmp/h/shots/gmf-oauth2-in.png' });
  city.clear();
  expect((await layersSeen(page, city))?.sort()).toEqual([...ALL].sort());
  console.log(city.requests.map((r) => [r.url, r.headers.referer, r.headers.authorization]));
});
