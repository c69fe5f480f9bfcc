import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../lib/errors.ts';
import { type ClientSecrets, readClientSecrets } from '../../../lib/interchange/client-secrets.ts';
import { addressesIn } from '../../../lib/interchange/client-secrets-text.ts';
import { apiOf } from '../../../lib/interchange/isogeo-hosts.ts';

const ID = 'application-test-0269803d50c446b09f5060ef7fe3e22b';
const SECRET = 'planted-1a2b3c4d5e6f7g8h9i0j11k12l13m14n15o16p17Q18rS';
const ADDRESSES = {
  auth_uri: 'https://id.api.isogeo.com/oauth/authorize',
  token_uri: 'https://id.api.isogeo.com/oauth/token',
};
const GOOGLES = {
  auth_uri: 'https://accounts.google.com/o/oauth2/auth',
  token_uri: 'https://oauth2.googleapis.com/token',
  project_id: 'maps',
  auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
};
const OLD = { client_id: ID, client_secret: SECRET, ...ADDRESSES };
const NEW = { ...OLD, scopes: ['resources:read'], isogeo_staff: false };
const CALLBACK = 'http://localhost:5000/callback';
const OOB = 'urn:ietf:wg:oauth:2.0:oob';
const REDIRECTS = { redirect_uris: [CALLBACK] };

type Members = Record<string, unknown>;
const text = (name: string, members: Members, more: Members = {}) =>
  JSON.stringify({ [name]: members, ...more });
const codeOf = (file: string) => {
  try {
    readClientSecrets(file);
    return 'read';
  } catch (error) {
    return error instanceof AppError ? [error.code, ...error.values].join(' ') : 'thrown';
  }
};

/** What the file is, in short. */
const short = ({ type, clientSecret, redirect, scopes, isIsogeo }: ClientSecrets) =>
  [
    type,
    clientSecret === '' ? 'public' : 'confidential',
    redirect,
    scopes?.join('+') ?? 'unsaid',
    isIsogeo,
  ].join(' ');

describe('every shape there is', () => {
  test.each<[string, string, string]>([
    [
      'group, new',
      text('web', { ...NEW, kind: 'public', isogeo_type: 'group' }),
      'group confidential  resources:read true',
    ],
    ['group, old', text('web', OLD), 'group confidential  unsaid true'],
    [
      'group, says so beside an address',
      text('web', { ...NEW, ...REDIRECTS, isogeo_type: 'group' }),
      'group confidential  resources:read true',
    ],
    [
      'user, new',
      text('installed', {
        ...NEW,
        ...REDIRECTS,
        scopes: ['api:read', 'api:write'],
        kind: 'confidential',
        isogeo_type: 'user',
      }),
      `user confidential ${CALLBACK} api:read+api:write true`,
    ],
    ['user, old', text('installed', { ...OLD, ...REDIRECTS }), `user confidential ${CALLBACK} unsaid true`],
    [
      'public user',
      text('web', { ...NEW, ...REDIRECTS, kind: 'public' }),
      `user public ${CALLBACK} resources:read true`,
    ],
    [
      'public user without a secret',
      text('web', { ...NEW, ...REDIRECTS, client_secret: undefined }),
      `user public ${CALLBACK} resources:read true`,
    ],
    [
      'both parts: web goes first',
      text('installed', { ...OLD, ...REDIRECTS }, { web: OLD }),
      'group confidential  unsaid true',
    ],
    [
      'Google, desktop',
      text('installed', { ...OLD, ...GOOGLES, redirect_uris: [OOB, 'http://localhost'] }),
      'user confidential http://localhost unsaid false',
    ],
    [
      'Google, web',
      text('web', { ...OLD, ...GOOGLES, redirect_uris: ['https://app.example/cb'] }),
      'user confidential https://app.example/cb unsaid false',
    ],
    [
      'Google, without a secret',
      text('installed', { ...OLD, ...GOOGLES, ...REDIRECTS, client_secret: undefined }),
      `user public ${CALLBACK} unsaid false`,
    ],
    [
      'only a code to paste',
      text('installed', { ...OLD, redirect_uris: [OOB] }),
      `user confidential ${OOB} unsaid true`,
    ],
    [
      'a scheme of another program beside it',
      text('installed', { ...OLD, redirect_uris: ['isogeo:/back', OOB] }),
      `user confidential ${OOB} unsaid true`,
    ],
    [
      'plain http on another machine comes last',
      text('installed', { ...OLD, redirect_uris: ['http://app.example/', OOB] }),
      `user confidential ${OOB} unsaid true`,
    ],
    [
      'a byte order mark, line breaks',
      `\uFEFF\r\n${text('web', OLD)}\r\n`,
      'group confidential  unsaid true',
    ],
    [
      'an installation of one’s own, by its members',
      text('web', { ...NEW, token_uri: 'https://id.carto.ville.example/oauth/token', isogeo_type: 'group' }),
      'group confidential  resources:read true',
    ],
  ])('%s', (_, file, expected) => {
    const read = readClientSecrets(file);
    expect(short(read)).toBe(expected);
    expect(read.clientId).toBe(ID);
    // What the page asks the browser for is what the sign-in goes to.
    const asked = addressesIn(file).filter((address) => /^https?:/.test(address));
    expect(asked).toContain(read.tokenUri);
    if (/^http/.test(read.redirect)) expect(asked).toContain(read.redirect);
    expect(asked.includes(apiOf(read.tokenUri))).toBe(read.isIsogeo);
  });
});

describe('one sentence for each file that is none', () => {
  const user = (more: Members) => text('installed', { ...NEW, ...REDIRECTS, ...more });
  test.each<[string, string, string]>([
    ['nothing', '', 'clientSecretsNotJson'],
    ['half of it', text('web', OLD).slice(0, 60), 'clientSecretsNotJson'],
    ['a page', '<!doctype html><title>Sign in</title>', 'clientSecretsNotJson'],
    ['a list', '[]', 'clientSecretsWrongKind'],
    ['a word', '"web"', 'clientSecretsWrongKind'],
    ['null', 'null', 'clientSecretsWrongKind'],
    ['another part', text('authentication', { ...OLD, ...REDIRECTS }), 'clientSecretsWrongKind'],
    ['a part that is a list', text('web', [] as unknown as Members), 'clientSecretsWrongKind'],
    [
      'a service account',
      JSON.stringify({ type: 'service_account', private_key: 'planted' }),
      'clientSecretsServiceAccount',
    ],
    ['no name', user({ client_id: undefined }), 'clientSecretsNoId'],
    ['a name of spaces', user({ client_id: '  ' }), 'clientSecretsNoId'],
    ['a name that is a number', user({ client_id: 7 }), 'clientSecretsNoId'],
    ['a name with a line break', user({ client_id: 'a\nb' }), 'clientSecretsNoId'],
    ['no secret', user({ client_secret: undefined }), 'clientSecretsNoSecret'],
    ['an empty secret of a group', text('web', { ...OLD, client_secret: '' }), 'clientSecretsNoSecret'],
    [
      'no secret of a confidential one',
      text('web', { ...OLD, ...REDIRECTS, kind: 'confidential', client_secret: '' }),
      'clientSecretsNoSecret',
    ],
    ['no token address', user({ token_uri: undefined }), 'clientSecretsNoTokenUri'],
    ['half a token address', user({ token_uri: 'id.api.isogeo.com/oauth/token' }), 'clientSecretsNoTokenUri'],
    ['a token address of another kind', user({ token_uri: 'file:///etc/passwd' }), 'clientSecretsNoTokenUri'],
    [
      'a token address with a password',
      user({ token_uri: 'https://a:b@id.api.isogeo.com/' }),
      'clientSecretsNoTokenUri',
    ],
    [
      'a readable token address',
      user({ token_uri: 'http://id.ville.example/token' }),
      'plainHttpProvider id.ville.example clientSecretsFile',
    ],
    ['no page to sign in', user({ auth_uri: null }), 'clientSecretsNoAuthUri'],
    ['no address to come back to', user({ redirect_uris: undefined }), 'clientSecretsNoRedirect'],
    ['an empty list of them', user({ redirect_uris: [] }), 'clientSecretsNoRedirect'],
    ['none for a browser', user({ redirect_uris: ['isogeo:/back'] }), 'clientSecretsNoRedirect'],
    [
      'a user application without one',
      text('web', { ...NEW, isogeo_type: 'user' }),
      'clientSecretsNoRedirect',
    ],
  ])('%s', (_, file, expected) => {
    expect(codeOf(file)).toBe(expected);
  });

  test('the first thing that is missing is named, and what is missing only', () => {
    const members = ['client_id', 'client_secret', 'token_uri', 'auth_uri', 'redirect_uris'] as const;
    const codes = ['NoId', 'NoSecret', 'NoTokenUri', 'NoAuthUri', 'NoRedirect'];
    fc.assert(
      fc.property(fc.subarray([...members]), (left) => {
        const whole: Members = { ...NEW, ...REDIRECTS };
        const file = text(
          'installed',
          Object.fromEntries(
            Object.entries(whole)
              .filter(
                ([name]) =>
                  !(members as readonly string[]).includes(name) || (left as string[]).includes(name),
              )
              .concat([['isogeo_type', 'user']]),
          ),
        );
        const missing = members.findIndex((name) => !left.includes(name));
        expect(codeOf(file)).toBe(missing < 0 ? 'read' : `clientSecrets${codes[missing]}`);
      }),
    );
  });
});

describe('whatever is loaded', () => {
  const junk = fc.oneof(
    fc.jsonValue(),
    fc.constant(undefined),
    fc.webUrl(),
    fc.constantFrom('', ' ', OOB, CALLBACK, 'public', 'group'),
  );
  const file = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc
      .tuple(
        fc.constantFrom('web', 'installed', 'other'),
        fc.record(
          {
            client_id: junk,
            client_secret: junk,
            auth_uri: junk,
            token_uri: junk,
            redirect_uris: fc.oneof(junk, fc.array(junk)),
            scopes: junk,
            kind: junk,
            isogeo_type: junk,
          },
          { requiredKeys: [] },
        ),
      )
      .map(([name, members]) => text(name, { ...members })),
  );

  test('read whole, or one AppError; nothing secret in it', () => {
    fc.assert(
      fc.property(file, (loaded) => {
        const code = codeOf(loaded);
        expect(code).toMatch(/^(?:read|clientSecrets\w+|plainHttpProvider \S+ clientSecretsFile)$/);
        for (const address of addressesIn(loaded)) expect(typeof address).toBe('string');
        if (code !== 'read') return;
        const read = readClientSecrets(loaded);
        expect(read.clientId).not.toBe('');
        expect(URL.canParse(read.tokenUri)).toBe(true);
        expect(read.type === 'user').toBe(read.redirect !== '' && read.authUri !== '');
        if (read.type === 'group') expect(read.clientSecret).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  test('what an application is comes back as it was written', () => {
    const line = fc
      .string({ unit: fc.constantFrom(...'azAZ09-_.~%&=+/:é '), minLength: 1 })
      .filter((s) => s.trim() === s && s !== '');
    const name = fc.string({ unit: fc.constantFrom(...'azAZ09-_.~%&=+/'), minLength: 1 });
    fc.assert(
      fc.property(name, line, (clientId, clientSecret) => {
        const read = readClientSecrets(
          text('installed', { ...NEW, ...REDIRECTS, client_id: clientId, client_secret: clientSecret }),
        );
        expect([read.clientId, read.clientSecret]).toEqual([clientId, clientSecret]);
      }),
    );
  });
});

test.each([
  ['https://id.api.isogeo.com/oauth/token', 'https://v1.api.isogeo.com'],
  ['https://id.api.qa.isogeo.com/oauth/token', 'https://v1.api.qa.isogeo.com'],
  ['https://id.carto.ville.example:8443/oauth/token', 'https://carto.ville.example:8443'],
  ['https://carto.ville.example/id/oauth/token', 'https://carto.ville.example'],
])('the API behind %s is %s', (token, api) => {
  expect(apiOf(token)).toBe(api);
});
