import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type RecordingServer, startServer } from '../../../demo/server.ts';
import { newSecret } from '../../../lib/auth/geodi/validator.ts';
import { geodi as method } from '../../../lib/auth/geodi.ts';
import type { Values } from '../../../lib/auth/method.ts';
import { AppError } from '../../../lib/errors.ts';
import { REFUSED, tools } from '../../fakes/tools.ts';
import { createGeodi, type Geodi } from '../../servers/geodi.ts';
import { startValidator, type Validator } from '../../servers/geodi-validator.ts';

const SECRET = newSecret();
const CLIENT = 'MyClientID';
const HEADER = 'GEODI_Request';
const PLANTED = 'planted-pw-81c2';
let geodi: Geodi;
let server: RecordingServer;
let check: Validator;
let now = Date.now();

beforeAll(async () => {
  check = await startValidator({ clientId: CLIENT, secret: SECRET, requestHeader: HEADER });
});
afterAll(() => check.close());

async function start() {
  geodi = createGeodi({
    anna: { password: PLANTED, workspaces: ['Kent'] },
    'City\\bob': { password: 'x', workspaces: ['Kent'] },
    carl: { password: 'x', workspaces: [], mayHaveTokens: false },
  });
  geodi.putSettings(`{ClientID:"${CLIENT}",ValidateURL: "${check.url}",GEODIRequestHeader:"${HEADER}"}`);
  server = await startServer(geodi.handler);
}

afterEach(async () => {
  expect(geodi.problems).toEqual([]);
  await server.close();
});

/** Whom Layerkey may ask, as the browser would say. */
function provided(used = tools()) {
  const asked: string[][] = [];
  return {
    asked,
    ...used,
    provider: {
      fetch: (url: string, init: RequestInit) => fetch(url, init),
      now: () => now,
      signal: new AbortController().signal,
      redirectUri: '',
      mayAsk: async (origins: readonly string[]) => void asked.push([...origins]),
      authorize: async () => '',
      askForCode: async () => '',
    },
  };
}

const quiet = () => ({ ...provided().provider, authorizeSilently: async () => null });
const byPassword = (more: Values = {}): Values => ({
  ...{ way: 'password', server: `${server.url()}/geodi`, username: 'anna', password: PLANTED },
  ...more,
});
const byClient = (more: Values = {}): Values => ({
  ...{ way: 'trusted', server: `${server.url()}/geodi`, clientId: CLIENT, userKind: 'geodi' },
  ...{ loginUser: 'anna', userSession: geodi.makeToken('carl', 16), validatorFrom: 'computed' },
  ...{ validatorSecret: SECRET, validatorMinutes: '5', timeOutMinute: '120', requestBy: 'POST' },
  ...more,
});
const signIn = (values: Values, used = provided()) => method.signIn(values, used);
const refusal = async (values: Values, used = provided()): Promise<[string, string[]]> =>
  signIn(values, used).then(
    () => ['accepted', []],
    (error: AppError) => [error.code, error.values],
  );

/** What a map gets with what is held. */
async function map(secrets: Values): Promise<number> {
  const injection = method.inject({}, secrets, undefined);
  if (injection.kind !== 'query') throw new Error('not in the query');
  expect(injection.parameters.map(({ name }) => name)).toEqual(['UserSession']);
  const url = new URL(
    `${server.url()}/geodi/GeodiExportHandler?op=ExportQueryResult&ReportID=GeoJSON&wsName=Kent`,
  );
  for (const { name, value } of injection.parameters) url.searchParams.set(name, value);
  return (await fetch(url)).status;
}

describe('user name and password', () => {
  test('one request makes a token, which maps take; the password is not kept', async () => {
    await start();
    const used = provided();
    const { secrets, settings, who, providers } = await signIn(byPassword(), used);
    expect(geodi.log).toEqual(['POST TokenHandler CreateTokenForUser 200']);
    expect(used.asked).toEqual([[server.url()]]);
    expect(await map(secrets)).toBe(200);
    expect([who, providers]).toEqual(['anna', undefined]);
    expect(JSON.stringify([settings, secrets])).not.toContain(PLANTED);
    expect(method.ends?.(secrets)).toEqual({ receivedAt: now, expiresAt: null });
    expect([method.isRenewable?.(secrets), method.linkLife?.(secrets)]).toEqual([false, null]);
    await expect(method.renew?.(secrets, quiet())).rejects.toMatchObject({ code: 'signInEnded' });
  });

  test.each<[string, Values, string]>([
    ['a wrong password', { password: 'no' }, 'passwordRefused'],
    ['a user who may have no tokens', { username: 'carl', password: 'x' }, 'geodiNoToken'],
  ])('%s is said after one attempt', async (_, more, code) => {
    await start();
    expect(await refusal(byPassword(more))).toEqual([
      code,
      [new URL(server.url()).host, 'CreateTokenForUser'],
    ]);
    expect(geodi.log).toHaveLength(1);
  });

  test('what is asked of the token is sent', async () => {
    await start();
    await signIn(byPassword({ tokenTarget: '256', wsName: ' Kent ' }));
    const sent = new URLSearchParams(server.requests[0]?.body);
    expect(Object.fromEntries(sent)).toEqual({
      ...{ tokenTarget: '256', Username: 'anna', Password: PLANTED, wsName: 'Kent' },
    });
  });

  test('a token that the service does not take was nobody’s typing', async () => {
    await start();
    const [code] = await refusal(byPassword(), provided(tools(() => REFUSED)));
    expect(code).toBe('geodiTokenRefused');
  });
});

test('a pasted token is sent as it is, and nobody is asked', async () => {
  await start();
  const token = geodi.makeToken('anna', 10);
  const used = provided();
  const { secrets, settings } = await signIn({ way: 'token', token: ` ${token}\n` }, used);
  expect(await map(secrets)).toBe(200);
  expect([used.asked, geodi.log.filter((each) => each.includes('TokenHandler'))]).toEqual([[], []]);
  expect(JSON.stringify(settings)).not.toContain(token);
  expect(await refusal({ way: 'token', token: ' \n' })).toEqual(['emptyField', ['token']]);
  expect((await refusal({ way: 'token', token }, provided(tools(() => REFUSED))))[0]).toBe('keyRefused');
});

describe('a trusted client', () => {
  test.each(['POST', 'GET'])(
    'computes its validator, by %s; renewed with a new one, and its link opens',
    async (requestBy) => {
      await start();
      const used = provided();
      const values = byClient({ requestBy, ipFilter: '127.0.0.1', timeOutMinute: '90' });
      const { secrets, settings, who, providers } = await signIn(values, used);
      expect(used.asked).toEqual([[server.url()]]);
      expect([who, providers]).toEqual(['GEODI:anna', [server.url()]]);
      expect(await map(secrets)).toBe(200);
      expect(JSON.stringify(settings)).not.toMatch(
        new RegExp(`${SECRET}|${values.userSession?.slice(0, 36)}`),
      );
      expect(method.ends?.(secrets)).toEqual({ receivedAt: now, expiresAt: now + 90 * 60_000 });
      expect([method.isRenewable?.(secrets), method.linkLife?.(secrets)]).toEqual([true, 90 * 60_000]);

      now += 80 * 60_000;
      check.setClock(now);
      const renewed = (await method.renew?.(secrets, quiet())) ?? {};
      expect(renewed.geodiToken).not.toBe(secrets.geodiToken);
      expect(method.ends?.(renewed)).toEqual({ receivedAt: now, expiresAt: now + 90 * 60_000 });
      expect(await map(renewed)).toBe(200);

      const link = await method.openLink?.(renewed, quiet());
      expect(method.linkLife?.(renewed)).toBe(90 * 60_000);
      expect(await (await fetch(link ?? '')).text()).toContain('signed in as anna');
      expect(geodi.log.filter((each) => each.includes('TokenHandler'))).toEqual([
        `${requestBy} TokenHandler GetAutoLoginToken 200`,
        `${requestBy} TokenHandler GetAutoLoginToken 200`,
        `${requestBy} TokenHandler GetAutoLoginLink 200`,
      ]);
      expect(geodi.validations).toEqual(['/check OK', '/check OK', '/check OK']);
    },
  );

  test.each<[Values, string]>([
    [{ userKind: 'geodi' }, 'GEODI:anna'],
    [{ userKind: 'ldap', domain: ' City ', loginUser: 'bob' }, 'LDAP:City\\bob'],
    [{ userKind: 'ldap', domain: '', loginUser: 'bob' }, 'LDAP:bob'],
    [{ userKind: 'name', loginUser: ' anna ' }, 'anna'],
  ])('%o is the user %s', async (more, loginUser) => {
    await start();
    const { secrets } = await signIn(byClient(more));
    expect(new URLSearchParams(server.requests[0]?.body).get('LoginUser')).toBe(loginUser);
    expect(await map(secrets)).toBe(200);
  });

  test('a pasted validator is good once: nothing that could ask again is kept', async () => {
    await start();
    const values = byClient({ validatorFrom: 'pasted', validator: ` ${await check.make('GEODI:anna')}\n` });
    const { secrets, providers } = await signIn(values);
    expect(await map(secrets)).toBe(200);
    expect(Object.keys(secrets).sort()).toEqual(['geodiSealed', 'geodiToken']);
    expect(providers).toBeUndefined();
    expect(method.ends?.(secrets)?.expiresAt).toBe(now + 120 * 60_000);
    expect([method.isRenewable?.(secrets), method.linkLife?.(secrets)]).toEqual([false, null]);
    await expect(method.openLink?.(secrets, quiet())).rejects.toMatchObject({ code: 'badMessage' });
    expect((await refusal(values))[0]).toBe('geodiValidator');
  });

  test('a validator is fetched from the organisation’s address, a new one each time; its key stays out of the records', async () => {
    await start();
    await using organisation = await startServer(async (_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' }).end(`${await check.make('GEODI:anna')}\n`);
    });
    const validatorUrl = `${organisation.url()}/validator?app=maps&key=${PLANTED}`;
    const used = provided();
    const { secrets, settings, providers } = await signIn(
      byClient({ validatorFrom: 'fetched', validatorUrl }),
      used,
    );
    expect([used.asked, providers]).toEqual([
      [[server.url(), organisation.url()]],
      [server.url(), organisation.url()],
    ]);
    expect(settings.validatorUrl).toBe(`${organisation.url()}/validator?app=maps`);
    await method.renew?.(secrets, quiet());
    expect(organisation.requests.map(({ url, headers }) => [url, headers.cookie])).toEqual([
      [`/validator?app=maps&key=${PLANTED}`, undefined],
      [`/validator?app=maps&key=${PLANTED}`, undefined],
    ]);
  });

  test.each([
    [200, '', 'geodiNoValidator'],
    [200, '<html>Log in</html>', 'geodiNoValidator'],
    [404, 'none', 'geodiNoValidator'],
    [503, 'later', 'serverError'],
    [302, '', 'providerRedirects'],
  ])('an address that answers %i %j gives none: %s, and GEODI is not asked', async (status, text, code) => {
    await start();
    await using organisation = await startServer((_, response) => {
      response.writeHead(status, { Location: '/login' }).end(text);
    });
    const values = byClient({ validatorFrom: 'fetched', validatorUrl: `${organisation.url()}/v` });
    expect(await refusal(values)).toEqual([code, expect.arrayContaining([new URL(organisation.url()).host])]);
    expect(geodi.log).toEqual([]);
  });

  test.each<[string, () => Values, string]>([
    ['a token that is none', () => ({ userSession: 'x' }), 'geodiSession'],
    ['a token without the target', () => ({ userSession: geodi.makeToken('carl', 10) }), 'geodiTarget'],
    ['another secret', () => ({ validatorSecret: newSecret() }), 'geodiValidator'],
    ['a user whom nobody knows', () => ({ loginUser: 'zoe' }), 'geodiLoginUser'],
    ['a client whom nobody knows', () => ({ clientId: 'Other' }), 'geodiClient'],
    ['LDAP without a domain', () => ({ userKind: 'ldap', loginUser: 'zoe' }), 'geodiDomain'],
  ])('%s: %s', async (_, more, code) => {
    await start();
    expect(await refusal(byClient(more()))).toEqual([
      code,
      [new URL(server.url()).host, 'GetAutoLoginToken'],
    ]);
    expect(geodi.log).toHaveLength(1);
  });

  test.each([
    [401, 'geodiSession'],
    [403, 'geodiTarget'],
    [511, 'geodiNetwork'],
    [452, 'geodiValidator'],
    [453, 'geodiLoginUser'],
    [454, 'geodiClient'],
    // Only where GEODI has to find the domain.
    [455, 'unexpectedStatus'],
    [500, 'geodiFault'],
    [502, 'serverError'],
    [429, 'tooManyRequests'],
    [404, 'unexpectedStatus'],
  ])('%i is said as %s', async (status, code) => {
    await start();
    geodi.failNext(status);
    expect((await refusal(byClient()))[0]).toBe(code);
  });

  test('the link may name what the token may not do; nothing opens then', async () => {
    await start();
    const { secrets } = await signIn(byClient());
    geodi.failNext(403);
    await expect(method.openLink?.(secrets, quiet())).rejects.toMatchObject({
      ...{ code: 'geodiTarget', values: [new URL(server.url()).host, 'GetAutoLoginLink'] },
    });
  });
});

test.each<[string, Values, string, string]>([
  ['no address', { server: '' }, 'emptyField', 'server'],
  ['no web address', { server: 'ftp://x.example' }, 'badUrl', 'server'],
  ['a password in it', { server: 'https://a:b@x.example' }, 'badUrl', 'server'],
  ['a readable way', { server: 'http://geodi.example.com/geodi' }, 'plainHttpProvider', 'server'],
  [
    'a readable way',
    { validatorFrom: 'fetched', validatorUrl: 'http://v.example.com/' },
    'plainHttpProvider',
    'validatorUrl',
  ],
  ['no address', { validatorFrom: 'fetched', validatorUrl: 'v.example.com' }, 'badUrl', 'validatorUrl'],
  [
    'a guessable secret',
    { validatorSecret: 'correct horse battery staple' },
    'geodiSecret',
    'validatorSecret',
  ],
  ['a spelling of its own', { loginUser: 'GEODI:anna' }, 'geodiName', 'loginUser'],
  ['a spelling of its own', { loginUser: 'City\\anna', userKind: 'name' }, 'geodiName', 'loginUser'],
  ['a spelling of its own', { userKind: 'ldap', domain: 'City\\' }, 'geodiName', 'domain'],
  ['no user', { loginUser: ' ' }, 'emptyField', 'loginUser'],
  ['no client', { clientId: '' }, 'emptyField', 'clientId'],
  ['no token', { userSession: '' }, 'emptyField', 'userSession'],
  ['no validator', { validatorFrom: 'pasted', validator: '' }, 'emptyField', 'validator'],
  ['no number', { timeOutMinute: '1.5' }, 'geodiMinutes', 'timeOutMinute'],
  ['no time', { timeOutMinute: '0' }, 'geodiMinutes', 'timeOutMinute'],
  ['too long', { validatorMinutes: '61' }, 'geodiMinutes', 'validatorMinutes'],
])('%s, %o: %s under %s, and nothing was sent', async (_, more, code, field) => {
  await start();
  const used = provided();
  const [said, values] = await refusal(byClient(more), used);
  expect([said, values]).toEqual([code, expect.arrayContaining([field])]);
  expect([used.asked, used.attempts, geodi.log]).toEqual([[], [], []]);
});

test.each([
  'https://geodi.example.com/geodi',
  'geodi.example.com/geodi/',
  'https://geodi.example.com/geodi/QueryHandler?op=GetKeywords&wsName=Kent#x',
])('the address %s is GEODI’s own', async (typed) => {
  await start();
  const urls: string[] = [];
  const used = provided();
  used.provider.fetch = async (url) => {
    urls.push(url);
    return Response.json('token');
  };
  await signIn(byPassword({ server: typed }), used);
  expect(urls).toEqual(['https://geodi.example.com/geodi/TokenHandler?op=CreateTokenForUser']);
});

test.each(['', 'null', '{"d":"x"}', '""', 'token', '<html>'])('the answer %j is no token', async (answer) => {
  await start();
  const used = provided();
  used.provider.fetch = async () => new Response(answer);
  expect((await refusal(byPassword(), used))[0]).toBe('providerAnswerUnreadable');
  expect(used.attempts).toEqual([]);
});

describe('what was sealed', () => {
  test('whatever stands in the readable settings, the token goes as it is and is renewed where it was given', async () => {
    await start();
    const { secrets } = await signIn(byClient());
    const edited = { server: 'https://evil.example', validatorUrl: 'https://evil.example', way: 'password' };
    expect(method.inject(edited, secrets, 'other')).toEqual(method.inject({}, secrets, undefined));
    const asked: string[] = [];
    const tools = quiet();
    await method.renew?.(secrets, {
      ...tools,
      fetch: (url, init) => {
        asked.push(url);
        return tools.fetch(url, init);
      },
    });
    expect(asked).toEqual([`${server.url()}/geodi/TokenHandler?op=GetAutoLoginToken`]);
  });

  test('secrets that are none of its own are neither sent nor renewed', async () => {
    await start();
    const value = fc.oneof(fc.string(), fc.json(), fc.constant('{"server":"https://evil.example"}'));
    await fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('geodiSealed', 'geodiToken', 'password'), value),
        (secrets) => {
          expect(method.ends?.(secrets) ?? null).toBeNull();
          expect(method.isRenewable?.(secrets)).toBe(false);
          expect(method.linkLife?.(secrets) ?? null).toBeNull();
          expect(() => method.inject({}, secrets, undefined)).toThrow(AppError);
        },
      ),
    );
  });

  test.each(['javascript:alert(1)', 'file:///etc/passwd', 'chrome://settings'])(
    'a link to %s is none',
    async (link) => {
      await start();
      const { secrets } = await signIn(byClient());
      const tools = { ...quiet(), fetch: async () => Response.json(link) };
      await expect(method.openLink?.(secrets, tools)).rejects.toMatchObject({
        code: 'providerAnswerUnreadable',
      });
    },
  );

  test('a link that goes a more readable way than the token did is none', async () => {
    await start();
    const used = provided();
    used.provider.fetch = async () => Response.json('token');
    const { secrets } = await signIn(byClient({ server: 'https://geodi.example.com/geodi' }), used);
    const opened = (link: string) =>
      method.openLink?.(secrets, { ...quiet(), fetch: async () => Response.json(link) });
    await expect(opened('http://geodi.example.com/?t=1')).rejects.toMatchObject({
      code: 'providerAnswerUnreadable',
    });
    expect(await opened('?t=1')).toBe('https://geodi.example.com/geodi/?t=1');
  });
});

test('a service of GEODI fills its address in', () => {
  const base = 'https://geodi.example.com/geodi';
  expect(method.recognise?.({ base, kinds: ['GEODI'] })).toEqual({ server: base });
  expect(method.recognise?.({ base, kinds: ['WMS'] })).toBeNull();
});
