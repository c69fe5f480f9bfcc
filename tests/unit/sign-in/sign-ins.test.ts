import { expect, test } from 'vitest';
import type { SignedRequest } from '../../../lib/rules/request.ts';
import type { ProbeAnswer } from '../../../lib/services/verdict.ts';
import type { Row } from '../../../lib/sign-in/rows.ts';
import { destination, PREFIX, SITE } from '../../fakes/records.ts';
import { service } from '../../fakes/service.ts';
import { basicOf, injectedValues, seenRow, signInWorld } from '../../fakes/sign-in-world.ts';

const SECOND = 'https://geo.example.com/second/ows';
const OTHER_SITE = 'https://other.example';
const PASSWORD = 'Str0ng-🗺';
const people = new Map([
  [basicOf('anna', PASSWORD), 'anna'],
  [basicOf('anna', 'n3w'), 'anna'],
  [basicOf('ben', 'b3n'), 'ben'],
]);
const byPerson = ({ headers }: SignedRequest): Partial<ProbeAnswer> =>
  people.has(headers.authorization ?? '') ? {} : { status: 401, challenge: 'Basic realm="geo"' };

const draft = (username = 'anna', password = PASSWORD) => ({
  method: 'basic',
  fields: { username, password },
  acceptPlainHttp: false,
});
const yes = () => true;

async function world(reply = byPerson) {
  const { ask, asked } = service(reply);
  const made = await signInWorld(ask);
  const signIn = (row: Row, typed = draft(), replaces: string | null = null) =>
    made.signIns.signIn(row, typed, ['key'], replaces, yes);
  /** The row as it stands once its source is saved. */
  const rowNow = async (row: Row): Promise<Row> => {
    const { sources } = await made.store.read();
    return { ...row, source: sources.find(({ urls }) => urls.includes(row.seen?.base ?? '')) ?? null };
  };
  const injected = () => injectedValues(made.browserRules.rules);
  return { ...made, asked, signIn, rowNow, injected };
}

/** Signed in as Anna at one service on one site. */
async function signedIn() {
  const made = await world();
  await made.signIn(seenRow());
  const { accounts, sources } = await made.store.read();
  made.log.length = 0;
  return { ...made, accountId: accounts[0]?.id ?? '', sourceId: sources[0]?.id ?? '' };
}

test('signing in saves source, account and grant, and installs the rule; the secret is in memory only', async () => {
  const { store, session, local, injected, accountId, sourceId, asked } = await signedIn();
  expect(await store.read()).toMatchObject({
    sources: [{ urls: [PREFIX], name: 'geo.example.com' }],
    accounts: [{ who: 'anna', origins: ['https://geo.example.com'] }],
    grants: [{ sourceId, accountId, site: SITE, topSites: [SITE] }],
    keyVault: [{ sourceId, method: 'basic' }],
  });
  expect(session.get('account', accountId)).toEqual({ status: 'signedIn', why: null });
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

test('signing out takes the rule first, then the secret', async () => {
  const { log, signIns, accountId, session, browserRules, memory, store } = await signedIn();
  await signIns.signOut([accountId], 'signedOut');
  expect(log).toEqual([`set account:${accountId}`, 'rules 0', `remove credential:${accountId}`]);
  expect(browserRules.rules.size).toBe(0);
  expect(JSON.stringify([...memory.items])).not.toContain(PASSWORD);
  expect(session.get('account', accountId)).toEqual({ status: 'signIn', why: 'signedOut' });
  expect((await store.read()).grants).toHaveLength(1);
});

/** The browser refuses the next updates that leave a rule in place. */
function refuseOnce(browserRules: Awaited<ReturnType<typeof world>>['browserRules'], times: number) {
  const update = browserRules.updateSessionRules;
  let left = times;
  browserRules.updateSessionRules = async (change) => {
    left -= 1;
    if (left >= 0) throw new Error('Internal error while updating session rules.');
    return update(change);
  };
}

test.each(['signOut', 'pause', 'stopUsing', 'remove'] as const)(
  '%s: where the browser fails to take rules away one by one, all go',
  async (what) => {
    const { signIns, accountId, sourceId, browserRules } = await signedIn();
    refuseOnce(browserRules, 2);
    if (what === 'signOut') await signIns.signOut([accountId], 'signedOut');
    if (what === 'pause') await signIns.pause(accountId);
    if (what === 'stopUsing') await signIns.stopUsing(sourceId, SITE);
    if (what === 'remove') await signIns.remove(sourceId);
    expect(browserRules.rules.size).toBe(0);
  },
);

test('paused means nothing is injected; resumed, it is again, without typing', async () => {
  const { signIns, accountId, injected, session } = await signedIn();
  await signIns.pause(accountId);
  expect(injected()).toEqual([]);
  expect(session.get('account', accountId)?.status).toBe('paused');
  await signIns.resume(accountId);
  expect(injected()).toEqual([basicOf('anna', PASSWORD)]);
});

test('resume brings nothing back for one who signed out', async () => {
  const { signIns, accountId, injected, session } = await signedIn();
  await signIns.signOut([accountId], 'signedOut');
  await signIns.resume(accountId);
  expect(injected()).toEqual([]);
  expect(session.get('account', accountId)?.status).toBe('signIn');
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
  const { signIn, rowNow, accountId, injected, store } = await signedIn();
  const row = await rowNow(seenRow());
  await expect(signIn(row, draft('anna', 'wrong'), accountId)).rejects.toMatchObject({
    code: 'passwordRefused',
  });
  expect(injected()).toEqual([basicOf('anna', PASSWORD)]);
  await signIn(row, draft('anna', 'n3w'), accountId);
  expect(injected()).toEqual([basicOf('anna', 'n3w')]);
  expect((await store.read()).accounts).toHaveLength(1);
});

test('stop using here: only this site, and it does not come back by itself', async () => {
  const { signIns, accountId, sourceId, rowNow, store, session, injected, browserRules } = await signedIn();
  await signIns.useExisting(await rowNow(seenRow({ site: OTHER_SITE })), accountId, false, yes);
  await signIns.stopUsing(sourceId, SITE);
  expect(injected()).toHaveLength(1);
  for (const { condition } of browserRules.rules.values())
    expect(condition.initiatorDomains ?? ['other.example']).toEqual(['other.example']);
  expect(session.get('credential', accountId)?.destinations.map(({ site }) => site)).toEqual([OTHER_SITE]);
  const grant = { sourceId, accountId, site: SITE, topSites: [SITE] };
  await store.change((saved) => ({ ...saved, grants: [...saved.grants, grant] }));
  await signIns.syncRules();
  expect([...(await signIns.changed())]).toEqual([`${sourceId} ${SITE}`]);
  expect(
    [...browserRules.rules.values()].flatMap(({ condition }) => condition.initiatorDomains ?? []),
  ).not.toContain('maps.example.org');
});

test('remove: the rule goes before the secret, and nothing is left', async () => {
  const { signIns, sourceId, accountId, log, store, session, memory } = await signedIn();
  await signIns.remove(sourceId);
  const rules = log.indexOf('rules 0');
  expect(rules).toBeGreaterThanOrEqual(0);
  expect(log.indexOf(`remove credential:${accountId}`)).toBeGreaterThan(rules);
  expect((await store.read()).sources).toEqual([]);
  expect(session.all('credential').size).toBe(0);
  expect(JSON.stringify([...memory.items])).not.toContain(PASSWORD);
});

test('remove one of two services: the account stays for the other, sealed for it alone', async () => {
  const { signIns, accountId, sourceId, session, injected } = await signedIn();
  await signIns.useExisting(seenRow({ base: SECOND }), accountId, false, yes);
  await signIns.remove(sourceId);
  expect(session.get('credential', accountId)?.destinations.map(({ prefix }) => prefix)).toEqual([SECOND]);
  expect(injected()).toEqual([basicOf('anna', PASSWORD)]);
});

test('host access that went away signs out what needed it', async () => {
  const { signIns, accountId, permissions, session, browserRules, log } = await signedIn();
  await signIns.signOutWithoutAccess();
  expect(log).toEqual([]);
  permissions.missing.add('https://geo.example.com:443/*');
  await signIns.signOutWithoutAccess();
  expect(browserRules.rules.size).toBe(0);
  expect(session.all('credential').size).toBe(0);
  expect(session.get('account', accountId)).toEqual({ status: 'signIn', why: 'permissionMissing' });
});

test('frames are the word of the user: sealed with it, for every site of the source', async () => {
  const { signIns, sourceId, browserRules } = await signedIn();
  const types = () =>
    new Set(
      [...browserRules.rules.values()]
        .filter(({ action }) => action.type === 'modifyHeaders')
        .flatMap(({ condition }): string[] => condition.resourceTypes ?? []),
    );
  expect([...types()]).toEqual(['xmlhttprequest', 'image', 'media', 'other']);
  await signIns.setFrames(sourceId, true);
  expect(types()).toContain('sub_frame');
  expect(types()).toContain('main_frame');
  expect([...(await signIns.changed())]).toEqual([]);
  await signIns.setFrames(sourceId, false);
  expect([...types()]).toEqual(['xmlhttprequest', 'image', 'media', 'other']);
});

test('turning frames on does not agree to an address that was changed by somebody else', async () => {
  const { signIns, sourceId, store, session, accountId, browserRules } = await signedIn();
  await store.change((saved) => ({
    ...saved,
    sources: saved.sources.map((source) => ({ ...source, urls: ['https://evil.example/ows'] })),
  }));
  await signIns.setFrames(sourceId, true);
  expect((await signIns.changed()).size).toBe(1);
  expect(browserRules.rules.size).toBe(0);
  expect(JSON.stringify(session.get('credential', accountId))).not.toContain('evil');
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
  const typed = { method: 'key', fields: { key: 'k3y\n' }, acceptPlainHttp: false };
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
