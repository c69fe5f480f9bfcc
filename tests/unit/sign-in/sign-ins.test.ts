import { expect, test } from 'vitest';
import type { SignedRequest } from '../../../lib/rules/request.ts';
import { byPerson, draft, OTHER_SITE, PASSWORD, SECOND, signedIn, world, yes } from '../../fakes/anna.ts';
import { destination, PREFIX, SITE } from '../../fakes/records.ts';
import { service } from '../../fakes/service.ts';
import { basicOf, seenRow, signInWorld } from '../../fakes/sign-in-world.ts';

test('signing in saves source, account and grant, and installs the rule; the secret is in memory only', async () => {
  const { store, session, local, injected, accountId, sourceId, asked } = await signedIn();
  expect(await store.read()).toMatchObject({
    sources: [{ urls: [PREFIX], name: 'geo.example.com' }],
    accounts: [{ who: 'anna', origins: ['https://geo.example.com'] }],
    grants: [{ sourceId, accountId, site: SITE, topSites: [SITE] }],
    keyVault: [{ sourceId, method: 'basic' }],
  });
  expect(session.get('account', accountId)).toMatchObject({ status: 'signedIn', why: null });
  expect(session.get('credential', accountId)?.destinations).toEqual([destination({ sourceId })]);
  expect(injected()).toEqual([basicOf('anna', PASSWORD)]);
  expect(asked).toHaveLength(1);
  // The control: the search finds what is there.
  const disk = JSON.stringify([...local.items]);
  expect(disk).toContain('anna');
  for (const secret of [PASSWORD, basicOf('anna', PASSWORD).slice(6), encodeURIComponent(PASSWORD)])
    expect(disk).not.toContain(secret);
});

test('a refused password leaves nothing behind', async () => {
  const { signIn, log, asked, browserRules } = await world();
  await expect(signIn(seenRow(), draft('anna', 'wrong'))).rejects.toMatchObject({ code: 'passwordRefused' });
  expect(log).toEqual([]);
  expect(browserRules.updates).toBe(0);
  expect(asked).toHaveLength(1);
});

test('what was cancelled meanwhile is forgotten', async () => {
  const { signIns, log } = await world();
  await signIns.signIn(seenRow(), draft(), [], null, () => false);
  expect(log).toEqual([]);
});

test('the secret is there before its rule', async () => {
  const { log, signIn } = await world();
  await signIn(seenRow());
  const place = (start: string) => log.findIndex((entry) => entry.startsWith(start));
  expect(place('set credential:')).toBeGreaterThanOrEqual(0);
  expect(place('rules')).toBeGreaterThan(place('set credential:'));
  expect(place('rules')).toBeGreaterThan(place('set version,source:'));
});

test('a second service of the host needs no typing', async () => {
  const { signIns, accountId, store, session, asked } = await signedIn();
  await signIns.useExisting(seenRow({ base: SECOND }), accountId, false, yes);
  expect(asked.at(-1)?.headers.authorization).toBe(basicOf('anna', PASSWORD));
  const { sources, accounts, grants } = await store.read();
  expect([sources.length, accounts.length, grants.length]).toEqual([2, 1, 2]);
  expect(session.get('credential', accountId)?.destinations.map(({ prefix }) => prefix)).toEqual([
    PREFIX,
    SECOND,
  ]);
});

test('another site is an act of its own: before it nothing goes there, after it both work', async () => {
  const { signIns, accountId, rowNow, browserRules } = await signedIn();
  const initiators = () => [
    ...new Set([...browserRules.rules.values()].flatMap(({ condition }) => condition.initiatorDomains ?? [])),
  ];
  expect(initiators()).toEqual(['maps.example.org']);
  await signIns.useExisting(await rowNow(seenRow({ site: OTHER_SITE })), accountId, false, yes);
  expect(initiators().sort()).toEqual(['maps.example.org', 'other.example']);
});

test('a sign-in that the other service refuses is not used there', async () => {
  const made = await world((request) =>
    request.url.startsWith(SECOND) ? { status: 403 } : byPerson(request),
  );
  await made.signIn(seenRow());
  const id = (await made.store.read()).accounts[0]?.id ?? '';
  const use = made.signIns.useExisting(seenRow({ base: SECOND }), id, false, yes);
  await expect(use).rejects.toMatchObject({ code: 'passwordRefused' });
  expect((await made.store.read()).grants).toHaveLength(1);
  expect(made.session.get('credential', id)?.destinations).toHaveLength(1);
});

test('two people at one service: switching needs no typing and only one is ever injected', async () => {
  const { signIns, signIn, rowNow, accountId, store, injected } = await signedIn();
  await signIn(await rowNow(seenRow()), draft('ben', 'b3n'));
  expect(injected()).toEqual([basicOf('ben', 'b3n')]);
  expect((await store.read()).accounts.map(({ who }) => who)).toEqual(['anna', 'ben']);
  await signIns.useExisting(await rowNow(seenRow()), accountId, false, yes);
  expect(injected()).toEqual([basicOf('anna', PASSWORD)]);
  expect((await store.read()).grants).toHaveLength(1);
});

test('the old password works until the new one is proven', async () => {
  const { signIn, rowNow, accountId, injected, store, session } = await signedIn();
  const row = await rowNow(seenRow());
  await expect(signIn(row, draft('anna', 'wrong'), accountId)).rejects.toMatchObject({
    code: 'passwordRefused',
  });
  expect(injected()).toEqual([basicOf('anna', PASSWORD)]);
  expect(session.get('credential', accountId)?.secrets).toEqual({ password: PASSWORD });
  await signIn(row, draft('anna', 'n3w'), accountId);
  expect(injected()).toEqual([basicOf('anna', 'n3w')]);
  expect((await store.read()).accounts).toHaveLength(1);
});

test('a rule that the browser does not take is said, by host', async () => {
  const made = await world();
  made.browserRules.refuses = ({ action }) => action.type === 'modifyHeaders';
  await expect(made.signIn(seenRow())).rejects.toMatchObject({
    code: 'rulesNotAccepted',
    values: ['geo.example.com'],
  });
  expect(made.injected()).toEqual([]);
});

test('the name of a key that was found is kept and used for the next service', async () => {
  const takesToken = ({ url }: SignedRequest) =>
    new URL(url).searchParams.get('token') === 'k3y' ? {} : { status: 401 };
  const { ask, asked } = service(takesToken);
  const { signIns, store } = await signInWorld(ask);
  const typed = { method: 'key', fields: { key: 'k3y\n' }, acceptPlainHttp: false, remember: false };
  await signIns.signIn(seenRow(), typed, ['code', 'token', 'key'], null, yes);
  expect((await store.read()).keyVault).toMatchObject([{ method: 'key', parameter: 'token' }]);
  const before = asked.length;
  const id = (await store.read()).accounts[0]?.id ?? '';
  await signIns.useExisting(seenRow({ base: SECOND }), id, false, yes);
  const names = asked.slice(before).map(({ url }) => [...new URL(url).searchParams.keys()].at(-1));
  expect(names).toEqual(['REQUEST', 'token']);
  expect((await store.read()).keyVault.map(({ parameter }) => parameter)).toEqual(['token', 'token']);
});

test('an unknown way or account is no message of ours', async () => {
  const { signIn, signIns } = await world();
  await expect(signIn(seenRow(), { ...draft(), method: 'magic' })).rejects.toMatchObject({
    code: 'badMessage',
  });
  await expect(signIns.useExisting(seenRow(), 'nobody1', false, yes)).rejects.toMatchObject({
    code: 'badMessage',
  });
});
