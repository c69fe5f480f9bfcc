import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { byNumber } from '../../../demo/server.ts';
import { portalAddress, portalOf } from '../../../lib/auth/geomapfish/portal.ts';
import { geomapfish } from '../../../lib/auth/geomapfish.ts';
import type { SignedIn, Values } from '../../../lib/auth/method.ts';
import { attempt } from '../../../lib/sign-in/attempt.ts';
import { createProving } from '../../../lib/sign-in/proving.ts';
import type { Account, Source } from '../../../lib/sources/model.ts';
import { portalBrowser } from '../../fakes/portal-browser.ts';
import { type GeoMapFish, type GeoMapFishOptions, startGeoMapFish } from '../../servers/geomapfish.ts';
import { startIdentityProvider } from '../../servers/identity-provider.ts';
import { Person } from '../../servers/person.ts';

const SECRET = 'planted-client-secret-9c1';
const PASSWORD = 'planted-pr0vider-pass';
const TOTP_SECRET = 'JBSWY3DPEHPK3PXP';
const REDIRECT = 'http://127.0.0.1:7070/';
const ANNA = { display_name: 'Anna Map', password: PASSWORD, roles: ['editor'] };
const OAUTH2 = { way: 'oauth2', clientId: 'layerkey', clientSecret: SECRET, redirect: REDIRECT };
const TYPED = { way: 'login', username: 'anna', password: PASSWORD };

const running: GeoMapFish[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) {
    expect(each.problems).toEqual([]);
    await each.close();
  }
});

/** A portal, and a browser in front of it. */
async function start(options: GeoMapFishOptions = {}) {
  const portal = await startGeoMapFish({
    people: { anna: ANNA },
    clients: { layerkey: { secret: SECRET, redirect: REDIRECT, pkceRequired: true, stateRequired: true } },
    ...options,
    host: '127.0.0.1',
  });
  running.push(portal);
  const url = byNumber(portal.url);
  const browser = portalBrowser({ login: 'anna', password: PASSWORD });
  const service = {
    kinds: ['WMS'],
    prefix: `${url}/mapserv_proxy`,
    prefixes: [`${url}/mapserv_proxy`],
    sample: '',
    signed: false,
  } as const;
  const options_ = { seen: 'open', challenged: false, acceptPlainHttp: false, keyNames: [] } as const;
  return {
    portal,
    url,
    browser,
    signIn: (values: Values, site = new URL(url).origin): Promise<SignedIn> =>
      attempt(
        browser.ask,
        geomapfish,
        service,
        { ...options_, sites: [site, site], provider: browser.asked },
        (tools) => geomapfish.signIn({ portal: url, ...values }, tools),
      ),
    /** The same account for another service or site. */
    use: ({ settings, secrets }: SignedIn, site = new URL(url).origin) =>
      attempt(
        browser.ask,
        geomapfish,
        service,
        { ...options_, sites: [site, site], witness: geomapfish.witness?.(secrets) ?? null },
        (tools) => tools.attempt(geomapfish.inject(settings, secrets, undefined)),
      ),
    /** How the account stands, as after an unlocking. */
    prove: async ({ settings, secrets }: SignedIn) => {
      const store = { read: async () => ({ sources: [], accounts: [], grants: [], keyVault: [] }) };
      const account = { id: 'a', method: 'geomapfish', who: '', settings, origins: [] } as Account;
      const source = {
        id: 's',
        name: '',
        kinds: ['WMS'],
        urls: [service.prefix],
        sample: '',
        frames: false,
      } as Source;
      const proving = createProving({ store: store as never, ask: browser.ask });
      const held = { accountId: 'a', secrets, destinations: [], remembered: false };
      return (await proving(account, held, source)).status;
    },
  };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );

describe('the portal’s address', () => {
  test.each([
    ['maps.city.ch', 'https://maps.city.ch'],
    [' https://maps.city.ch/app/ ', 'https://maps.city.ch/app'],
    ['https://maps.city.ch/app/mapserv_proxy?SERVICE=WMS#x', 'https://maps.city.ch/app'],
    ['https://maps.city.ch/app/mapserv_proxy/main/ogcapi/collections', 'https://maps.city.ch/app'],
    ['https://maps.city.ch/app/oauth/token', 'https://maps.city.ch/app'],
    ['https://maps.city.ch/login.html?came_from=/', 'https://maps.city.ch'],
    ['http://localhost:8080/app', 'http://localhost:8080/app'],
  ])('%s', (typed, expected) => expect(portalAddress(typed)).toBe(expected));

  test.each([
    ['', 'emptyField'],
    ['http://maps.city.ch/app', 'plainHttpProvider'],
    ['ftp://maps.city.ch', 'badUrl'],
    ['https://anna:pw@maps.city.ch', 'badUrl'],
    ['https://', 'badUrl'],
  ])('%j is refused', (typed, code) =>
    expect(() => portalAddress(typed)).toThrow(
      expect.objectContaining({ code, values: expect.arrayContaining(['portal']) }),
    ),
  );

  test('whatever is typed: an address without query and last slash, which stays as it is, or one failure', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true })), (typed) => {
        try {
          const address = portalAddress(typed);
          expect(address).toMatch(/^https?:\/\/[^?#]*[^/?#]$/);
          expect(portalAddress(address)).toBe(address);
        } catch (error) {
          expect(['emptyField', 'badUrl', 'plainHttpProvider']).toContain((error as { code?: string }).code);
        }
      }),
    );
  });

  test.each([
    ['https://maps.city.ch/app/mapserv_proxy', 'https://maps.city.ch/app'],
    ['https://maps.city.ch/mapserv_proxy/main/wfs3', 'https://maps.city.ch'],
    ['https://maps.city.ch/app/mapserv_proxy2', null],
    ['https://maps.city.ch/geoserver/ows', null],
  ])('a service at %s is of %s', (base, portal) => {
    expect(portalOf(base)).toBe(portal);
    expect(geomapfish.recognise?.({ base, kinds: ['WMS'] })).toEqual(portal === null ? null : { portal });
  });
});

describe('what a portal tells', () => {
  test.each<[GeoMapFishOptions, string, string[]]>([
    [{}, 'oauth2', []],
    [{ basic: true }, 'oauth2', ['portalBasicOn']],
    [{ twoFactor: true }, 'oauth2', ['portalTwoFactor']],
    [{ twoFactor: true, basic: true }, 'oauth2', ['portalBasicUnsafe']],
    [{ oidc: { issuer: 'http://127.0.0.1:1', clientId: 'x' } }, 'openid', ['portalOpenid']],
  ])('%j', async (options, way, notes) => {
    const { url, browser } = await start(options);
    const found = await geomapfish.lookUp?.look(`${url}/`, browser.asked);
    expect(found).toMatchObject({ proposed: { way }, notes, origins: [new URL(url).origin] });
  });

  test('is asked for without the browser’s cookies, which only its own login needs', async () => {
    const { url, browser, portal, signIn } = await start({ basic: true });
    await signIn(TYPED);
    expect(portal.requests.filter(({ headers }) => headers.cookie).length).toBeGreaterThan(0);
    portal.clear();
    await geomapfish.lookUp?.look(url, browser.asked);
    await signIn({ ...TYPED, way: 'basic' });
    expect(portal.requests.map(({ headers }) => headers.cookie).filter(Boolean)).toEqual([]);
  });

  test('another server is none', async () => {
    const { url, browser } = await start();
    const other = url.replace(/\/app$/, '/other');
    await expect(geomapfish.lookUp?.look(other, browser.asked)).rejects.toMatchObject({
      code: 'portalNotFound',
    });
    // Asked at an address that no portal has.
    running[0]?.clear();
    (running[0]?.problems as string[]).length = 0;
  });
});

describe('OAuth2', () => {
  test('signs in; what is secret is held, the rest is public; the token renews and rotates', async () => {
    const { signIn, prove, portal, url, browser } = await start();
    const made = await signIn(OAUTH2);
    expect(made.who).toBe('Anna Map');
    expect(made.note).toBeUndefined();
    expect(made.settings).toEqual({ portal: url, way: 'oauth2', clientId: 'layerkey', redirect: REDIRECT });
    expect(made.providers).toEqual([new URL(url).origin]);
    expect(new URL(browser.visited[0] ?? '').searchParams.has('scope')).toBe(false);
    expect(geomapfish.inject(made.settings, made.secrets, undefined)).toMatchObject({
      removed: ['referer'],
      parameters: [{ name: 'authentication_required' }],
    });
    const renewed = await geomapfish.renew?.(made.secrets, {
      ...browser.asked,
      authorizeSilently: async () => null,
    });
    expect(renewed?.refreshToken).not.toBe(made.secrets.refreshToken);
    expect(await prove({ ...made, secrets: renewed ?? {} })).toBe('signedIn');
    // The old one ended with it, and the service still answers everyone: what the portal says counts.
    expect(await prove(made)).toBe('notAccepted');
    expect(portal.requests.filter(({ path }) => path.endsWith('/oauth/token'))).toHaveLength(2);
  });

  test('a token that the portal does not know is no sign-in, though its service answers', async () => {
    const { signIn, browser, portal } = await start();
    const { fetch } = browser.asked;
    browser.asked.fetch = async (url, init) => {
      const answer = await fetch(url, init);
      // Another application signs in with the same client, right after.
      if (url.endsWith('/oauth/token')) portal.signInElsewhere('layerkey', 'anna');
      return answer;
    };
    expect(await codeOf(signIn(OAUTH2))).toBe('portalTokenUnknown');
  });

  test('for somebody without roles: signed in, with a word', async () => {
    const { signIn, use } = await start({ people: { anna: { ...ANNA, roles: [] } } });
    const made = await signIn(OAUTH2);
    expect(made.note?.code).toBe('noRightsYet');
    // No more layers than anybody, and all the same a sign-in.
    expect(await use(made)).toEqual({ accepted: true });
  });

  test('once it ended, it signs nobody in at another service', async () => {
    const { signIn, use, portal } = await start();
    const made = await signIn(OAUTH2);
    expect(await use(made)).toEqual({ accepted: true });
    portal.signInElsewhere('layerkey', 'anna');
    expect(await use(made)).toMatchObject({ accepted: false, refusal: true });
  });

  test('without a secret nothing is asked for a token', async () => {
    const { signIn, portal } = await start();
    expect(await codeOf(signIn({ ...OAUTH2, clientSecret: '' }))).toBe('emptyField');
    expect(portal.requests.filter(({ path }) => path.includes('/oauth/'))).toEqual([]);
  });
});

describe('the portal’s own login', () => {
  test('keeps the password only where it can sign in again', async () => {
    const plain = await start();
    const kept = await plain.signIn(TYPED);
    expect(JSON.stringify(kept.settings)).not.toContain(PASSWORD);
    expect(geomapfish.isRenewable?.(kept.secrets)).toBe(true);
    plain.portal.people.endSessions();
    expect(await plain.prove(kept)).toBe('notAccepted');
    await geomapfish.renew?.(kept.secrets, { ...plain.browser.asked, authorizeSilently: async () => null });
    expect(await plain.prove(kept)).toBe('signedIn');

    const double = await start({ twoFactor: true, people: { anna: { ...ANNA, totp: TOTP_SECRET } } });
    const { codeAt } = await import('../../../lib/auth/geomapfish/one-time-code.ts');
    const typed = await double.signIn({ ...TYPED, otp: codeAt(TOTP_SECRET, Date.now()) });
    expect(JSON.stringify(typed)).not.toContain(PASSWORD);
    expect(geomapfish.isRenewable?.(typed.secrets)).toBe(false);
    const computed = await double.signIn({ ...TYPED, otpSecret: TOTP_SECRET });
    expect(JSON.stringify(computed.settings)).not.toContain(TOTP_SECRET);
    expect(geomapfish.isRenewable?.(computed.secrets)).toBe(true);
  });

  test('a password that was changed is tried once more, and then never again', async () => {
    const { signIn, portal, browser } = await start();
    const { secrets } = await signIn(TYPED);
    portal.people.get('anna').password = 'another';
    const quiet = { ...browser.asked, authorizeSilently: async () => null };
    expect(await codeOf(geomapfish.renew?.(secrets, quiet) ?? Promise.resolve())).toBe('signInEnded');
    expect(portal.people.failures()).toBe(1);
  });

  test.each([
    [{ password: 'wrong' }, {}, 'portalRefused'],
    [{}, { people: { anna: { ...ANNA, deactivated: true } } }, 'portalRefused'],
    [{}, { people: { anna: { ...ANNA, is_password_changed: false } } }, 'portalFirstPassword'],
    [{}, { twoFactor: true }, 'portalFirstPassword'],
    [{}, { twoFactor: true, people: { anna: { ...ANNA, totp: TOTP_SECRET } } }, 'portalCodeMissing'],
    [{}, { oidc: { issuer: 'http://127.0.0.1:1', clientId: 'x' } }, 'portalLoginOff'],
    [{ password: '' }, {}, 'emptyField'],
  ] as [Values, GeoMapFishOptions, string][])('%j at %j: %s', async (values, options, code) => {
    const { signIn, portal, browser } = await start(options);
    expect(await codeOf(signIn({ ...TYPED, ...values }))).toBe(code);
    expect(portal.people.failures()).toBeLessThanOrEqual(1);
    expect([...browser.jar]).toEqual([]);
  });

  test('a browser that keeps no cookies is not signed in', async () => {
    const { signIn, browser } = await start();
    const { fetch } = browser.asked;
    browser.asked.fetch = async (url, init) => {
      const answer = await fetch(url, init);
      browser.jar.clear();
      return answer;
    };
    expect(await codeOf(signIn(TYPED))).toBe('portalNoSession');
  });

  test('a session that ended signs nobody in at another service of the portal', async () => {
    const { signIn, use, portal } = await start();
    const made = await signIn(TYPED);
    expect(await use(made)).toEqual({ accepted: true });
    portal.people.endSessions();
    expect(await use(made)).toMatchObject({ accepted: false, refusal: true });
  });

  test('serves no other site, and no page that another site frames', async () => {
    const { signIn, use, portal } = await start();
    for (const way of ['login', 'page'])
      expect(await codeOf(signIn({ ...TYPED, way }, 'https://maps.example.org'))).toBe('sessionOfOwnPages');
    expect(portal.requests.filter(({ path }) => path.endsWith('/login'))).toEqual([]);
    const made = await signIn(TYPED);
    expect(await use(made)).toEqual({ accepted: true });
    expect(await codeOf(use(made, 'https://maps.example.org'))).toBe('sessionOfOwnPages');
  });

  test('on its page: an open session needs no window; signing out ends it', async () => {
    const { signIn, portal, browser, prove } = await start();
    const made = await signIn({ way: 'page' });
    expect(browser.visited).toHaveLength(1);
    expect(portal.requests.some(({ query }) => query.has('layerkey'))).toBe(false);
    await signIn({ way: 'page' });
    expect(browser.visited).toHaveLength(1);
    expect(await prove(made)).toBe('signedIn');
    await geomapfish.revoke?.(made.secrets, { ...browser.asked, authorizeSilently: async () => null });
    expect([...browser.jar]).toEqual([]);
    expect(await prove(made)).toBe('notAccepted');
  });
});

test('a portal with a provider of its own leads there, and back', async () => {
  const oidc = { issuer: '', clientId: 'portal', createsUsers: true };
  const { signIn, portal, url, browser, prove } = await start({ oidc, people: {} });
  const callback = `${url}/oidc/callback`;
  const client = { client_id: 'portal', token_endpoint_auth_method: 'none' as const };
  await using provider = await startIdentityProvider({ clients: [{ ...client, redirect_uris: [callback] }] });
  oidc.issuer = provider.issuer;
  const { fetch } = browser.asked;
  browser.asked.authorize = async (page, back) => {
    const there = (await fetch(page, {})).headers.get('location') ?? '';
    const answer = (await new Person().signIn(there, callback, provider.user)) ?? '';
    const location = (await fetch(answer, { credentials: 'include' })).headers.get('location') ?? '';
    expect(location).toBe(back);
    return location;
  };
  const made = await signIn({ way: 'page' });
  // Whoever comes for the first time has an account, and no roles.
  expect(made).toMatchObject({ who: 'anna', note: { code: 'noRightsYet' } });
  expect(await prove(made)).toBe('signedIn');
  expect(portal.requests.map(({ path }) => path)).toContain('/app/oidc/callback');
});

describe('Basic', () => {
  const BASIC = { way: 'basic', username: 'anna', password: PASSWORD };

  test('where it is on; each password reaches the portal once', async () => {
    const { signIn, portal, prove } = await start({ basic: true });
    expect(await codeOf(signIn({ ...BASIC, password: 'wrong' }))).toBe('portalRefused');
    expect(portal.people.failures()).toBe(1);
    const made = await signIn(BASIC);
    expect(made.who).toBe('Anna Map');
    expect(JSON.stringify(made.settings)).not.toContain(PASSWORD);
    expect(geomapfish.ends?.(made.secrets)).toBeNull();
    portal.people.get('anna').password = 'changed';
    expect(await prove(made)).toBe('notAccepted');
  });

  test('where it is off nothing is sent', async () => {
    const { signIn, portal } = await start();
    expect(await codeOf(signIn(BASIC))).toBe('portalBasicOff');
    expect(portal.requests.filter(({ headers }) => headers.authorization)).toEqual([]);
  });
});

test('whoever edits the readable records changes neither the way nor where a secret goes', async () => {
  const { signIn, portal, browser } = await start();
  const { secrets, settings } = await signIn(TYPED);
  const edited = { ...settings, way: 'basic', portal: 'https://evil.example', username: 'anna' };
  expect(geomapfish.inject(edited, secrets, undefined)).toEqual({
    kind: 'headers',
    headers: [],
    cookies: true,
  });
  portal.clear();
  await geomapfish.renew?.(secrets, { ...browser.asked, authorizeSilently: async () => null });
  expect(portal.requests.map(({ path }) => path)).toEqual(['/app/login', '/app/loginuser']);
});
