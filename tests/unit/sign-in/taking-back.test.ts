import { expect, test } from 'vitest';
import { OTHER_SITE, PASSWORD, SECOND, signedIn, type world, yes } from '../../fakes/anna.ts';
import { SITE } from '../../fakes/records.ts';
import { basicOf, seenRow } from '../../fakes/sign-in-world.ts';

test('signing out takes the rule first, then the secret', async () => {
  const { takingBack, log, accountId, session, browserRules, memory, store } = await signedIn();
  await takingBack.signOut([accountId], 'signedOut');
  expect(log).toEqual([`set account:${accountId}`, 'rules 0', `remove credential:${accountId}`]);
  expect(browserRules.rules.size).toBe(0);
  expect(JSON.stringify([...memory.items])).not.toContain(PASSWORD);
  expect(session.get('account', accountId)).toMatchObject({ status: 'signIn', why: 'signedOut' });
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
    const { takingBack, signIns, accountId, sourceId, browserRules } = await signedIn();
    refuseOnce(browserRules, 2);
    if (what === 'signOut') await takingBack.signOut([accountId], 'signedOut');
    if (what === 'pause') await signIns.pause(accountId);
    if (what === 'stopUsing') await takingBack.stopUsing(sourceId, SITE);
    if (what === 'remove') await takingBack.remove(sourceId);
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
  const { takingBack, signIns, accountId, injected, session } = await signedIn();
  await takingBack.signOut([accountId], 'signedOut');
  await signIns.resume(accountId);
  expect(injected()).toEqual([]);
  expect(session.get('account', accountId)?.status).toBe('signIn');
});

test('stop using here: only this site, and it does not come back by itself', async () => {
  const {
    takingBack,
    installed,
    signIns,
    accountId,
    sourceId,
    rowNow,
    store,
    session,
    injected,
    browserRules,
  } = await signedIn();
  await signIns.useExisting(await rowNow(seenRow({ site: OTHER_SITE })), accountId, false, yes);
  await takingBack.stopUsing(sourceId, SITE);
  expect(injected()).toHaveLength(1);
  for (const { condition } of browserRules.rules.values())
    expect(condition.initiatorDomains ?? ['other.example']).toEqual(['other.example']);
  expect(session.get('credential', accountId)?.destinations.map(({ site }) => site)).toEqual([OTHER_SITE]);
  const grant = { sourceId, accountId, site: SITE, topSites: [SITE] };
  await store.change((saved) => ({ ...saved, grants: [...saved.grants, grant] }));
  await installed.sync();
  expect([...(await installed.placed()).changed]).toEqual([`${sourceId} ${SITE}`]);
  expect(
    [...browserRules.rules.values()].flatMap(({ condition }) => condition.initiatorDomains ?? []),
  ).not.toContain('maps.example.org');
});

test('remove: the rule goes before the secret, and nothing is left', async () => {
  const { takingBack, sourceId, accountId, log, store, session, memory } = await signedIn();
  await takingBack.remove(sourceId);
  const rules = log.indexOf('rules 0');
  expect(rules).toBeGreaterThanOrEqual(0);
  expect(log.indexOf(`remove credential:${accountId}`)).toBeGreaterThan(rules);
  expect((await store.read()).sources).toEqual([]);
  expect(session.all('credential').size).toBe(0);
  expect(JSON.stringify([...memory.items])).not.toContain(PASSWORD);
});

test('remove one of two services: the account stays for the other, sealed for it alone', async () => {
  const { takingBack, signIns, accountId, sourceId, session, injected } = await signedIn();
  await signIns.useExisting(seenRow({ base: SECOND }), accountId, false, yes);
  await takingBack.remove(sourceId);
  expect(session.get('credential', accountId)?.destinations.map(({ prefix }) => prefix)).toEqual([SECOND]);
  expect(injected()).toEqual([basicOf('anna', PASSWORD)]);
});

test('host access that went away signs out what needed it', async () => {
  const { takingBack, accountId, permissions, session, browserRules, log } = await signedIn();
  await takingBack.signOutWithoutAccess();
  expect(log).toEqual([]);
  permissions.missing.add('https://geo.example.com:443/*');
  await takingBack.signOutWithoutAccess();
  expect(browserRules.rules.size).toBe(0);
  expect(session.all('credential').size).toBe(0);
  expect(session.get('account', accountId)).toMatchObject({ status: 'signIn', why: 'permissionMissing' });
});

test('frames are the word of the user: sealed with it, for every site of the source', async () => {
  const { installed, signIns, sourceId, browserRules } = await signedIn();
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
  expect([...(await installed.placed()).changed]).toEqual([]);
  await signIns.setFrames(sourceId, false);
  expect([...types()]).toEqual(['xmlhttprequest', 'image', 'media', 'other']);
});

test('turning frames on does not agree to an address that was changed by somebody else', async () => {
  const { installed, signIns, sourceId, store, session, accountId, browserRules } = await signedIn();
  await store.change((saved) => ({
    ...saved,
    sources: saved.sources.map((source) => ({ ...source, urls: ['https://evil.example/ows'] })),
  }));
  await signIns.setFrames(sourceId, true);
  expect((await installed.placed()).changed.size).toBe(1);
  expect(browserRules.rules.size).toBe(0);
  expect(JSON.stringify(session.get('credential', accountId))).not.toContain('evil');
});
