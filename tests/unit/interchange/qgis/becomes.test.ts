import { expect, test } from 'vitest';
import type { SignInTools, Values } from '../../../../lib/auth/method.ts';
import { methodOf } from '../../../../lib/auth/registry.ts';
import { exchange } from '../../../../lib/interchange/qgis/exchange.ts';
import type { Known } from '../../../../lib/interchange/qgis/port.ts';
import { readSettings } from '../../../../lib/oauth/settings.ts';
import { ALL, file, fixture, good, NOTHING, read, saved } from './support.ts';

const config = (method: string, fields: string, id = 'abc1234') =>
  file(
    `<qgis_authentication><configurations><AuthMethodConfig name="City" id="${id}" uri="https://geo.example.test/ows" method="${method}" version="2"><Config ${fields}/></AuthMethodConfig></configurations></qgis_authentication>`,
    `${method}.xml`,
  );
const oauth = (more: Record<string, unknown>) =>
  file(
    JSON.stringify({
      ...{ grantFlow: 3, clientId: 'maps', requestUrl: 'https://id.example.test/auth' },
      ...{ tokenUrl: 'https://id.example.test/token', scope: 'openid', clientSecret: 's3cret', ...more },
    }),
    'oauth.json',
  );
const wms = (attributes: string) =>
  file(`<qgsWMSConnections version="1.0"><wms name="City" ${attributes}/></qgsWMSConnections>`, 'wms.xml');
const one = async (given: Parameters<typeof good>[0]) => {
  const { exported, known } = saved((await good(given)).records(ALL));
  const [signIn] = exported;
  if (!signIn) throw new Error('no sign-in');
  return { signIn, known };
};

/** What the method's own form makes of a sign-in that was brought over, where the service accepts it. */
async function typed({
  method: id,
  settings,
  secrets,
}: {
  method: string;
  settings: Values;
  secrets: Values;
}) {
  const method = methodOf(id);
  if (!method) throw new Error(id);
  const named = (secret: boolean) =>
    method.fields.filter((field) => field.secret === secret).map(({ name }) => name);
  const plain = (values: Values) => Object.keys(values).map((name) => name.replace(/#\d+$/, ''));
  expect(named(true)).toEqual(expect.arrayContaining(plain(secrets)));
  expect(named(false)).toEqual(expect.arrayContaining(plain(settings)));
  const tools: SignInTools = { attempt: async () => ({ accepted: true }), keyNames: ['key'] };
  return { method, send: () => method.signIn({ ...settings, ...secrets }, tools) };
}

test.each([
  [
    config('Basic', 'username="anna" password="pä" realm="r"'),
    'authorization',
    `Basic ${btoa('anna:p\u00c3\u00a4')}`,
  ],
  [config('APIHeader', 'X-Key="k-1"'), 'X-Key', 'k-1'],
  [config('APIHeader', 'Authorization="Apikey k-1"'), 'Authorization', 'Apikey k-1'],
  [config('EsriToken', 'token="AAPK-1"'), 'X-Esri-Authorization', 'Bearer AAPK-1'],
  [wms('url="https://x.example/wms" username="u" password="p"'), 'authorization', `Basic ${btoa('u:p')}`],
  [wms('url="https://x.example/wms" http-header:X-Key="k-1"'), 'X-Key', 'k-1'],
])('what is brought over adds to requests what QGIS adds: %#', async (given, name, value) => {
  const { signIn } = await one([given]);
  const { method, send } = await typed(signIn);
  const made = await send();
  const injection = method.inject(made.settings, made.secrets, undefined);
  expect(injection).toEqual({ kind: 'headers', headers: [{ name, value }] });
});

test.each([
  ['?key=k%201', 'key', [{ name: 'key', value: 'k 1' }]],
  [
    '?user=u&amp;password=p',
    undefined,
    [
      { name: 'user', value: 'u' },
      { name: 'password', value: 'p' },
    ],
  ],
])('keys of an address %s become a sign-in by key', async (query, parameter, parameters) => {
  const { records } = await good([wms(`url="https://x.example/wms${query}"`)]);
  const { sources, signIns } = records(ALL);
  expect(sources).toMatchObject([{ urls: ['https://x.example/wms'], signIn: 0 }]);
  const [signIn] = signIns;
  if (!signIn) throw new Error('no sign-in');
  const { method, send } = await typed(signIn);
  const made = await send();
  const injection = method.inject(made.settings, made.secrets, parameter);
  expect(injection).toEqual({ kind: 'query', parameters });
  if (parameter) expect(sources[0]?.parameter).toBe(parameter);
});

test.each([
  [{ grantFlow: 0 }, 'oauth', 'code', { redirect: 'http://127.0.0.1:7070/' }],
  [
    { grantFlow: 3, redirectHost: 'localhost', redirectPort: 5000, redirectUrl: 'cb' },
    'oauth',
    'code',
    { redirect: 'http://localhost:5000/cb' },
  ],
  [{ grantFlow: 1 }, 'oauth', 'code', {}],
  [{ grantFlow: 2, username: 'anna', password: 'p' }, 'passwordGrant', 'password', { username: 'anna' }],
  [{ grantFlow: 4, accessMethod: 2 }, 'clientCredentials', 'clientCredentials', { tokenUse: 'query' }],
])('OAuth %j signs in with what the provider knows already', async (more, method, flow, settings) => {
  const { signIn } = await one([oauth(more)]);
  expect(signIn).toMatchObject({ method, settings });
  expect(readSettings({ ...signIn.settings, flow })).toMatchObject({
    ...{ tokenEndpoint: 'https://id.example.test/token', clientId: 'maps', scopes: ['openid'] },
    clientAuthentication: 'post',
  });
  await typed(signIn);
  expect(signIn.secrets).toMatchObject({ clientSecret: 's3cret' });
  expect(JSON.stringify(signIn.settings)).not.toContain('s3cret');
});

test('applications of client_secrets.json: the whole file for Isogeo, the fields of the form for others', async () => {
  const section = { client_id: 'maps', client_secret: 's' };
  const text = JSON.stringify({ web: { ...section, token_uri: 'https://id.api.isogeo.com/oauth/token' } });
  expect((await one([file(text)])).signIn).toMatchObject({
    method: 'isogeo',
    secrets: { clientSecretsFile: text },
  });
  const addresses = { token_uri: 'https://id.example.test/token', auth_uri: 'https://id.example.test/auth' };
  const google = { installed: { ...section, ...addresses, redirect_uris: ['http://localhost'] } };
  const { signIn } = await one([file(JSON.stringify(google))]);
  await typed(signIn);
  expect(signIn).toMatchObject({ method: 'oauth', secrets: { clientSecret: 's' } });
  expect(readSettings({ ...signIn.settings, flow: 'code' })).toMatchObject({ redirect: 'http://localhost' });
});

test.each([
  [config('PKI-Paths', 'certpath="/c"'), 'exchange_clientCertificate'],
  [config('PKI-PKCS#12', 'bundlepath="/c"'), 'exchange_clientCertificate'],
  [config('Identity-Cert', 'certid="1"'), 'exchange_clientCertificate'],
  [config('AWSS3', 'username="a" password="b" region="c"'), 'exchange_signedRequests'],
  [config('MapTilerHmacSha256', 'token="a_b"'), 'exchange_signedRequests'],
  [config('PlanetaryComputer', 'serverType="open"'), 'exchange_planetaryComputer'],
  [config('NewOne', 'x="y"'), 'exchange_unknownMethod'],
  [config('OAuth2', 'definedid="x"'), 'exchange_predefined'],
  [config('Basic', 'username="a:b" password="c"'), 'exchange_userColon'],
  [config('Basic', 'username="" password="c"'), 'exchange_noUserName'],
  [config('APIHeader', 'Host="evil.example"'), 'exchange_headerName'],
  [config('APIHeader', 'X-Key="a&#10;b"'), 'exchange_headerValue'],
  [config('EsriToken', 'token=""'), 'exchange_noToken'],
  [oauth({ accessMethod: 1 }), 'exchange_tokenInForm'],
  [oauth({ clientId: '' }), 'exchange_noClientId'],
  [oauth({ tokenUrl: 'http://id.example.test/token' }), 'exchange_plainProvider'],
  [oauth({ tokenUrl: 'javascript:alert(1)' }), 'exchange_providerAddress'],
  [oauth({ apiKey: 'k' }), 'exchange_providerKey'],
  [oauth({ queryPairs: { token: 'k' } }), 'exchange_providerKey'],
  [oauth({ customHeader: 'Cookie' }), 'exchange_headerName'],
  [oauth({ queryPairs: { state: 'x' } }), 'exchange_oauthSetting'],
  [wms('url="https://x.example/wms?key=a&amp;key=b"'), 'exchange_manyKeys'],
])('what cannot come is said with its reason: %#', async (given, key) => {
  const { rows, records } = await good([given]);
  expect(rows).toMatchObject([{ cannot: { key }, method: '' }]);
  expect(records(ALL).signIns).toEqual([]);
});

test("a connection's authcfg means a sign-in of the same files, or a saved one, or is kept for the way back", async () => {
  const xyz = (authcfg: string) =>
    file(
      `<qgsXYZTilesConnections><xyztiles name="T" url="https://t.example/{z}/{x}/{y}.png" authcfg="${authcfg}"/></qgsXYZTilesConnections>`,
    );
  const basic = config('Basic', 'username="anna" password="p"');
  const { records, rows } = await good([xyz('abc1234'), basic]);
  expect(rows[0]).toMatchObject({ method: 'basic', who: 'anna' });
  expect(records(ALL)).toMatchObject({ sources: [{ signIn: 0 }], signIns: [{ id: 'abc1234' }] });
  const { known } = saved(records(ALL));
  const again = await read([xyz('abc1234')], { ...known, sources: [] });
  expect(again.records(ALL)).toMatchObject({ sources: [{ signIn: 'abc1234' }], signIns: [] });
  const alone = await good([xyz('abc1234')]);
  expect(alone.rows[0]?.notes).toEqual([{ key: 'exchange_authcfgUnknown', values: ['abc1234'] }]);
  const pki = await good([xyz('abc1234'), config('PKI-Paths', 'certpath="/c"')]);
  expect(pki.rows[0]?.notes).toEqual([{ key: 'exchange_authcfgCannot', values: ['abc1234'] }]);
  const written = exchange.writeConnections('qgsXYZTilesConnections', saved(alone.records(ALL)).known, null);
  expect(written.text).toContain('authcfg="abc1234"');
});

test('an id that is none of ours gets a new one here, and its own again in QGIS', async () => {
  const { known, signIn } = await one([config('Basic', 'username="anna" password="p"', 'TOOLONG-ID')]);
  expect(signIn.id).toMatch(/^[0-9a-z]{7}$/);
  const { text } = await exchange.writeSignIns([signIn], known, { password: '', secrets: true });
  expect(text).toContain('id="TOOLONG-ID"');
});

test('one sign-in for all connections of a host with the same password', async () => {
  const entry = (url: string) => `<wms name="x" url="${url}" username="u" password="p"/>`;
  const text = `<qgsWMSConnections>${entry('https://a.example/wms')}${entry('https://a.example/ows')}${entry('https://b.example/wms')}</qgsWMSConnections>`;
  const { sources, signIns } = (await good([file(text)])).records(ALL);
  expect(sources.map(({ signIn }) => signIn)).toEqual([0, 0, 1]);
  expect(signIns.map(({ origins }) => origins)).toEqual([['https://a.example'], ['https://b.example']]);
});

test('what is saved already is found by its id or its address: keep both, replace, skip', async () => {
  const files = [fixture('auth-plain.xml'), fixture('conn-3.22-WMS.xml')];
  const { known } = saved((await good(files)).records(ALL));
  const { rows, records } = await read(files, known);
  expect(rows.map(({ duplicate }) => duplicate?.by)).toEqual(['id', 'id', 'id', 'id', 'address']);
  const keys = rows.map(({ key }) => key);
  const all = (choice: 'both' | 'replace' | 'skip') => records(new Map(keys.map((key) => [key, choice])));
  expect(all('skip')).toEqual({ sources: [], signIns: [] });
  expect(
    all('replace')
      .signIns.slice(0, 4)
      .map(({ id, replaces }) => [id, replaces]),
  ).toEqual(known.signIns.slice(0, 4).map(({ id }) => [id, id]));
  expect(all('replace').sources).toMatchObject([{ replaces: 'source0' }]);
  const both = all('both');
  expect(both.signIns.map(({ id }) => known.signIns.some((each) => each.id === id))).not.toContain(true);
  expect(both.sources).toMatchObject([{ replaces: null }]);
  const other = file(
    '<qgsWMSConnections><wms name="o" url="https://wms.example.test/ows?map=b"/></qgsWMSConnections>',
  );
  expect((await read([other], known)).rows).toMatchObject([{ duplicate: null }]);
});

test('a changed sign-in goes to QGIS in the place that QGIS has for it, the old one does not', async () => {
  const { known } = await one([fixture('conn-3.22-XyzTiles.xml')]);
  const [source] = known.sources;
  if (!source) throw new Error('no source');
  const now: Known = {
    sources: [{ ...source, uses: source.uses.map((use) => ({ ...use, accountId: 'newone1' })) }],
    signIns: [
      ...known.signIns,
      ...saved((await good([config('Basic', 'username="eva" password="new"', 'newone1')])).records(ALL)).known
        .signIns,
    ],
  };
  const { text } = exchange.writeConnections('qgsXYZTilesConnections', now, []);
  expect(text).toContain('authcfg="newone1"');
  expect(text).toContain('url="https://t.example.test/{z}/{x}/{y}.png"');
  expect(text).not.toMatch(/abc1234|key=|username="u"/);
});

test('an address that was changed here is the one that QGIS gets', async () => {
  const { known } = await one([fixture('conn-3.22-WMS.xml')]);
  const sources = known.sources.map((source) => ({ ...source, urls: ['https://new.example.test/ows'] }));
  const { text } = exchange.writeConnections('qgsWMSConnections', { ...known, sources }, []);
  expect(text).toContain('url="https://new.example.test/ows"');
  expect(text).toContain('smoothPixmapTransform="true"');
});

test('what QGIS has no place for is left out with a word', async () => {
  const exported = [
    { id: 'a', method: 'key', who: '', settings: {}, secrets: { key: 'k' } },
    { id: 'b', method: 'geodi', who: 'anna', settings: {}, secrets: {} },
    { id: 'c', method: 'arcgis', who: 'anna', settings: { way: 'portal' }, secrets: {} },
    { id: 'd', method: 'oauth', who: 'anna', settings: { issuer: 'https://id.example.test' }, secrets: {} },
  ];
  const { text, notes } = await exchange.writeSignIns(exported, NOTHING, { password: '', secrets: true });
  expect(notes.map(({ key }) => key)).toEqual([
    ...[
      'exchange_keyInAddress',
      'exchange_notInQgis',
      'exchange_arcgisToken',
      'exchange_noProviderAddresses',
    ],
  ]);
  expect(text).not.toContain('AuthMethodConfig');
});

test('without secrets, no secret is in the file of sign-ins', async () => {
  const { known, exported } = saved((await good([fixture('auth-plain.xml')])).records(ALL));
  const { text } = await exchange.writeSignIns(exported, known, { password: '', secrets: false });
  for (const secret of ['p&amp;ss', 'AAPK', 'k-123', 'acme', 'sec']) expect(text).not.toContain(secret);
  expect(text).toContain('username="alice"');
});
