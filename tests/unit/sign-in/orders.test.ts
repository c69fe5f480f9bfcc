import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draft, yes } from '../../fakes/anna.ts';
import { SITE } from '../../fakes/records.ts';
import { entriesOf, lockedWorld, type RememberedWorld, unlockedWorld } from '../../fakes/remembered.ts';
import { seenRow } from '../../fakes/sign-in-world.ts';

const THIRD = seenRow({ base: 'https://geo.example.com/third/ows' });
const HOST = 'https://geo.example.com:443/*';

/** Everything that may happen to Anna's and Ben's sign-ins, as the user, the browser and the clock do it. */
const DEEDS = {
  lock: (made: RememberedWorld) => made.locking.lock(),
  open: (made) => made.open(),
  prove: (made) => made.recheck.openSites(new Set([SITE])),
  tryAgain: (made) => made.recheck.again(made.sourceId, SITE),
  signOut: (made) => made.takingBack.signOut([made.annaId], 'signedOut'),
  stopUsing: (made) => made.takingBack.stopUsing(made.sourceId, SITE),
  forgetSite: (made) => made.takingBack.forgetSite(SITE),
  remember: (made) => made.signIns.setRemembered(made.benId, true),
  forgetSaved: (made) => made.signIns.setRemembered(made.annaId, false),
  pause: (made) => made.signIns.pause(made.annaId),
  resume: (made) => made.signIns.resume(made.annaId),
  useExisting: (made) => made.signIns.useExisting(THIRD, made.annaId, false, yes),
  newSignIn: (made) => made.signIns.signIn(THIRD, { ...draft('ben', 'b3n'), remember: true }, [], null, yes),
  loseAccess: async (made) => {
    made.permissions.missing.add(HOST);
    await made.takingBack.signOutWithoutAccess();
    made.permissions.missing.delete(HOST);
  },
} satisfies Record<string, (made: RememberedWorld) => Promise<unknown>>;
type Deed = keyof typeof DEEDS;

/** So many turns of the event loop's smallest wheel. */
async function pass(ticks: number): Promise<void> {
  for (let left = ticks; left > 0; left -= 1) await Promise.resolve();
}

/** The browser's storage takes its time, each call another. */
function slowDown(made: RememberedWorld, delays: readonly number[]): void {
  let turn = 0;
  const wait = () => pass(delays[turn++ % delays.length] ?? 0);
  for (const area of [made.memory, made.local]) {
    const { set, remove } = area;
    area.set = async (items) =>
      wait()
        .then(() => set(items))
        .then(wait);
    area.remove = async (keys) =>
      wait()
        .then(() => remove(keys))
        .then(wait);
  }
}

/** When everything has come to rest, rules, memory, disk and what is said of them agree. */
async function expectAgreement(made: RememberedWorld): Promise<void> {
  const { session, credentials, vault, installed, store, local } = made;
  const { placements } = await installed.placed();
  const wanted = placements.map(({ injection }) =>
    'headers' in injection ? injection.headers[0]?.value : '',
  );
  expect(made.injected().sort()).toEqual([...new Set(wanted)].sort());
  const known = new Set((await store.read()).accounts.map(({ id }) => id));
  for (const [id, { status }] of session.all('account')) {
    expect(status).not.toBe('signingIn');
    if (status === 'signedIn') expect([...credentials.all().keys()]).toContain(id);
  }
  for (const [id, { remembered }] of credentials.all()) {
    expect(known).toContain(id);
    if (remembered) expect(vault.state()).toBe('unlocked');
    if (remembered) expect(entriesOf(local)).toContain(id);
  }
  for (const id of entriesOf(local)) expect(known).toContain(id);
}

test('whatever happens at the same time: in the end rules, memory and disk agree', async () => {
  const deed = fc.constantFrom(...(Object.keys(DEEDS) as Deed[]));
  const steps = fc.array(fc.record({ deed, after: fc.nat({ max: 60 }) }), { minLength: 2, maxLength: 5 });
  const delays = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 9 });
  const refusals = new Set<unknown>();
  await fc.assert(
    fc.asyncProperty(fc.boolean(), steps, delays, async (isOpen, chosen, waits) => {
      const made = isOpen ? await unlockedWorld() : await lockedWorld();
      slowDown(made, waits);
      await Promise.all(
        chosen.map(async ({ deed: name, after }) => {
          await pass(after);
          await DEEDS[name](made).catch(({ code }: { code: unknown }) => refusals.add(code));
        }),
      );
      await expectAgreement(made);
    }),
    { numRuns: 500 },
  );
  // What came too late is told, and nothing else.
  expect([...refusals].sort()).toEqual(['badMessage', 'vaultLocked']);
});
