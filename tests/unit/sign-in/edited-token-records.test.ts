import { describe, expect, test } from 'vitest';
import { popupView } from '../../../lib/sign-in/popup-view.ts';
import { world } from '../../fakes/anna.ts';
import { eventually } from '../../fakes/eventually.ts';
import { isAlive, signedInByToken } from '../../fakes/oauth-world.ts';
import { page } from '../../fakes/pages.ts';
import { account, credential, grant, SITE, source } from '../../fakes/records.ts';
import { seenRow } from '../../fakes/sign-in-world.ts';
import { NOTHING_TOLD } from '../../fakes/told.ts';

const S = 1000;
const MIN = 60 * S;
const OPEN = [SITE];

describe('records that somebody edited', () => {
  test('another issuer, other addresses, another client: the sealed ones are asked', async () => {
    const made = await signedInByToken({}, { remember: true });
    const evil = 'https://evil.example';
    await made.store.change((saved) => ({
      ...saved,
      accounts: saved.accounts.map((each) => ({
        ...each,
        providers: [evil],
        settings: {
          ...each.settings,
          ...{ issuer: evil, tokenEndpoint: `${evil}/token`, refreshEndpoint: `${evil}/token` },
          ...{ revocationEndpoint: `${evil}/revoke`, clientId: 'evil', tokenName: 'x-evil' },
        },
      })),
      sources: saved.sources,
    }));
    made.pass(4.5 * MIN);
    await made.wake(OPEN);
    expect(made.provider.tokenRequests()).toHaveLength(1);
    expect(isAlive(made)).toBe(true);
    const { accountId } = await made.ids();
    await made.takingBack.signOut([accountId], 'signedOut');
    await eventually(() => made.provider.revoked()).toHaveLength(2);
    expect(JSON.stringify([...made.browserRules.rules.values()])).not.toContain('evil');
  });

  test('another address of the source: renewed, and sent nowhere until it is confirmed', async () => {
    const made = await signedInByToken();
    await made.store.change((saved) => ({
      ...saved,
      sources: saved.sources.map((each) => ({ ...each, urls: ['https://evil.example/ows'] })),
    }));
    made.pass(4.5 * MIN);
    await made.wake(OPEN);
    expect(made.injected()).toEqual([]);
  });

  test('another method: the password for the provider never goes to the map', async () => {
    const made = await signedInByToken({ refreshTokens: false }, { method: 'passwordGrant' });
    for (const method of ['basic', 'header', 'key', 'pair', 'pathKey']) {
      await made.store.change((saved) => ({
        ...saved,
        accounts: saved.accounts.map((each) => ({
          ...each,
          method,
          settings: { ...each.settings, header: 'x-key', firstName: 'a', secondName: 'b' },
        })),
      }));
      await made.installed.sync();
      const rules = JSON.stringify([...made.browserRules.rules.values()]);
      expect([method, rules.includes(btoa('anna:pr0vider-pass'))]).toEqual([method, false]);
      expect([method, rules.includes('pr0vider-pass')]).toEqual([method, false]);
    }
  });

  test('an account that says it has a token and has none: the others are renewed all the same', async () => {
    const made = await signedInByToken();
    await made.store.change((saved) => ({
      sources: [...saved.sources, source()],
      accounts: [...saved.accounts, account({ method: 'oauth' })],
      grants: [...saved.grants, grant()],
      keyVault: saved.keyVault,
    }));
    await made.session.set('credential', 'accoun1', { ...credential(), remembered: false });
    await made.session.set('account', 'accoun1', { status: 'signedIn', why: null, since: 1 });
    made.pass(4.5 * MIN);
    await made.wake(OPEN);
    expect(made.provider.tokenRequests()).toHaveLength(1);
    expect(made.alarm()).toBe(made.provider.clock.now + 4.5 * MIN);
  });

  test.each(['sign out', 'remove', 'forget site', 'host access taken away'])(
    'an account that says it has a token and has none: %s ends it all the same',
    async (how) => {
      const made = await world();
      await made.signIn(seenRow());
      const saved = await made.store.read();
      const [account] = saved.accounts;
      await made.store.change((all) => ({
        ...all,
        accounts: all.accounts.map((each) => ({ ...each, method: 'oauth' })),
      }));
      const { signOut, remove, forgetSite, signOutWithoutAccess } = made.takingBack;
      const id = account?.id ?? '';
      if (how === 'sign out') await signOut([id], 'signedOut');
      if (how === 'remove') await remove(saved.sources[0]?.id ?? '');
      if (how === 'forget site') await forgetSite(SITE);
      if (how === 'host access taken away') {
        made.permissions.missing.add('https://geo.example.com:443/*');
        await signOutWithoutAccess();
      }
      expect(made.injected()).toEqual([]);
      expect(made.credentials.all().size).toBe(0);
    },
  );

  test('an account that says it has a token and has none: the popup shows the others', async () => {
    const made = await world();
    await made.signIn(seenRow());
    await made.store.change((all) => ({
      ...all,
      accounts: all.accounts.map((each) => ({ ...each, method: 'oauth' })),
    }));
    const view = popupView({
      ...{ tabId: 1, page: page(), notice: null, rows: new Map(), ports: true, allSitesHeld: null },
      ...{ told: NOTHING_TOLD, hiddenWarnings: new Map() },
      ...{ saved: await made.store.read(), rememberedIds: new Set(), changed: new Set(), redirectUri: '' },
      vault: { state: 'none', canRemember: true, hasPasskey: false, waitUntil: 0 },
      credentials: made.credentials.all(),
      accounts: made.session.all('account'),
    });
    expect(view.rows).toHaveLength(1);
  });
});
