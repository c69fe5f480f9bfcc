import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Observation } from '../../../lib/guard/observed.ts';
import type { ProbeAnswer } from '../../../lib/services/verdict.ts';
import type { Signature } from '../../../lib/sign-in/signing.ts';
import { byPerson, draft, SECOND, world } from '../../fakes/anna.ts';
import { settled } from '../../fakes/interruptions.ts';
import { PREFIX, SITE } from '../../fakes/records.ts';
import { basicOf, seenRow } from '../../fakes/sign-in-world.ts';

const ANNA = basicOf('anna', 'Str0ng-🗺');
const BEN = basicOf('ben', 'b3n');

const SERVICES = {
  knows: byPerson,
  refuses: () => ({ status: 401 }),
  forbids: () => ({ status: 403 }),
  silent: () => ({ kind: 'failed', status: 0 }),
  busy: () => ({ status: 429, retryAfter: '60' }),
} satisfies Record<string, typeof byPerson>;

const OBSERVED: Observation[] = [
  { what: 'refusal', why: 'signIn', status: 401, challenges: ['basic'] },
  { what: 'refusal', why: 'access', status: 403, challenges: [] },
  { what: 'fine' },
  { what: 'fault', until: null },
  { what: 'limited', until: null },
];

/** Anna at one service, Ben at another; storage takes its time, and the service says what it likes. */
async function two(delays: readonly number[]) {
  let says: keyof typeof SERVICES = 'knows';
  const made = await world((request): Partial<ProbeAnswer> => SERVICES[says](request));
  await made.signIn(seenRow());
  await made.signIn(seenRow({ base: SECOND }), draft('ben', 'b3n'));
  const { accounts, sources } = await made.store.read();
  let turn = 0;
  const { set, remove } = made.memory;
  const wait = () => pass(delays[turn++ % delays.length] ?? 0);
  made.memory.set = (items) => wait().then(() => set(items));
  made.memory.remove = (keys) => wait().then(() => remove(keys));
  /** Signatures of requests whose answers may come late. */
  const under: Signature[] = [];
  return {
    ...made,
    ...{ annaId: accounts[0]?.id ?? '', benId: accounts[1]?.id ?? '', sourceId: sources[0]?.id ?? '', under },
    says: (now: keyof typeof SERVICES) => {
      says = now;
    },
  };
}
type Two = Awaited<ReturnType<typeof two>>;

async function pass(ticks: number): Promise<void> {
  for (let left = ticks; left > 0; left -= 1) await Promise.resolve();
}

const DEEDS = {
  lock: (made) => made.locking.lock(),
  signOut: (made) => made.takingBack.signOut([made.annaId], 'signedOut'),
  stopUsing: (made) => made.takingBack.stopUsing(made.sourceId, SITE),
  forgetSite: (made) => made.takingBack.forgetSite(SITE),
  pause: (made) => made.signIns.pause(made.annaId),
  resume: (made) => made.signIns.resume(made.annaId),
  again: (made) => made.recheck.again(made.sourceId, SITE),
  signInAnew: async (made) => made.signIn(await made.rowNow(seenRow()), draft(), made.annaId),
  tryAgain: async (made) => made.guards.tryAgain(made.annaId),
  due: async (made) => made.guards.due(made.annaId),
  online: async (made) => made.guards.network(true),
  offline: async (made) => made.guards.network(false),
  started: async (made) => made.guards.afterStart(),
  hour: async (made) => {
    made.clock.now += 3_600_000;
  },
} satisfies Record<string, (made: Two) => Promise<unknown>>;
type Deed = keyof typeof DEEDS;

/** A request of the page; its answer comes at once, or that of an earlier one does. */
function answer(made: Two, observation: Observation, path: string, late: boolean): void {
  const url = `${path}?SERVICE=WMS&REQUEST=GetMap`;
  const now = made.signing.of({ url, site: SITE, method: 'get', type: 'image', top: SITE });
  if (now) made.under.push(now);
  const signature = late ? made.under[0] : now;
  if (signature) made.guards.answered(signature, url, observation);
}

async function expectAgreement(made: Two): Promise<void> {
  const { placements } = await made.installed.placed();
  const values = placements.map(({ injection }) =>
    'headers' in injection ? injection.headers[0]?.value : '',
  );
  expect(made.injected().sort()).toEqual([...new Set(values)].sort());
  for (const [id, header] of [
    [made.annaId, ANNA],
    [made.benId, BEN],
  ] as const) {
    const account = made.session.get('account', id);
    const mode = made.session.get('guard', id)?.mode.is ?? 'active';
    if (account?.status === 'signedIn') expect(mode).toBe('active');
    if (account?.why === 'stopped') expect(['paused', 'damped']).toContain(mode);
    if (mode !== 'active') expect(made.injected()).not.toContain(header);
  }
  // What listeners take for signed is what the rules sign.
  const isSigned = (url: string) =>
    made.signing.of({ url, site: SITE, method: 'get', type: 'image', top: SITE }) !== null;
  expect(isSigned(PREFIX)).toBe(made.injected().includes(ANNA));
  expect(isSigned(SECOND)).toBe(made.injected().includes(BEN));
}

test('whatever is answered and done, in any order: rules, memory and guard agree in the end', async () => {
  const step = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        observation: fc.constantFrom(...OBSERVED),
        path: fc.constantFrom(PREFIX, `${PREFIX}/a`, SECOND),
        late: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ says: fc.constantFrom(...(Object.keys(SERVICES) as 'knows'[])) }) },
    { weight: 4, arbitrary: fc.record({ deed: fc.constantFrom(...(Object.keys(DEEDS) as Deed[])) }) },
  );
  const steps = fc.array(fc.record({ step, after: fc.nat({ max: 60 }), rest: fc.boolean() }), {
    minLength: 2,
    maxLength: 9,
  });
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 7 }),
      async (all, delays) => {
        const made = await two(delays);
        const doing: Promise<unknown>[] = [];
        for (const { step: each, after, rest } of all) {
          await (rest ? settled() : pass(after));
          if ('observation' in each) answer(made, each.observation, each.path, each.late);
          else if ('says' in each) made.says(each.says);
          else doing.push(DEEDS[each.deed](made).catch(() => undefined));
        }
        await Promise.all(doing);
        await settled();
        for (const { mode } of made.session.all('guard').values()) seen.add(mode.is);
        await expectAgreement(made);
      },
    ),
    {
      numRuns: 200,
      // Refused while the account signs in anew: once it stayed paused, and nobody asked any more.
      examples: [
        [
          [
            { step: { deed: 'signInAnew' }, after: 0, rest: false },
            { step: { says: 'knows' }, after: 0, rest: false },
            { step: { observation: OBSERVED[0]!, path: PREFIX, late: false }, after: 43, rest: false },
          ],
          [0],
        ],
        // Refused twice, at two places, by a service that knows the sign-in: left out for a while.
        [
          [
            { step: { observation: OBSERVED[0]!, path: PREFIX, late: false }, after: 0, rest: true },
            { step: { observation: OBSERVED[0]!, path: `${PREFIX}/a`, late: false }, after: 0, rest: true },
          ],
          [0],
        ],
      ],
    },
  );
  // The test can see: every state was reached.
  expect([...seen].sort()).toEqual(['active', 'damped', 'notAccepted', 'paused']);
});
