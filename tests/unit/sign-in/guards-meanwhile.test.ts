import { describe, expect, test } from 'vitest';
import { byPerson, draft, SECOND } from '../../fakes/anna.ts';
import { ANNA, annaIn, HOUR, heldBack, REFUSES, refused, S, SILENT, TILE } from '../../fakes/guarded.ts';
import { settled } from '../../fakes/interruptions.ts';
import { SITE } from '../../fakes/records.ts';
import { basicOf, seenRow } from '../../fakes/sign-in-world.ts';

describe('what may be asked', () => {
  test('an address that was edited since gets no password (promise 10)', async () => {
    const made = await annaIn();
    made.says(SILENT);
    made.answers(refused());
    await settled();
    const before = made.asked.length;
    made.says(byPerson);
    await made.store.change((saved) => ({
      ...saved,
      sources: saved.sources.map((each) => ({ ...each, urls: ['https://evil.example/ows'] })),
    }));
    made.guards.tryAgain(made.annaId);
    made.clock.now += HOUR;
    made.guards.due(made.annaId);
    await settled();
    expect(made.asked.slice(before)).toEqual([]);
  });

  test('the same for Check, and for a password that was refused (promise 4)', async () => {
    const made = await annaIn();
    const row = await made.rowNow(seenRow());
    const source = row.source;
    await made.check({ ...row, source: source && { ...source, urls: ['https://evil.example/ows'] } });
    expect(made.asked.filter(({ headers }) => headers.authorization)).toEqual([]);
    await made.check(row);
    expect(made.asked.filter(({ headers }) => headers.authorization).length).toBeGreaterThan(0);
    made.says(REFUSES);
    made.answers(refused());
    await settled();
    made.asked.length = 0;
    await made.check(row);
    expect(made.asked.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test('it is asked where it was refused', async () => {
    const made = await annaIn();
    await made.signIns.useExisting(seenRow({ base: SECOND }), made.annaId, false, () => true);
    made.asked.length = 0;
    made.answers(refused(), `${SECOND}?SERVICE=WMS&REQUEST=GetMap`);
    await settled();
    expect(made.asked.map(({ url }) => new URL(url).pathname)).toEqual([new URL(SECOND).pathname]);
    expect(made.of(TILE)).not.toBeNull();
  });
});

describe('meanwhile', () => {
  const DEEDS = {
    'signs out': (made) => made.takingBack.signOut([made.annaId], 'signedOut'),
    pauses: (made) => made.signIns.pause(made.annaId),
    locks: (made) => made.locking.lock(),
    'stops using it': (made) => made.takingBack.stopUsing(made.sourceId, SITE),
    'forgets the site': (made) => made.takingBack.forgetSite(SITE),
    'takes host access away': async (made) => {
      made.permissions.missing.add('https://geo.example.com:443/*');
      await made.takingBack.signOutWithoutAccess();
    },
  } satisfies Record<string, (made: Awaited<ReturnType<typeof annaIn>>) => Promise<unknown>>;

  test.each(['fine', 'refused'] as const)('the user acts while it is asked (%s): that holds', async (end) => {
    for (const [name, deed] of Object.entries(DEEDS)) {
      const made = await annaIn();
      const answer = heldBack(made, end === 'fine' ? byPerson : REFUSES);
      made.answers(refused());
      await answer.reached;
      const keepsRules = name === 'locks';
      await deed(made);
      const after = made.status();
      answer.letGo();
      await settled();
      // What is kept until the browser closes is not locked: there the question decides.
      expect(made.injected(), name).toEqual(keepsRules && end === 'fine' ? [ANNA] : []);
      const isOver = ['signs out', 'pauses', 'takes host access away'].includes(name);
      if (isOver) expect(made.status(), name).toEqual(after);
    }
  });

  test('another password meanwhile: the old answer says nothing about it', async () => {
    const made = await annaIn();
    const answer = heldBack(made, ({ headers }) =>
      headers.authorization === ANNA ? REFUSES({} as never) : {},
    );
    made.answers(refused());
    await answer.reached;
    const row = await made.rowNow(seenRow());
    await made.signIn(row, draft('anna', 'n3w'), made.annaId);
    answer.letGo();
    await settled();
    expect(made.status()).toEqual(['signedIn', null]);
    expect(made.injected()).toEqual([basicOf('anna', 'n3w')]);
    expect(made.mode()).toBe('active');
    expect(made.credentials.get(made.annaId)?.refused ?? false).toBe(false);
  });

  test('paused by the user and resumed: the guard is as new', async () => {
    const made = await annaIn();
    made.says(SILENT);
    made.answers(refused());
    await settled();
    await made.signIns.resume(made.annaId);
    expect(made.status()).toEqual(['signedIn', null]);
    expect(made.mode()).toBe('active');
    expect(made.of(TILE)?.round).toBe(made.session.get('guard', made.annaId)?.round);
  });

  test('two accounts: each by itself', async () => {
    const made = await annaIn();
    await made.signIn(seenRow({ base: SECOND }), draft('ben', 'b3n'));
    made.asked.length = 0;
    made.says((request) => (request.headers.authorization === ANNA ? { status: 401 } : byPerson(request)));
    made.answers(refused());
    made.answers(refused(), `${SECOND}?SERVICE=WMS&REQUEST=GetMap`);
    await settled();
    expect(made.status()).toEqual(['notAccepted', 'savedRefused']);
    expect(made.injected()).toEqual([basicOf('ben', 'b3n')]);
    expect(made.asked).toHaveLength(2);
  });

  test('removed: a late answer leaves nothing behind', async () => {
    const made = await annaIn();
    const signature = made.of(TILE);
    await made.takingBack.remove(made.sourceId);
    if (signature) made.guards.answered(signature, TILE, refused());
    await settled();
    expect(made.session.all('guard').size).toBe(0);
    expect(made.guardAlarms).toEqual([]);
  });

  test('try again: only what the guard has paused', async () => {
    const made = await annaIn();
    expect(made.guards.tryAgain(made.annaId)).toBe(false);
    made.says(SILENT);
    made.answers(refused());
    await settled();
    made.says(byPerson);
    made.clock.now += 6 * S;
    expect(made.guards.tryAgain(made.annaId)).toBe(true);
    await settled();
    expect(made.injected()).toEqual([ANNA]);
    await made.signIns.pause(made.annaId);
    expect(made.guards.tryAgain(made.annaId)).toBe(false);
  });
});
