import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { popupView } from '../../../lib/sign-in/popup-view.ts';
import { eventually } from '../../fakes/eventually.ts';
import {
  CLIENT_SECRET,
  isAlive,
  type OAuthWorld,
  oauthWorld,
  PROVIDER_PASSWORD,
} from '../../fakes/oauth-world.ts';
import { page } from '../../fakes/pages.ts';
import { SITE } from '../../fakes/records.ts';
import { entriesOf, textOf } from '../../fakes/remembered.ts';
import { seenRow } from '../../fakes/sign-in-world.ts';
import { NOTHING_TOLD } from '../../fakes/told.ts';

const SECOND = seenRow({ base: 'https://geo.example.com/second/ows' });
const OTHER_SITE = 'https://other.example';
const METHODS = ['oauth', 'clientCredentials', 'passwordGrant'] as const;

/** Every secret that was ever there. */
const secretsOf = ({ provider }: OAuthWorld) => [...provider.secrets(), CLIENT_SECRET, PROVIDER_PASSWORD];

/** What the popup gets. */
async function viewOf(made: OAuthWorld) {
  return popupView({
    ...{
      tabId: 1,
      page: page(),
      notice: null,
      rows: made.session.all('row'),
      ports: true,
      allSitesHeld: null,
      told: NOTHING_TOLD,
      hiddenWarnings: new Map(),
    },
    ...{ saved: await made.store.read(), redirectUri: 'https://layerkey.chromiumapp.org/' },
    ...{ rememberedIds: made.vault.ids(), changed: (await made.installed.placed()).changed },
    vault: { state: made.vault.state(), canRemember: true, hasPasskey: true, waitUntil: 0 },
    credentials: made.credentials.all(),
    accounts: made.session.all('account'),
  });
}

describe('who is who', () => {
  test('two people, one client, two services: two sign-ins, each map as its own person', async () => {
    const made = await oauthWorld();
    await made.signIn({ who: 'anna' });
    await made.signIn({ who: 'ben', row: SECOND });
    const { accounts } = await made.store.read();
    expect(accounts.map(({ who }) => who)).toEqual(['anna', 'ben']);
    expect(made.injected().map(made.provider.whoHas)).toEqual(['anna', 'ben']);
  });

  test('two people whom the provider does not name: neither takes the other’s place', async () => {
    const made = await oauthWorld();
    const fields = { identity: 'none' };
    await made.signIn({ who: 'anna', fields });
    await made.signIn({ who: 'ben', fields, row: SECOND });
    expect(made.injected().map(made.provider.whoHas)).toEqual(['anna', 'ben']);
  });

  test('the same person again, at the second service of the host: one sign-in', async () => {
    const made = await oauthWorld();
    await made.signIn();
    await made.signIn({ row: SECOND });
    const { accounts, grants } = await made.store.read();
    expect(accounts).toHaveLength(1);
    expect(grants).toHaveLength(2);
    expect(isAlive(made)).toBe(true);
  });

  test('one sign-in, three services and two sites: one renewal, one sign-out', async () => {
    const made = await oauthWorld();
    await made.signIn();
    const { accountId } = await made.ids();
    const third = seenRow({ base: 'https://third.example/ows' });
    for (const row of [SECOND, third, seenRow({ site: OTHER_SITE })])
      await made.signIns.useExisting(row, accountId, false, () => true);
    made.provider.requests.length = 0;
    made.pass(270_000);
    await made.wake();
    expect(made.provider.tokenRequests()).toHaveLength(1);
    expect(isAlive(made)).toBe(true);
    await made.takingBack.signOut([accountId], 'signedOut');
    expect(made.injected()).toEqual([]);
  });

  test('used at one more service after the token has ended: renewed before it is tried', async () => {
    const made = await oauthWorld();
    await made.signIn();
    const { accountId } = await made.ids();
    made.pass(300_000);
    made.asked.length = 0;
    await made.signIns.useExisting(SECOND, accountId, false, () => true);
    expect(isAlive(made)).toBe(true);
  });
});

describe('nothing readable', () => {
  test.each(
    METHODS.flatMap(
      (method) =>
        [
          [method, true],
          [method, false],
        ] as const,
    ),
  )(
    '%s, remembered: %s: no secret on the disk, in a view, in an alarm or in the log',
    async (method, remember) => {
      const made = await oauthWorld();
      await made.signIn({ method, remember });
      made.pass(270_000);
      await made.wake([SITE]);
      const views = [await viewOf(made)];
      made.provider.mode = 'down';
      made.pass(300_000);
      await made.wake([SITE]);
      views.push(await viewOf(made));
      for (const secret of secretsOf(made)) {
        expect(textOf(made.local)).not.toContain(secret);
        expect(JSON.stringify(views)).not.toContain(secret);
        expect(JSON.stringify([made.renewalAlarms, made.log])).not.toContain(secret);
      }
      // The search can see: while it is held it is in the session's memory.
      expect(secretsOf(made).some((secret) => textOf(made.memory).includes(secret))).toBe(true);
      expect(entriesOf(made.local)).toHaveLength(remember ? 1 : 0);
    },
  );

  test('the view says how the token goes on, and no more', async () => {
    const made = await oauthWorld();
    await made.signIn();
    const [row] = (await viewOf(made)).rows;
    expect(row?.token).toEqual({ renews: true, until: made.provider.clock.now + 300_000 });
    expect(row?.who).toBe('anna');
  });

  test('dead sessions are not said to renew, nor offered as ready', async () => {
    const made = await oauthWorld();
    await made.signIn();
    for (const grant of made.provider.grants) grant.alive = false;
    made.pass(270_000);
    await made.wake([SITE]);
    const view = await viewOf(made);
    expect(view.rows[0]).toMatchObject({ status: 'signIn', next: 'signInAgain' });
    expect(view.rows[0]?.token?.renews ?? false).toBe(false);
  });

  test('whatever a provider calls itself or its user: shown as text of a line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (who) => {
        const made = await oauthWorld();
        await made.signIn({ who });
        const [row] = (await viewOf(made)).rows;
        expect(row?.who).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect((row?.who ?? '').length).toBeLessThanOrEqual(200);
      }),
      { numRuns: 30 },
    );
  });
});

describe('remembered', () => {
  test('however long the settings: after the next unlocking it is there', async () => {
    const made = await oauthWorld();
    const long = 'a'.repeat(3900);
    await made.signIn({
      remember: true,
      fields: { audience: long, extraParameters: `x=${long}`, resource: `urn:${long}` },
    });
    await made.locking.lock();
    await made.unlock();
    await made.recheck.openSites(new Set([SITE]));
    expect(await made.status()).toEqual(['signedIn', null]);
  });
});

describe('given up', () => {
  test('cancelled while the provider answers: nobody is signed in, and the session there is ended', async () => {
    const made = await oauthWorld();
    let isWanted = true;
    const { reached, letGo } = made.provider.hold('/token');
    const signedIn = made.signIn({ isWanted: () => isWanted });
    await reached;
    isWanted = false;
    letGo();
    await signedIn.catch(() => undefined);
    expect(made.injected()).toEqual([]);
    expect((await made.store.read()).accounts).toEqual([]);
    for (const secret of made.provider.secrets()) expect(textOf(made.memory)).not.toContain(secret);
    await eventually(() => made.provider.grants[0]?.alive).toBe(false);
  });

  test('locked while the provider answers, and it was to be remembered: told, and the session there is ended', async () => {
    const made = await oauthWorld();
    const { reached, letGo } = made.provider.hold('/token');
    const signedIn = made.signIn({ remember: true });
    await reached;
    await made.locking.lock();
    letGo();
    await expect(signedIn).rejects.toMatchObject({ code: 'vaultLocked' });
    for (const secret of made.provider.secrets()) expect(textOf(made.memory)).not.toContain(secret);
    await eventually(() => made.provider.grants[0]?.alive).toBe(false);
  });

  test('the service does not take the token: nothing is saved, and the session there is ended', async () => {
    const made = await oauthWorld();
    made.provider.isGood = () => false;
    await expect(made.signIn()).rejects.toMatchObject({ code: 'headerRefused' });
    expect((await made.store.read()).accounts).toEqual([]);
    expect(made.credentials.all().size).toBe(0);
    await eventually(() => made.provider.grants[0]?.alive).toBe(false);
  });
});
