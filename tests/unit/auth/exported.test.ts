import { expect, test } from 'vitest';
import { exportedSecrets } from '../../../lib/auth/exported.ts';
import { readImported } from '../../../lib/auth/imported.ts';
import type { Method, Values } from '../../../lib/auth/method.ts';
import { methodOf } from '../../../lib/auth/registry.ts';

const method = (id: string): Method => {
  const found = methodOf(id);
  if (!found) throw new Error(id);
  return found;
};

test.each<[string, Values, Values]>([
  ['basic', { username: 'anna' }, { password: 'Polder 7' }],
  ['key', {}, { key: 'abc' }],
  ['header', { header: 'X-Api-Key', scheme: '' }, { value: 'abc' }],
  [
    'header',
    { header: 'A', scheme: 'Token', 'header#1': 'B', 'scheme#1': '' },
    { value: 'x', 'value#1': 'y' },
  ],
  ['pair', { firstName: 'app_id', secondName: 'app_code' }, { first: 'x', second: 'y' }],
  ['pathKey', { pathText: ';key=' }, { key: 'abc' }],
  ['arcgis', { way: 'key', tokenUse: 'query' }, { key: 'abc' }],
])('%s: what is exported comes back as it was', async (id, settings, secrets) => {
  const read = await readImported(method(id), settings, secrets);
  expect(read).toMatchObject({ settings, isReady: true });
  expect(exportedSecrets(method(id), read.secrets ?? {})).toEqual(secrets);
  expect(() => method(id).inject(read.settings, read.secrets ?? {}, undefined)).not.toThrow();
});

test.each<[string, Values]>([
  ['basic', { username: 'anna' }],
  ['header', { header: 'X-Api-Key', scheme: '' }],
  ['arcgis', { way: 'password', server: 'https://gis.example.org', username: 'anna' }],
  ['geomapfish', { way: 'basic', portal: 'https://portal.example.org', username: 'anna' }],
  ['oauth', { issuer: 'https://id.example.org', clientId: 'qgis', scopes: '' }],
  ['passwordGrant', { tokenEndpoint: 'https://id.example.org/token', clientId: 'qgis', username: 'anna' }],
  ['clientCredentials', { tokenEndpoint: 'https://id.example.org/token', clientId: 'qgis' }],
])('%s without its secret: signed out, its settings are kept', async (id, settings) => {
  expect(await readImported(method(id), settings, {})).toMatchObject({
    settings,
    secrets: null,
    isReady: false,
  });
});

test('tokens of a provider are never exported', () => {
  const held = {
    accessToken: 'a',
    refreshToken: 'b',
    clientSecret: 'c',
    sealed: 'd',
    'header:X': 'e',
    scope: 'f',
  };
  expect(exportedSecrets(method('oauth'), held)).toEqual({ clientSecret: 'c' });
  const password = { ...held, providerPassword: 'p' };
  expect(exportedSecrets(method('passwordGrant'), password)).toEqual({ clientSecret: 'c', password: 'p' });
  const plan = { way: 'password', tokenUse: 'header', service: 'https://gis.example.org/t', serverUrl: '' };
  const arcgis = {
    plan: { ...plan, referer: '', expiration: '', username: 'anna', isPlain: false },
    token: { token: 'tok', receivedAt: 1, expiresAt: null },
  };
  expect(exportedSecrets(method('arcgis'), { arcgis: JSON.stringify(arcgis) })).toEqual({});
  expect(exportedSecrets(method('geodi'), { geodiToken: 'x', geodiSecret: 'y' })).toEqual({});
});

test.each<[string, Values, Values]>([
  ['basic', { username: 'a:b' }, { password: 'x' }],
  ['header', { header: 'Host' }, { value: 'x' }],
  ['header', { header: 'X-Key' }, { value: 'clé' }],
  ['pathKey', { pathText: '@evil.example/' }, { key: 'x' }],
  ['pair', { firstName: 'a b', secondName: 'c' }, { first: 'x', second: 'y' }],
  ['oauth', { issuer: 'javascript:alert(1)', clientId: 'qgis' }, {}],
  ['oauth', { issuer: 'https://id.example.org' }, {}],
  ['oauth', { issuer: 'https://id.example.org', clientId: 'q' }, { accessToken: 'x' }],
  ['isogeo', {}, { clientSecretsFile: '{' }],
])('%s: what could not have been typed is refused', async (id, settings, secrets) => {
  await expect(readImported(method(id), settings, secrets)).rejects.toThrow();
});
