import { expect, test } from 'vitest';
import type { RecordedRequest } from '../../demo/server.ts';
import { bearerIn } from './support/map-stage.ts';
import { providerStage } from './support/provider-stage.ts';

const headerIn = ({ headers }: RecordedRequest) => headers['x-map-token']?.toString();
const parameterIn = ({ query }: RecordedRequest) => query.get('token') ?? undefined;

test.each([
  { how: 'a header of its own', tokenIn: headerIn, fields: { tokenName: 'X-Map-Token', tokenScheme: '' } },
  { how: 'a parameter', tokenIn: parameterIn, fields: { tokenUse: 'query', tokenName: 'token' } },
])('the token goes as $how, and not otherwise', async ({ tokenIn, fields }) => {
  await using stage = await providerStage({ tokenIn });
  await stage.fillIn('oauth', { clientId: 'layerkey', ...fields });
  await stage.send();
  await stage.logIn();
  await stage.signedIn();
  const { service } = stage.scene;
  service.clear();
  expect(await stage.fetch()).toBe(200);
  const arrived = service.requests.filter((request) => tokenIn(request) !== undefined);
  expect(arrived).toHaveLength(1);
  expect(arrived.map(bearerIn)).toEqual([undefined]);
});

test('further parts of the answer go as headers beside the token', async () => {
  await using stage = await providerStage();
  await stage.fillIn('oauth', { clientId: 'layerkey', extraTokens: 'id_token=X-Identity&nothing=X-Nothing' });
  await stage.send();
  await stage.logIn();
  await stage.signedIn();
  const { service } = stage.scene;
  service.clear();
  expect(await stage.fetch()).toBe(200);
  const { headers } = await service.waitFor((request) => bearerIn(request) !== undefined);
  const claims = Buffer.from(String(headers['x-identity']).split('.')[1] ?? '', 'base64url').toString();
  expect(JSON.parse(claims)).toMatchObject({ iss: stage.provider.issuer, aud: 'layerkey' });
  expect(headers).not.toHaveProperty('x-nothing');
});
