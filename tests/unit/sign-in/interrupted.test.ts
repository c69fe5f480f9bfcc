import { expect, test } from 'vitest';
import { byPerson, draft, PASSWORD, yes } from '../../fakes/anna.ts';
import { stoppedAfter } from '../../fakes/interruptions.ts';
import { SITE } from '../../fakes/records.ts';
import {
  BEN_PASSWORD,
  lockedWorld,
  nextWorker,
  PASSKEY,
  type RememberedWorld,
  textOf,
  unlockedWorld,
} from '../../fakes/remembered.ts';
import { service } from '../../fakes/service.ts';
import { basicOf, seenRow, signInWorld } from '../../fakes/sign-in-world.ts';

const THIRD = seenRow({ base: 'https://third.example/ows' });
type Worker = Awaited<ReturnType<typeof signInWorld>>;
type Ids = Pick<RememberedWorld, 'annaId' | 'benId' | 'sourceId' | 'secondId'>;

const newSignIn = (worker: Worker) =>
  worker.signIns.signIn(THIRD, { ...draft('anna', 'n3w'), remember: true }, [], null, yes);

const changeSecret = async (worker: Worker, { annaId }: Ids) => {
  const source = (await worker.store.read()).sources[0] ?? null;
  return worker.signIns.signIn({ ...seenRow(), source }, draft('anna', 'n3w'), [], annaId, yes);
};

const DEEDS: [string, (worker: Worker, ids: Ids) => Promise<unknown>][] = [
  ['a new sign-in that is remembered', newSignIn],
  ['another password', changeSecret],
  ['one more service', (worker, { annaId }) => worker.signIns.useExisting(THIRD, annaId, false, yes)],
  ['remembered from now on', (worker, { benId }) => worker.signIns.setRemembered(benId, true)],
  ['no longer remembered', (worker, { annaId }) => worker.signIns.setRemembered(annaId, false)],
  ['sign out', (worker, { annaId }) => worker.takingBack.signOut([annaId], 'signedOut')],
  ['stop using', (worker, { sourceId }) => worker.takingBack.stopUsing(sourceId, SITE)],
  ['forget this site', (worker) => worker.takingBack.forgetSite(SITE)],
  ['frames', (worker, { sourceId }) => worker.signIns.setFrames(sourceId, true)],
];

/** Rules, credentials and records say the same. */
async function expectInStep(made: RememberedWorld) {
  const { accounts } = await made.store.read();
  const known = new Set(accounts.map(({ id }) => id));
  const signedIn = [...made.session.all('account')].filter(([, { status }]) => status === 'signedIn');
  for (const [id] of signedIn) if (known.has(id)) expect(made.credentials.get(id)).toBeDefined();
  const usable = new Set(
    [...made.credentials.all()].map(([id, { secrets }]) => {
      const who = accounts.find((account) => account.id === id)?.who ?? '';
      return basicOf(who, secrets.password ?? '');
    }),
  );
  for (const value of made.injected()) expect([...usable]).toContain(value);
  for (const { destinations, accountId } of made.credentials.all().values())
    for (const each of destinations) expect([accountId, each.site]).toEqual([accountId, SITE]);
}

test.each(DEEDS)(
  '%s: whenever the worker is stopped, the next one finds everything in step',
  async (_, deed) => {
    let changes = 0;
    for (let isOver = false; !isOver; changes += 1) {
      const before = await unlockedWorld();
      const { kept, begin, stopped } = stoppedAfter(changes, before);
      const worker = await signInWorld(service(byPerson).ask, kept);
      begin();
      isOver = (await Promise.race([deed(worker, before), stopped])) !== 'stopped';
      const next = await nextWorker(before);
      await expectInStep(next);
      // And after the browser was closed the vault opens, with nobody blamed.
      const anew = await lockedWorld(undefined, Object.fromEntries(before.local.items));
      await anew.unlocking.unlockWithPasskey(PASSKEY.id, PASSKEY.output);
      expect([changes, ...anew.session.all('notice').keys()]).toEqual([changes]);
      await anew.recheck.openSites(new Set([SITE]));
      await expectInStep(anew);
    }
    expect(changes).toBeGreaterThan(2);
  },
);

test.each([
  ['forget this site', (worker: Worker) => worker.takingBack.forgetSite(SITE)],
  ['sign out', (worker: Worker, ids: Ids) => worker.takingBack.signOut([ids.annaId, ids.benId], 'signedOut')],
])('%s: once a rule is gone, no later worker keeps the secret', async (_, deed) => {
  for (let changes = 1; changes < 8; changes += 1) {
    const before = await unlockedWorld();
    const { kept, begin, stopped } = stoppedAfter(changes, before);
    const worker = await signInWorld(service(byPerson).ask, kept);
    begin();
    await Promise.race([deed(worker, before), stopped]);
    const next = await nextWorker(before);
    expect([changes, next.injected()]).toEqual([changes, []]);
    for (const secret of [PASSWORD, BEN_PASSWORD])
      expect([changes, textOf(before.memory).includes(secret)]).toEqual([changes, false]);
  }
});
