import { expect, test, vi } from 'vitest';
import { eventually } from '../fakes/eventually.ts';
import { settled } from '../fakes/interruptions.ts';
import { CLIENT_SECRET, isAlive, oauthWorld } from '../fakes/oauth-world.ts';
import { textOf } from '../fakes/remembered.ts';
import { sourcesCommands } from '../fakes/sources-world.ts';

vi.mock(import('hash-wasm'), async (original) => {
  const { derivedOnce } = await import('../fakes/derived-once.ts');
  return derivedOnce(await original());
});
vi.mock('../../lib/platform/events.ts', () => ({ capabilities: { portsInPatterns: true } }));

const signedIn = async (remember: boolean) => {
  const made = await oauthWorld();
  await made.signIn({ remember });
  return { ...made, ...sourcesCommands(made), ...(await made.ids()) };
};

test.each([false, true])(
  'remembered %s: a token works again after undo, its provider was not told',
  async (remember) => {
    const made = await signedIn(remember);
    await made.send('removeSources', { ids: [made.sourceId] });
    await settled();
    expect(made.injected()).toEqual([]);
    expect(made.provider.revoked()).toEqual([]);
    await made.send('undo', {});
    expect(isAlive(made)).toBe(true);
    expect((await made.send('sources', {})).signIns[0]).toMatchObject({
      status: 'signedIn',
      remembered: remember,
    });
  },
);

test.each([
  ['locked', 'lock'],
  ['something else was changed', 'change'],
] as const)('once nobody can have it back, %s: its provider is told', async (_, how) => {
  const made = await signedIn(false);
  await made.send('addSource', { name: 'Roads', url: 'https://roads.example.net/wms' });
  const other = (await made.store.read()).sources.at(-1)?.id ?? '';
  await made.send('removeSources', { ids: [made.sourceId] });
  const secrets = [...made.provider.secrets(), CLIENT_SECRET];
  expect(secrets.some((secret) => textOf(made.memory).includes(secret))).toBe(true);
  await (how === 'lock' ? made.locking.lock() : made.send('removeSources', { ids: [other] }));
  for (const secret of secrets) expect(textOf(made.memory)).not.toContain(secret);
  await eventually(() => made.provider.revoked().length).toBeGreaterThan(0);
});

test('exported: the client secret, never a token', async () => {
  const made = await signedIn(true);
  const { signIns } = await made.carryOut('exportSignIns', { ids: [made.accountId] });
  expect(signIns).toMatchObject([
    { id: made.accountId, method: 'oauth', secrets: { clientSecret: CLIENT_SECRET } },
  ]);
  const tokens = made.provider.secrets();
  expect(tokens.length).toBeGreaterThan(0);
  expect(tokens.some((token) => textOf(made.memory).includes(token))).toBe(true);
  for (const token of tokens) expect(JSON.stringify(signIns)).not.toContain(token);
});

test('a set-up that was exported is imported elsewhere: its client secret need not be typed', async () => {
  const there = await signedIn(true);
  const { signIns } = await there.carryOut('exportSignIns', { ids: [there.accountId] });
  const [exported] = signIns;
  const here = await oauthWorld();
  const { send } = sourcesCommands(here);
  const sources = [
    {
      name: 'Maps',
      kinds: ['WMS' as const],
      urls: ['https://geo.example.com/geoserver/ows'],
      signIn: 0,
      replaces: null,
    },
  ];
  if (!exported) throw new Error('nothing was exported');
  const view = await send('importRecords', {
    sources,
    signIns: [{ ...exported, replaces: null }],
    remember: true,
  });
  expect(view.signIns).toMatchObject([{ id: exported.id, status: 'signIn', ready: true }]);
  expect(here.injected()).toEqual([]);
  expect(here.provider.requests).toEqual([]);
  await here.locking.lock();
  await here.unlock();
  expect((await send('sources', {})).signIns[0]?.status).toBe('signIn');
  expect(here.credentials.get(exported.id)?.secrets.clientSecret).toBe(CLIENT_SECRET);
  expect(here.injected()).toEqual([]);
});
