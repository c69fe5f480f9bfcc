import { afterEach, beforeEach, expect, test } from 'vitest';
import { arcgis } from '../../../../lib/auth/arcgis.ts';
import type { Values } from '../../../../lib/auth/method.ts';
import { CLIENT } from '../../../servers/arcgis/oauth2.ts';
import { type ArcgisWorld, arcgisWorld, USER } from './world.ts';

let world: ArcgisWorld;
beforeEach(async () => {
  world = await arcgisWorld();
});
afterEach(async () => {
  expect(world.desk.problems).toEqual([]);
  await world[Symbol.asyncDispose]();
});

const renew = (secrets: Values) => arcgis.renew?.(secrets, world.quiet) ?? Promise.reject(new Error('none'));
const byPortal = () => world.signIn(world.federated.root, { way: 'portal', clientId: CLIENT });

test.each(['password', 'portal'])(
  'renewed without the user, by %s: a new token, and the old one may go',
  async (way) => {
    const at = way === 'portal' ? world.federated.root : world.standalone.root;
    const { secrets } = way === 'portal' ? await byPortal() : await world.signIn(at, { way });
    world.desk.revokeAll();
    expect(await world.prove(at, secrets)).toBe(false);
    const renewed = await renew(secrets);
    expect(await world.prove(at, renewed)).toBe(true);
    // And again: nothing that renewing needs was lost.
    world.desk.revokeAll();
    expect(await world.prove(at, await renew(renewed))).toBe(true);
  },
);

test('renewing asks where the sign-in was made, whatever else is edited', async () => {
  const { secrets } = await world.signIn(world.standalone.root, { way: 'password' });
  world.standalone.clear();
  await renew({ ...secrets, server: world.federated.root, service: world.portal.root });
  expect(world.standalone.requests.map(({ path }) => path)).toEqual(['/arcgis/tokens/generateToken']);
  expect([...world.portal.requests, ...world.federated.requests]).toEqual([]);
});

test('a password that was changed since is tried once, and the sign-in is over', async () => {
  const { secrets } = await world.signIn(world.standalone.root, { way: 'password' });
  world.desk.user.password = 'planted-new';
  await expect(renew(secrets)).rejects.toMatchObject({ code: 'passwordRefused' });
  expect(world.desk.attempts).toHaveLength(2);
  world.desk.user.password = USER.password;
});

test('a session that the portal ended is over, not in trouble', async () => {
  const { secrets } = await byPortal();
  await arcgis.revoke?.(secrets, world.quiet);
  await expect(renew(secrets)).rejects.toMatchObject({ code: 'signInEnded' });
});

test('signing out ends the session at the portal, and nothing is asked for a password', async () => {
  const { secrets } = await byPortal();
  await arcgis.revoke?.(secrets, world.quiet);
  const revoked = world.portal.requests.filter(({ path }) => path.endsWith('/revokeToken'));
  expect(revoked.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
    { client_id: CLIENT, auth_token: secrets.refreshToken, f: 'json' },
  ]);
  const other = await world.signIn(world.standalone.root, { way: 'password' });
  const count = world.standalone.requests.length;
  await arcgis.revoke?.(other.secrets, world.quiet);
  expect(world.standalone.requests).toHaveLength(count);
});

test('a client’s secret stays for the next sign-in at the same portal, and goes to no other', async () => {
  const values = { way: 'portal', clientId: CLIENT };
  const before: Values = { ...(await byPortal()).secrets, clientSecret: 'planted-client-secret' };
  const signing = world.signIn(world.federated.root, values, { before });
  // The stand-in's client has none: it is the request that counts.
  await expect(signing).rejects.toMatchObject({ code: 'clientRefused' });
  expect(world.desk.problems.splice(0)).toEqual([expect.stringContaining('unknown client_secret')]);
  const edited = {
    ...before,
    sealed: (before.sealed ?? '').replaceAll('portal.localhost', 'other.localhost'),
  };
  await world.signIn(world.federated.root, values, { before: edited });
});

test.each([
  ['nothing', {}],
  ['another text', { arcgis: 'x' }],
  ['another place', { arcgis: JSON.stringify({ plan: { way: 'password' }, token: {} }) }],
])('what was not written here is not used: %s', async (_, secrets) => {
  expect(arcgis.ends?.(secrets)).toBeNull();
  expect(arcgis.isRenewable?.(secrets)).toBe(false);
  expect(() => arcgis.inject({}, secrets, undefined)).toThrow('badMessage');
  await expect(renew(secrets)).rejects.toMatchObject({ code: 'badMessage' });
});
