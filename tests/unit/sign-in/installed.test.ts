import { describe, expect, test } from 'vitest';
import { ALL_SITES } from '../../../lib/permissions/patterns.ts';
import { byPerson, SECOND } from '../../fakes/anna.ts';
import { ANNA, annaIn, REFUSES, refused, SILENT, TILE } from '../../fakes/guarded.ts';
import { settled } from '../../fakes/interruptions.ts';
import { SITE } from '../../fakes/records.ts';
import { seenRow } from '../../fakes/sign-in-world.ts';

const SECOND_TILE = `${SECOND}?SERVICE=WMS&REQUEST=GetMap`;

describe('an account with two sources', () => {
  test.each([
    ['the first', TILE],
    ['the second', SECOND_TILE],
  ])('%s is refused: the rules of both go, and come back together', async (_, url) => {
    const made = await annaIn();
    await made.signIns.useExisting(seenRow({ base: SECOND }), made.annaId, false, () => true);
    const rules = made.browserRules.rules.size;
    expect(made.of(TILE)?.sourceId).toBe(made.sourceId);
    expect([undefined, made.sourceId]).not.toContain(made.of(SECOND_TILE)?.sourceId);
    made.says(SILENT);
    made.answers(refused(), url);
    await settled();
    expect(made.injected()).toEqual([]);
    expect([made.of(TILE), made.of(SECOND_TILE)]).toEqual([null, null]);
    made.says(byPerson);
    made.clock.now += 60_000;
    made.guards.due(made.annaId);
    await settled();
    expect(made.injected()).toEqual([ANNA]);
    expect(made.browserRules.rules.size).toBe(rules);
  });
});

test('all sites are allowed, too: the rules stay as they are, for the sites of the sign-in alone', async () => {
  const made = await annaIn();
  const rules = await made.browserRules.getSessionRules();
  made.permissions.granted = async () => [ALL_SITES];
  await made.installed.sync();
  expect(await made.browserRules.getSessionRules()).toEqual(rules);
  const other = 'https://other.example';
  const asked = { url: TILE, method: 'get', type: 'image' };
  for (const top of [other, SITE]) expect(made.signing.of({ ...asked, site: other, top }), top).toBeNull();
  // The control: the site of the sign-in.
  expect(made.signing.of({ ...asked, site: SITE, top: SITE })).not.toBeNull();
});

describe("the browser's own question", () => {
  test('stays away also where the service has refused since: the popup asks', async () => {
    const made = await annaIn();
    const urls = async () =>
      (await made.installed.signedOrRefused()).map(({ destination }) => destination.sourceId);
    expect(await urls()).toEqual([made.sourceId]);
    made.says(SILENT);
    made.answers(refused());
    await settled();
    expect(made.status()).toEqual(['paused', 'stopped']);
    expect(await urls()).toEqual([made.sourceId]);
    made.says(REFUSES);
    made.clock.now += 60_000;
    made.guards.due(made.annaId);
    await settled();
    expect(made.status()).toEqual(['notAccepted', 'savedRefused']);
    expect(await urls()).toEqual([made.sourceId]);
  });

  test.each<[string, (made: Awaited<ReturnType<typeof annaIn>>) => Promise<unknown>]>([
    ['signed out', (made) => made.takingBack.signOut([made.annaId], 'signedOut')],
    ['paused by the user', (made) => made.signIns.pause(made.annaId)],
  ])('comes for whoever is %s', async (_, deed) => {
    const made = await annaIn();
    await deed(made);
    expect(await made.installed.signedOrRefused()).toEqual([]);
  });
});
