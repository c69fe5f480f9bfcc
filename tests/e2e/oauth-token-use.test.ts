import { beforeEach, expect, test } from 'vitest';
import type { RecordedRequest } from '../../demo/server.ts';
import { bearerIn } from './support/map-stage.ts';
import { type ProviderStage, providerStage } from './support/provider-stage.ts';
import { shared } from './support/shared.ts';

/** Where the service looks for a token. */
let tokenIn = bearerIn;
let stage: ProviderStage;
const world = shared(
  () => providerStage({ tokenIn: (request) => tokenIn(request) }),
  undefined,
  (used) => used.anew(),
);
beforeEach(() => {
  tokenIn = bearerIn;
  stage = world();
});

const headerIn = ({ headers }: RecordedRequest) => headers['x-map-token']?.toString();
const parameterIn = ({ query }: RecordedRequest) => query.get('token') ?? undefined;

test.each([
  { how: 'a header of its own', place: headerIn, fields: { tokenName: 'X-Map-Token', tokenScheme: '' } },
  { how: 'a parameter', place: parameterIn, fields: { tokenUse: 'query', tokenName: 'token' } },
])('the token goes as $how, and not otherwise', async ({ place, fields }) => {
  tokenIn = place;
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
