import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { arcgis } from '../../../../lib/auth/arcgis.ts';
import { LOCKS_AT } from '../../../servers/arcgis/desk.ts';
import { CLIENT } from '../../../servers/arcgis/oauth2.ts';
import { json, startScriptedProvider, WRONG_ANSWERS } from '../../../servers/scripted-provider.ts';
import { type ArcgisWorld, arcgisWorld, SITE, USER } from './world.ts';

let world: ArcgisWorld;
let problems: string[] = [];
beforeEach(async () => {
  world = await arcgisWorld();
  problems = [];
});
afterEach(async () => {
  expect(world.desk.problems).toEqual(problems);
  await world[Symbol.asyncDispose]();
});

const host = (url: string) => new URL(url).host;

describe('a stand-alone server', () => {
  test('a token for the password, by POST alone, in Esri’s own header', async () => {
    const { root } = world.standalone;
    const { settings, secrets, who, providers } = await world.signIn(root, { way: 'password' });
    expect(world.posts()).toEqual([{ ...USER, client: 'requestip', f: 'json' }]);
    expect(who).toBe(USER.username);
    expect(providers).toEqual([new URL(root).origin]);
    expect(world.sent.map(({ headers }) => Object.keys(headers))).toEqual([['X-Esri-Authorization']]);
    expect(await world.prove(root, secrets)).toBe(true);
    expect(JSON.stringify(settings)).not.toContain(USER.password);
    const ends = arcgis.ends?.(secrets);
    expect(ends).toMatchObject({ leadMs: 300_000 });
    expect((ends?.expiresAt ?? 0) - (ends?.receivedAt ?? 0)).toBeGreaterThan(3_500_000);
    expect(arcgis.isRenewable?.(secrets)).toBe(true);
  });

  test('in the address where that is chosen, and for as long as is asked for', async () => {
    const { root } = world.standalone;
    const { secrets } = await world.signIn(root, { way: 'password', tokenUse: 'query', expiration: '1440' });
    expect(world.posts()[0]).toMatchObject({ expiration: '1440' });
    expect(world.sent[0]?.headers).toEqual({});
    expect(new URL(world.sent[0]?.url ?? '').searchParams.get('token')).toBeTruthy();
    expect((arcgis.ends?.(secrets)?.expiresAt ?? 0) - Date.now()).toBeGreaterThan(23 * 3_600_000);
  });

  test('bound to the site of the map where a proxy hides this computer’s address', async () => {
    const { root } = world.standalone;
    world.desk.seesOtherAddress = true;
    await expect(world.signIn(root, { way: 'password' })).rejects.toMatchObject({
      code: 'arcgisTokenRefused',
      values: [host(root), host(root)],
    });
    const { secrets } = await world.signIn(root, { way: 'password', client: 'referer' });
    expect(world.posts().at(-1)).toEqual({ ...USER, client: 'referer', referer: SITE, f: 'json' });
    expect(world.sent.at(-1)?.headers).toMatchObject({ referer: `${SITE}/` });
    expect(await world.prove(root, secrets)).toBe(true);
    // The control: it is the Referer that makes it good.
    world.sent.length = 0;
    const injection = arcgis.inject({}, secrets, undefined);
    if (injection.kind !== 'headers') throw new Error(injection.kind);
    expect(injection.headers.map(({ name }) => name)).toEqual(['X-Esri-Authorization', 'referer']);
  });

  test('a wrong password is one attempt; a locked account is said as such', async () => {
    const { root } = world.standalone;
    const wrong = { way: 'password', password: 'planted-wrong' };
    await expect(world.signIn(root, wrong)).rejects.toMatchObject({
      code: 'passwordRefused',
      values: [host(root)],
    });
    expect(world.desk.attempts).toEqual(['planted-wrong']);
    expect(world.sent).toEqual([]);
    world.desk.failures = LOCKS_AT;
    await expect(world.signIn(root, { way: 'password' })).rejects.toMatchObject({ code: 'arcgisLocked' });
  });

  test('a token for https alone is not sent to a service over http', async () => {
    world.desk.ssl = true;
    const signing = world.signIn(world.standalone.root, { way: 'password' });
    await expect(signing).rejects.toMatchObject({ code: 'arcgisNeedsHttps' });
    expect(world.sent).toEqual([]);
  });

  test('has no portal page to sign in on', async () => {
    const signing = world.signIn(world.standalone.root, { way: 'portal', clientId: CLIENT });
    await expect(signing).rejects.toMatchObject({ code: 'arcgisNoPortal' });
  });

  test('Windows sign-in is the browser’s: no password is sent', async () => {
    const signing = world.signIn(world.windows.root, { way: 'password' });
    await expect(signing).rejects.toMatchObject({ code: 'windowsSignIn' });
    expect(world.windows.requests.map(({ method }) => method)).toEqual(['GET']);
  });
});

describe('a server of a portal', () => {
  const portalWay = { way: 'portal', clientId: CLIENT };

  test('signed in on the portal’s page: its token is exchanged for one of the server', async () => {
    const { root } = world.federated;
    const { who, secrets, settings, providers } = await world.signIn(root, portalWay);
    expect(who).toBe(USER.username);
    expect(arcgis.person?.(secrets)).toBe(USER.username);
    const [code, exchange] = world.posts();
    expect(code).toMatchObject({ grant_type: 'authorization_code', client_id: CLIENT });
    expect(exchange).toMatchObject({ serverUrl: root, client: 'requestip' });
    expect(await world.prove(root, secrets)).toBe(true);
    expect(providers).toEqual([new URL(world.portal.root).origin]);
    expect(settings).toEqual({ server: root, ...portalWay });
  });

  test('by password, at the portal', async () => {
    const { root } = world.federated;
    const { secrets } = await world.signIn(root, { way: 'password', client: 'referer' });
    expect(world.posts()).toEqual([
      { ...USER, client: 'requestip', f: 'json' },
      { token: expect.any(String), serverUrl: root, client: 'referer', referer: SITE, f: 'json' },
    ]);
    expect(await world.prove(root, secrets)).toBe(true);
  });

  test('the portal’s own address does as well; a server that is none of its is sent nothing', async () => {
    const { secrets, settings } = await world.signIn(world.federated.root, {
      ...portalWay,
      server: world.portal.root,
    });
    // Another server of the same host must not take this one's place.
    expect(settings.server).toBe(world.federated.root);
    expect(await world.prove(world.federated.root, secrets)).toBe(true);
    const elsewhere = world.signIn(world.standalone.root, { ...portalWay, server: world.portal.root });
    await expect(elsewhere).rejects.toMatchObject({
      code: 'notFederated',
      values: [host(world.standalone.root), host(world.portal.root)],
    });
    expect(world.sent.filter(({ url }) => host(url) === host(world.standalone.root))).toEqual([]);
  });

  test('what the server does not take is not left open at the portal', async () => {
    world.desk.seesOtherAddress = true;
    await expect(world.signIn(world.federated.root, portalWay)).rejects.toMatchObject({
      code: 'arcgisTokenRefused',
    });
    await world.portal.waitFor(({ path }) => path.endsWith('/revokeToken'));
  });
});

describe('a web server that signs in itself', () => {
  const open = { currentVersion: 10.8, authInfo: { isTokenBasedSecurity: false } };
  const asks = (challenge: string) => json(() => ({}), 401, { 'WWW-Authenticate': challenge });

  test.each([
    ['everywhere, by Windows sign-in', asks('Negotiate'), asks('Negotiate'), 'windowsSignIn'],
    ['for data, by Windows sign-in', json(() => open), asks('NTLM'), 'windowsSignIn'],
    ['everywhere, by a password', asks('Basic realm="gis"'), asks('Basic'), 'webServerSignIn'],
    [
      'by a password or Windows sign-in',
      asks('Negotiate, Basic realm="gis"'),
      asks('Basic'),
      'webServerSignIn',
    ],
    ['for nothing', json(() => open), json(() => ({ folders: [] })), 'webServerSignIn'],
  ])('%s', async (_, info, services, code) => {
    await using server = await startScriptedProvider();
    server.answers.set('/arcgis/rest/info', info);
    server.answers.set('/arcgis/rest/services', services);
    const signing = world.signIn(`${server.issuer}/arcgis`, { way: 'password' });
    await expect(signing).rejects.toMatchObject({ code, values: [host(server.issuer)] });
    expect(server.requests.every(({ method, headers }) => method === 'GET' && !headers.authorization)).toBe(
      true,
    );
  });
});

test.each(['javascript:alert(1)', 'portal', 'https://', 'ftp://p.example.org'])(
  'a server that says it belongs to %s gets nothing',
  async (owningSystemUrl) => {
    await using server = await startScriptedProvider();
    server.answers.set(
      '/arcgis/rest/info',
      json(() => ({ currentVersion: 11, owningSystemUrl })),
    );
    const signing = world.signIn(`${server.issuer}/arcgis`, { way: 'password' });
    await expect(signing).rejects.toMatchObject({ code: 'notArcgis' });
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  },
);

describe('a key', () => {
  test('is sent to the service and nowhere else', async () => {
    const { token } = world.desk.give(world.standalone.root, null);
    const { secrets, settings, who } = await world.signIn(world.standalone.root, {
      way: 'key',
      key: ` ${token}\n`,
    });
    expect([settings, who]).toEqual([{ way: 'key' }, '']);
    expect(world.sent[0]?.headers).toEqual({ 'X-Esri-Authorization': `Bearer ${token}` });
    expect(world.posts()).toEqual([]);
    expect([arcgis.ends?.(secrets), arcgis.isRenewable?.(secrets)]).toEqual([null, false]);
    await arcgis.revoke?.(secrets, world.quiet);
    expect(world.posts()).toEqual([]);
  });

  test('that is not good: one attempt', async () => {
    const signing = world.signIn(world.standalone.root, { way: 'key', key: 'AAPKwrong' });
    await expect(signing).rejects.toMatchObject({ code: 'keyRefused' });
    expect(world.sent).toHaveLength(1);
  });
});

describe('answers that are none of ArcGIS', () => {
  test.each(Object.keys(WRONG_ANSWERS).filter((name) => !name.includes('for ever')))('%s', async (name) => {
    await using server = await startScriptedProvider();
    const at = `${server.issuer}/arcgis`;
    const answer = WRONG_ANSWERS[name]!;
    server.answers.set('/arcgis/rest/info', answer);
    server.answers.set('/arcgis/sharing/rest/info', answer);
    await expect(world.signIn(at, { way: 'password' })).rejects.toMatchObject({ name: 'AppError' });
    server.answers.set(
      '/arcgis/rest/info',
      json(() => ({
        currentVersion: 10.9,
        authInfo: { isTokenBasedSecurity: true, tokenServicesUrl: `${at}/tokens/` },
      })),
    );
    server.answers.set('/arcgis/tokens/generateToken', answer);
    await expect(world.signIn(at, { way: 'password' })).rejects.toMatchObject({ name: 'AppError' });
    const posts = server.requests.filter(({ method }) => method === 'POST');
    expect(posts.length).toBe(1);
    expect(world.sent).toEqual([]);
  });

  test.each([
    ['plain http', 'http://gis.example.org/arcgis/tokens/', 'plainHttpProvider'],
    ['no address', 'tokens', 'notArcgis'],
  ])('a token service at %s gets no password', async (_, tokenServicesUrl, code) => {
    await using server = await startScriptedProvider();
    server.answers.set(
      '/arcgis/rest/info',
      json(() => ({ authInfo: { isTokenBasedSecurity: true, tokenServicesUrl } })),
    );
    const signing = world.signIn(`${server.issuer}/arcgis`, { way: 'password' });
    await expect(signing).rejects.toMatchObject({ code });
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  });
});
