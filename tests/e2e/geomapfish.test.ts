import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { byNumber } from '../../demo/server.ts';
import type { GeoMapFish } from '../servers/geomapfish.ts';
import { type IdentityProvider, startIdentityProvider } from '../servers/identity-provider.ts';
import { typeIn } from './support/map-stage.ts';
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
import { gone, logIn } from './support/provider-pages.ts';
import { sentence } from './support/state.ts';

const SECRET = 'secret-of-the-client-77';
const PASSWORD = 'Str0ng-portal-1';
const TOTP_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const ALL = ['borders', 'countries', 'places'];
const anna = { display_name: 'Anna Map', email: 'anna@example.org', password: PASSWORD, roles: ['editor'] };

let stage: PortalStage<'city' | 'canton' | 'union' | 'town' | 'village' | 'desk'>;
let provider: IdentityProvider;

beforeAll(async () => {
  provider = await startIdentityProvider({
    clients: [
      {
        client_id: 'layerkey',
        token_endpoint_auth_method: 'none',
        redirect_uris: [REDIRECT],
        grant_types: ['authorization_code', 'refresh_token'],
      },
    ],
  });
  stage = await portalStage(
    {
      city: {
        people: { anna },
        clients: {
          layerkey: { secret: SECRET, redirect: REDIRECT, pkceRequired: true, stateRequired: true },
        },
      },
      canton: {
        twoFactor: true,
        basic: true,
        locksAt: 3,
        people: { anna: { ...anna, totp: TOTP_SECRET }, berta: { ...anna, is_password_changed: false } },
      },
      town: { people: { anna } },
      village: { people: { anna } },
      desk: { people: { anna }, basic: true, locksAt: 3 },
      union: { oidc: { issuer: provider.issuer, clientId: 'portal' }, people: {} },
    },
    [provider.issuer],
  );
});
afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
  await provider?.close();
});
afterEach(async () => {
  for (const portal of Object.values(stage.portals)) expect(portal.problems).toEqual([]);
  for (const page of stage.world.browser.context.pages().slice(1)) await page.close();
});

const sorted = (layers: string[] | null) => layers && [...layers].sort();
const logins = (portal: GeoMapFish) =>
  portal.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/login'));

test('OAuth2 with the portal: the token counts on a foreign page, because no Referer goes along; QGIS ends it, and that is said', async () => {
  const { city } = stage.portals;
  const { page, popup } = await openForm(stage, city, { clientId: 'layerkey', clientSecret: SECRET });
  const row = popup.row(city.host);
  await row.says(sentence('providerFound', `${city.host}/app`));
  await row.says(sentence('note_portalClient'));
  expect(await layersSeen(page, city)).toEqual(['countries']);
  await send(popup, city);
  const window = await logInAt(stage, city.url, { login: 'anna', password: PASSWORD });
  await isSignedIn(popup, city);
  await gone(window);
  await row.says('Anna Map');
  await row.says(sentence('tokenRenews'));

  city.clear();
  expect(sorted(await layersSeen(page, city))).toEqual(ALL);
  const [asked] = city.requests;
  expect(asked?.headers).toMatchObject({ authorization: expect.stringMatching(/^Bearer /) });
  expect(asked?.headers.referer).toBeUndefined();
  expect(asked?.query.has('authentication_required')).toBe(true);
  // Control: with the page's Referer the same token is nobody's.
  const { authorization = '' } = asked?.headers ?? {};
  const withReferer = await fetch(byNumber(capabilitiesOf(city)), {
    headers: { authorization, referer: `${stage.site.url()}/` },
  });
  expect(layersIn(await withReferer.text())).toEqual(['countries']);

  city.signInElsewhere('layerkey', 'anna');
  expect(await layersSeen(page, city)).toBeNull();
  await row.says(sentence('hint_sessionElsewhere'));
  // Nothing is sent any more, and what is public is there again.
  await expect.poll(() => layersSeen(page, city)).toEqual(['countries']);
});

test('OpenID Connect with a provider: no account at the portal yet, then with roles', async () => {
  const { union } = stage.portals;
  const { page, popup } = await openForm(stage, union, {});
  const row = popup.row(union.host);
  await row.says(sentence('found_portalOpenid'));
  // The portal's own word for its way in.
  expect(await popup.page.locator('[data-field=way]').inputValue()).toBe('openid');
  await typeIn(popup, { issuer: provider.issuer, clientId: 'layerkey' });
  await send(popup, union);
  await logIn(stage.world.browser.context, provider.issuer, provider.user);
  await isSignedIn(popup, union);
  await page.reload();
  await layersSeen(page, union);
  await row.says(sentence('hint_noRightsYet', union.host));

  // The administrator gives the roles: the same token shows more.
  union.people.add('anna').roles.push('editor');
  union.clear();
  expect(sorted(await layersSeen(page, union))).toEqual(ALL);
  expect(union.requests.at(-1)?.headers.authorization).toMatch(/^Bearer /);
});

describe('the portal’s own login', () => {
  test('is refused for a map of another site, before anything is sent', async () => {
    const { canton } = stage.portals;
    const { popup } = await openForm(stage, canton, { way: 'login', username: 'anna', password: PASSWORD });
    canton.clear();
    await send(popup, canton);
    const site = new URL(stage.site.url()).host;
    await popup.row(canton.host).says(sentence('error_sessionOfOwnPages', canton.host, site));
    expect(logins(canton)).toEqual([]);
  });

  test('typed here: each reply in words, each password once; then the portal’s own page is signed in', async () => {
    const { canton } = stage.portals;
    const { page, popup } = await openForm(
      stage,
      canton,
      { way: 'login', username: 'anna', password: 'wrong-1' },
      `${canton.url}/`,
    );
    const row = popup.row(canton.host);
    await row.says(sentence('found_portalBasicUnsafe'));
    await row.says(sentence('note_portalPages'));
    const says = async (code: string, fields: Record<string, string>) => {
      await typeIn(popup, fields);
      canton.clear();
      await send(popup, canton);
      await row.says(sentence(`error_${code}`, canton.host));
      expect(logins(canton)).toHaveLength(1);
    };
    await says('portalRefused', { password: 'wrong-1' });
    await says('portalFirstPassword', { username: 'berta', password: PASSWORD });
    await says('portalCodeMissing', { username: 'anna' });
    await says('portalRefused', { otp: '000000' });

    canton.clear();
    await typeIn(popup, { otp: '', otpSecret: 'none 0189' });
    await send(popup, canton);
    await row.says(sentence('error_otpSecretWrong'));
    expect(logins(canton)).toEqual([]);

    await typeIn(popup, { otpSecret: TOTP_SECRET });
    await row.says(sentence('note_portalBothFactors'));
    expect(await layersSeen(page, canton)).toEqual(['countries']);
    await send(popup, canton);
    await isSignedIn(popup, canton);
    await row.says('Anna Map');
    canton.clear();
    expect(sorted(await layersSeen(page, canton))).toEqual(ALL);
    expect(canton.requests.at(-1)?.headers).toMatchObject({ cookie: expect.stringContaining('auth_tkt=') });
    expect(canton.requests.at(-1)?.headers.authorization).toBeUndefined();
    expect(canton.people.failures()).toBe(1);
  });

  test('on its own page, in a window that closes by itself', async () => {
    const { town } = stage.portals;
    const { page, popup } = await openForm(stage, town, { way: 'page' }, `${town.url}/`);
    await send(popup, town);
    const window = await logInAt(stage, `${town.url}/login.html`, {
      login: 'anna',
      password: PASSWORD,
    });
    await isSignedIn(popup, town);
    await gone(window);
    expect(sorted(await layersSeen(page, town))).toEqual(ALL);
    // Where it led after the login was never asked for.
    expect(town.requests.filter(({ query }) => query.has('layerkey'))).toEqual([]);
  });
});

describe('Basic', () => {
  test('is not sent where the portal does not take it', async () => {
    const { village } = stage.portals;
    const { popup } = await openForm(stage, village, { way: 'basic', username: 'anna', password: PASSWORD });
    village.clear();
    await send(popup, village);
    await popup.row(village.host).says(sentence('error_portalBasicOff', village.host));
    expect(village.requests.filter(({ headers }) => headers.authorization)).toEqual([]);
  });

  test('with authentication_required in each request, and without a Referer', async () => {
    const { desk } = stage.portals;
    const { page, popup } = await openForm(stage, desk, {
      way: 'basic',
      username: 'anna',
      password: 'wrong-2',
    });
    const row = popup.row(desk.host);
    await row.says(sentence('found_portalBasicOn'));
    const before = desk.people.failures();
    await send(popup, desk);
    await row.says(sentence('error_portalRefused', desk.host));
    expect(desk.people.failures()).toBe(before + 1);
    await typeIn(popup, { password: PASSWORD });
    await send(popup, desk);
    await isSignedIn(popup, desk);
    desk.clear();
    expect(sorted(await layersSeen(page, desk))).toEqual(ALL);
    const [asked] = desk.requests;
    expect(asked?.headers.authorization).toMatch(/^Basic /);
    expect(asked?.headers.referer).toBeUndefined();
    expect(asked?.query.has('authentication_required')).toBe(true);
  });
});
