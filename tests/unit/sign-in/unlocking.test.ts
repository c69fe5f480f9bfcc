import { expect, test } from 'vitest';
import { draft, OTHER_SITE, PASSWORD, yes } from '../../fakes/anna.ts';
import { PREFIX, SITE } from '../../fakes/records.ts';
import { entriesOf, lockedWorld, PASSPHRASE, textOf, unlockedWorld } from '../../fakes/remembered.ts';
import { basicOf, seenRow } from '../../fakes/sign-in-world.ts';

const ANNA = basicOf('anna', PASSWORD);
const OPEN = new Set([SITE]);
const refusing = () => ({ status: 401, challenge: 'Basic realm="geo"' });

/** The disk after something was changed by somebody, with the browser closed and open again. */
async function closed(
  made: { local: { items: Map<string, unknown> } },
  reply?: Parameters<typeof lockedWorld>[0],
) {
  return lockedWorld(reply, Object.fromEntries(made.local.items));
}

test('opened: nothing is injected before it was proven, then it is, by one request', async () => {
  const made = await lockedWorld();
  await made.open();
  expect(made.injected()).toEqual([]);
  expect(made.asked).toEqual([]);
  expect(made.session.get('account', made.annaId)?.status).toBe('notChecked');
  expect(await made.recheck.openSites(OPEN)).toEqual([made.annaId]);
  expect(made.asked.map(({ headers }) => headers.authorization)).toEqual([ANNA]);
  expect(made.injected()).toEqual([ANNA]);
  expect(made.session.get('account', made.annaId)).toMatchObject({ status: 'signedIn', why: null });
  await made.recheck.openSites(OPEN);
  expect(made.asked).toHaveLength(1);
});

test('the passphrase opens it as well; a wrong one changes nothing', async () => {
  const made = await lockedWorld();
  await expect(made.unlocking.unlock('correct horse batterz')).rejects.toMatchObject({
    code: 'wrongPassphrase',
  });
  expect(textOf(made.memory)).not.toContain(PASSWORD);
  await made.unlocking.unlock(PASSPHRASE);
  expect(made.credentials.get(made.annaId)?.secrets).toEqual({ password: PASSWORD });
});

test('only sites that are open are asked about, and only with host access', async () => {
  const made = await lockedWorld();
  await made.open();
  expect(await made.recheck.openSites(new Set([OTHER_SITE]))).toEqual([]);
  made.permissions.missing.add('https://geo.example.com:443/*');
  expect(await made.recheck.openSites(OPEN)).toEqual([]);
  expect(made.asked).toEqual([]);
  expect(made.session.get('account', made.annaId)?.status).toBe('notChecked');
  made.permissions.missing.clear();
  expect(await made.recheck.openSites(OPEN)).toEqual([made.annaId]);
});

test('an account with two services and two sites is asked about once, also by two pages at once', async () => {
  const before = await unlockedWorld();
  await before.signIns.useExisting(seenRow({ base: `${PREFIX}2` }), before.annaId, false, yes);
  await before.signIns.useExisting(seenRow({ site: OTHER_SITE }), before.annaId, false, yes);
  const made = await closed(before);
  await made.open();
  const sites = new Set([SITE, OTHER_SITE]);
  await Promise.all([made.recheck.openSites(sites), made.recheck.openSites(sites)]);
  expect(made.asked).toHaveLength(1);
  expect(made.injected()).toEqual([ANNA]);
});

test('tried again at the very moment at which it is asked about: still one request', async () => {
  const made = await lockedWorld();
  await made.open();
  await Promise.all([made.recheck.openSites(OPEN), made.recheck.again(made.sourceId, SITE)]);
  expect(made.asked).toHaveLength(1);
});

test('refused: said, and not tried by itself at the next opening; tried when the user says so', async () => {
  const made = await lockedWorld(refusing);
  await made.open();
  await made.recheck.openSites(OPEN);
  const refused = { status: 'notAccepted', why: 'savedRefused' };
  expect(made.session.get('account', made.annaId)).toMatchObject(refused);
  expect(made.injected()).toEqual([]);
  await made.recheck.openSites(OPEN);
  expect(made.asked).toHaveLength(1);
  const next = await closed(made);
  await next.open();
  await next.recheck.openSites(OPEN);
  expect(next.asked).toEqual([]);
  expect(next.session.get('account', next.annaId)).toMatchObject(refused);
  await next.recheck.again(next.sourceId, SITE);
  expect(next.injected()).toEqual([ANNA]);
  // Accepted again: from now on it is tried by itself.
  const third = await closed(next);
  await third.open();
  expect(await third.recheck.openSites(OPEN)).toEqual([third.annaId]);
});

test.each([
  ['nobody answers', { kind: 'failed', problem: 'network' } as const, 'unreachable', 'notAnswering'],
  ['it is broken', { status: 502 }, 'unreachable', 'notAnswering'],
  ['there is no access', { status: 403 }, 'signedInWithoutAccess', null],
])('%s: said, nothing injected, the password kept', async (_, answer, status, why) => {
  const made = await lockedWorld(() => answer);
  await made.open();
  await made.recheck.openSites(OPEN);
  expect(made.session.get('account', made.annaId)).toMatchObject({ status, why });
  expect(made.injected()).toEqual([]);
  expect(entriesOf(made.local)).toEqual([made.annaId]);
});

test('a portal in between says nothing about the password: tried again at the next opening', async () => {
  const location = 'https://wifi.example/login';
  const made = await lockedWorld(() => ({ kind: 'redirect', location }));
  await made.open();
  await made.recheck.openSites(OPEN);
  expect(made.injected()).toEqual([]);
  const next = await closed(made);
  await next.open();
  expect(await next.recheck.openSites(OPEN)).toEqual([next.annaId]);
});

test('nobody answered: tried again by the user, not by itself', async () => {
  const made = await lockedWorld(() => ({ kind: 'failed', problem: 'network' }));
  await made.open();
  await made.recheck.openSites(OPEN);
  await made.recheck.openSites(OPEN);
  expect(made.asked).toHaveLength(1);
  await made.recheck.again(made.sourceId, SITE);
  expect(made.asked).toHaveLength(2);
});

test('an edited source is changed: neither asked nor injected', async () => {
  const made = await lockedWorld();
  await made.store.change((saved) => ({
    ...saved,
    sources: saved.sources.map((source) =>
      source.id === made.sourceId ? { ...source, urls: ['https://evil.example/ows'] } : source,
    ),
  }));
  await made.open();
  await made.recheck.openSites(OPEN);
  await made.recheck.again(made.sourceId, SITE);
  expect(made.asked).toEqual([]);
  expect(made.injected()).toEqual([]);
  expect([...(await made.installed.placed()).changed]).toEqual([`${made.sourceId} ${SITE}`]);
});

test('a worker that died while it asked: asked about again', async () => {
  const made = await lockedWorld();
  await made.open();
  await made.session.set('account', made.annaId, { status: 'signingIn', why: null, since: 0 });
  await made.recheck.afterStart();
  await made.recheck.openSites(OPEN);
  expect(made.session.get('account', made.annaId)?.status).toBe('signedIn');
});

test('settings that were edited into something that cannot be sent: the others go on', async () => {
  const before = await unlockedWorld();
  await before.signIns.setRemembered(before.benId, true);
  const made = await closed(before);
  await made.store.change((saved) => ({
    ...saved,
    accounts: saved.accounts.map((account) =>
      account.id === made.annaId
        ? { ...account, method: 'header', settings: { header: 'Host', scheme: '' } }
        : account,
    ),
  }));
  await made.open();
  await made.recheck.openSites(OPEN).catch(() => undefined);
  expect(made.injected()).toEqual([basicOf('ben', 'b3n')]);
  expect(made.session.get('account', made.annaId)?.status).not.toBe('signingIn');
});

test('who signed in anew while it was locked goes on with that', async () => {
  const made = await lockedWorld();
  const { sources } = await made.store.read();
  const row = { ...seenRow(), source: sources[0] ?? null };
  await made.signIns.signIn(row, draft('anna', 'n3w'), [], null, yes);
  await made.open();
  expect(made.injected()).toEqual([basicOf('anna', 'n3w')]);
  expect(made.session.get('account', made.annaId)?.status).toBe('signedIn');
  expect(textOf(made.memory)).not.toContain(PASSWORD);
  await made.locking.lock();
  expect(made.injected()).toEqual([basicOf('anna', 'n3w')]);
});
