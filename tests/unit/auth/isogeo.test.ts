import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isogeo } from '../../../lib/auth/isogeo.ts';
import type { ProviderTools, SignInTools, Values } from '../../../lib/auth/method.ts';
import { heldIn } from '../../../lib/auth/oauth-held.ts';
import { toFailure } from '../../../lib/errors.ts';
import { providerPatterns } from '../../../lib/permissions/provider.ts';
import { Account, Credential } from '../../../lib/sources/model.ts';
import { tools } from '../../fakes/tools.ts';
import {
  CALLBACK,
  GROUP,
  type Isogeo,
  PASTED,
  PERSON,
  PUBLIC,
  startIsogeo,
  USER,
} from '../../servers/isogeo.ts';
import { Person } from '../../servers/person.ts';

const BROWSERS = 'https://layerkey.chromiumapp.org/';
/** RFC 6749's client, as Isogeo's documentation has it. */
const BASIC = 'Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW';

const host = '127.0.0.1';
let server: Isogeo;
beforeEach(async () => {
  server = await startIsogeo({ host });
});
afterEach(async () => {
  expect(server.problems).toEqual([]);
  await server.close();
});

interface Made {
  all: SignInTools;
  allowed: string[];
  visited: { url: string; redirect: string | null }[];
}

function reach(before?: Values): Made {
  const allowed: string[] = [];
  const visited: Made['visited'] = [];
  const person = async (url: string, redirect: string | null) => {
    visited.push({ url, redirect });
    return (await new Person().signIn(url, redirect ?? '', PERSON)) ?? '';
  };
  const provider: ProviderTools = {
    fetch,
    now: () => Date.now(),
    signal: new AbortController().signal,
    redirectUri: BROWSERS,
    mayAsk: async (origins) => void allowed.push(...origins),
    authorize: person,
    askForCode: async (url) => {
      visited.push({ url, redirect: PASTED });
      const shown = await fetch(url, { method: 'POST', body: new URLSearchParams(PERSON) });
      return /<code>(.*)<\/code>/.exec(await shown.text())?.[1] ?? '';
    },
  };
  return { allowed, visited, all: { ...tools(), provider, ...(before ? { before } : {}) } };
}

const load = (file: string, made = reach()) => isogeo.signIn({ clientSecretsFile: file }, made.all);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => [toFailure(error).code, ...toFailure(error).values].join(' '),
  );
const idHost = () => new URL(server.id).host;

describe('a user application', () => {
  const file = (more = {}) => server.file('installed', USER, { redirect_uris: [CALLBACK], ...more });

  test('signs in at the registered address, proves itself by Basic, says how many shares it reaches', async () => {
    const made = reach();
    const { settings, secrets, providers, note, who } = await load(file(), made);
    expect(made.visited.map(({ redirect }) => redirect)).toEqual([CALLBACK]);
    expect(new URL(made.visited[0]?.url ?? '').searchParams.get('redirect_uri')).toBe(CALLBACK);
    expect(server.tokenRequests().map(({ authorization }) => authorization)).toEqual([BASIC]);
    expect(server.tokenRequests()[0]?.form).toMatchObject({ redirect_uri: CALLBACK });
    expect(made.allowed).toEqual([server.id, new URL(CALLBACK).origin]);
    expect([note, who, providers]).toEqual([{ code: 'shares', values: ['3'] }, '', [server.id]]);
    expect(isogeo.inject({}, secrets, undefined)).toMatchObject({ kind: 'headers' });
    const shown = JSON.stringify({ settings, note, providers });
    for (const secret of [USER.clientSecret, ...server.secrets()]) expect(shown).not.toContain(secret);
    expect(v.is(Account, { id: 'accoun1', method: 'isogeo', who, settings, origins: [], providers })).toBe(
      true,
    );
    expect(v.is(Credential, { accountId: 'accoun1', secrets, destinations: [] })).toBe(true);
  });

  test('shows a code where that is registered, which is pasted', async () => {
    const made = reach();
    const { secrets } = await load(file({ redirect_uris: [PASTED] }), made);
    expect(made.visited.map(({ redirect }) => redirect)).toEqual([PASTED]);
    expect(server.isGood(secrets.accessToken ?? '')).toBe(true);
  });

  test('renews in the odd form, with a new refresh token each time', async () => {
    const { secrets } = await load(file());
    const quiet = {
      fetch,
      now: () => Date.now(),
      redirectUri: BROWSERS,
      authorizeSilently: async () => null,
    };
    expect(isogeo.isRenewable?.(secrets)).toBe(true);
    const second = await isogeo.renew?.(secrets, quiet);
    const third = await isogeo.renew?.(second ?? {}, quiet);
    expect(server.isGood(third?.accessToken ?? '')).toBe(true);
    const [, ...renewals] = server.tokenRequests();
    expect(renewals.map(({ query }) => query)).toEqual(Array(2).fill('grant_type=client_credentials'));
    expect(renewals.map(({ form }) => form)).toEqual(
      [secrets, second].map((held) => ({ grant_type: 'refresh_token', refresh_token: held?.refreshToken })),
    );
    expect(renewals.map(({ authorization }) => authorization)).toEqual([BASIC, BASIC]);
    const ends = isogeo.ends?.(secrets);
    expect((ends?.expiresAt ?? 0) - (ends?.receivedAt ?? 0)).toBe(3_599_000);
    // What was used up ends it.
    expect(await codeOf(isogeo.renew?.(secrets, quiet) ?? Promise.resolve())).toBe(`signInEnded ${idHost()}`);
  });

  test('an address in the readable settings changes nothing: the file’s own are sealed', async () => {
    const { secrets } = await load(file());
    const { settings } = heldIn(secrets);
    expect(settings.refreshEndpoint).toBe(`${server.id}/oauth/token?grant_type=client_credentials`);
    const edited = { tokenUse: 'query', tokenName: 'leak', tokenEndpoint: 'https://evil.example/' };
    expect(isogeo.inject(edited, secrets, undefined)).toEqual(isogeo.inject({}, secrets, undefined));
  });

  test('once signed in, no file is needed to sign in again; never one without', async () => {
    const { secrets } = await load(file());
    const again = await isogeo.signIn({ clientSecretsFile: '' }, reach(secrets).all);
    expect(server.isGood(again.secrets.accessToken ?? '')).toBe(true);
    expect(again.note).toEqual({ code: 'shares', values: ['3'] });
    expect(await codeOf(load(''))).toBe('emptyField clientSecretsFile');
  });

  test('another secret is refused as the file’s', async () => {
    const wrong = server.file('installed', { ...USER, clientSecret: 'old' }, { redirect_uris: [CALLBACK] });
    expect(await codeOf(load(wrong))).toBe(`clientSecretsRefused ${idHost()}`);
  });
});

test('a file that is not of Isogeo renews as the standard has it', async () => {
  await using plain = await startIsogeo({ host, renewal: 'standard' });
  const file = plain.file('installed', USER, {
    ...{ redirect_uris: [CALLBACK], isogeo_staff: undefined },
  });
  const { secrets, note } = await load(file);
  const quiet = {
    fetch,
    now: () => Date.now(),
    redirectUri: BROWSERS,
    authorizeSilently: async () => null,
  };
  const renewed = await isogeo.renew?.(secrets, quiet);
  expect(plain.isGood(renewed?.accessToken ?? '')).toBe(true);
  // Whose API is not known is not asked.
  expect([note, plain.requests.filter(({ path }) => path === '/shares')]).toEqual([undefined, []]);
  expect(plain.problems).toEqual([]);
});

describe('a group application', () => {
  const file = () => server.file('web', GROUP, { isogeo_type: 'group', kind: 'public' });

  test.each<[Isogeo['shares'], unknown]>([
    [0, { code: 'noShare', values: [] }],
    [1, { code: 'oneShare', values: [] }],
    [12, { code: 'shares', values: ['12'] }],
    ['refused', { code: 'sharesRefused', values: [] }],
  ])('signs in by itself, without a window; %s shares', async (shares, expected) => {
    server.shares = shares;
    const made = reach();
    const { who, note, secrets } = await load(file(), made);
    expect([who, note, made.visited]).toEqual(['plugin-qgis', expected, []]);
    expect(server.isGood(secrets.accessToken ?? '')).toBe(true);
    expect(server.tokenRequests()).toMatchObject([{ query: '', form: { grant_type: 'client_credentials' } }]);
    // Asked once, with the token and nothing else.
    const asked = server.requests.filter(({ path }) => path === '/shares');
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${secrets.accessToken}`]);
  });

  test('an API that does not answer says nothing about the sign-in', async () => {
    const made = reach();
    const { provider } = made.all;
    if (!provider) throw new Error('no provider');
    const broken: ProviderTools['fetch'] = (url, init) =>
      url.endsWith('/shares') ? Promise.reject(new TypeError('Failed to fetch')) : fetch(url, init);
    const signedIn = await isogeo.signIn(
      { clientSecretsFile: file() },
      { ...made.all, provider: { ...provider, fetch: broken } },
    );
    expect(signedIn.note).toBeUndefined();
    expect(server.isGood(signedIn.secrets.accessToken ?? '')).toBe(true);
  });

  test('another secret is refused as the file’s, by one attempt', async () => {
    const wrong = server.file('web', { ...GROUP, clientSecret: 'old' }, { isogeo_type: 'group' });
    expect(await codeOf(load(wrong))).toBe(`clientSecretsRefused ${idHost()}`);
    expect(server.tokenRequests()).toHaveLength(1);
  });
});

describe('a public application', () => {
  const members = { redirect_uris: [CALLBACK], kind: 'public', client_secret: undefined };

  test('signs in with PKCE where the server takes it, and sends no secret', async () => {
    await using willing = await startIsogeo({ host, publicClients: true });
    const file = willing.file('web', PUBLIC, { ...members, client_secret: 'planted-not-to-be-sent' });
    const { secrets } = await load(file);
    expect(willing.isGood(secrets.accessToken ?? '')).toBe(true);
    expect(JSON.stringify([willing.requests, secrets])).not.toContain('planted-not-to-be-sent');
    expect(willing.tokenRequests().map(({ authorization }) => authorization)).toEqual([undefined]);
    expect(willing.problems).toEqual([]);
  });

  test('else it is said', async () => {
    expect(await codeOf(load(server.file('web', PUBLIC, members)))).toBe(`publicClientRefused ${idHost()}`);
  });
});

test('the page asks the browser for what the file names: the token address, the API, where the answer is stopped', () => {
  const file = server.file('installed', USER, { redirect_uris: [PASTED, CALLBACK] });
  const patterns = (text: string) => providerPatterns({ clientSecretsFile: text }, true);
  expect(patterns(file)).toEqual([`${server.id}/*`, 'http://localhost:5000/*']);
  const atIsogeo = server.file('web', GROUP, { token_uri: 'https://id.api.isogeo.com/oauth/token' });
  expect(patterns(atIsogeo)).toEqual(['https://id.api.isogeo.com:443/*', 'https://v1.api.isogeo.com:443/*']);
  expect(patterns('{')).toEqual([]);
  expect(patterns(server.file('web', GROUP, { token_uri: 'http://id.ville.example/token' }))).toEqual([]);
});

test('its API is known by its kind, and then its form comes first', () => {
  expect(isogeo.recognise?.({ base: 'https://v1.api.isogeo.com/', kinds: ['Isogeo'] })).toEqual({});
  expect(isogeo.recognise?.({ base: 'https://geo.example.com/ows', kinds: ['WMS'] })).toBeNull();
});
