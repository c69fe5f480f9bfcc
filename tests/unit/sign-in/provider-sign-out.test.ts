import { describe, expect, test } from 'vitest';
import { eventually } from '../../fakes/eventually.ts';
import { settled } from '../../fakes/interruptions.ts';
import { CLIENT_SECRET, type OAuthWorld, oauthWorld, PROVIDER_PASSWORD } from '../../fakes/oauth-world.ts';
import { SITE } from '../../fakes/records.ts';
import { textOf } from '../../fakes/remembered.ts';

/** Every secret that was ever there. */
const secretsOf = ({ provider }: OAuthWorld) => [...provider.secrets(), CLIENT_SECRET, PROVIDER_PASSWORD];

describe('signed out', () => {
  const out = async (mode: 'hangs' | 'down' | 'up', remember = true) => {
    const made = await oauthWorld();
    await made.signIn({ remember });
    const { accountId } = await made.ids();
    const held = mode === 'hangs' ? made.provider.hold('/revoke') : null;
    if (mode === 'down') made.provider.mode = 'down';
    made.log.length = 0;
    await made.takingBack.signOut([accountId], 'signedOut');
    return { made, accountId, held };
  };

  test.each(['hangs', 'down', 'up'] as const)(
    'the provider %s: rules first, then secrets, then it is told',
    async (mode) => {
      const { made, accountId, held } = await out(mode);
      const order = made.log.filter((line) => /^rules|credential:|vault/.test(line));
      expect(order[0]).toBe('rules 0');
      expect(made.injected()).toEqual([]);
      expect(made.vault.has(accountId)).toBe(false);
      for (const secret of secretsOf(made)) expect(textOf(made.memory)).not.toContain(secret);
      await eventually(() => made.provider.revoked().length).toBeGreaterThan(0);
      held?.letGo();
      await settled();
      expect(await made.status()).toEqual(['signIn', 'signedOut']);
      if (mode !== 'down') await eventually(() => made.provider.grants[0]?.alive).toBe(false);
    },
  );

  test.each(['remove', 'forget site'])('%s: the provider is told as well', async (how) => {
    const made = await oauthWorld();
    await made.signIn({ remember: true });
    const { sourceId, accountId } = await made.ids();
    await (how === 'remove' ? made.takingBack.remove(sourceId) : made.takingBack.forgetSite(SITE));
    expect(made.vault.has(accountId)).toBe(false);
    expect(made.credentials.all().size).toBe(0);
    await eventually(() => made.provider.grants[0]?.alive).toBe(false);
  });

  test('a disk that fails while it signs out keeps nobody from telling the provider', async () => {
    const made = await oauthWorld();
    await made.signIn({ remember: true });
    const { accountId } = await made.ids();
    made.local.failing.add('set').add('remove');
    await made.takingBack.signOut([accountId], 'signedOut').catch(() => undefined);
    expect(made.injected()).toEqual([]);
    await eventually(() => made.provider.grants[0]?.alive).toBe(false);
  });

  test('what waits on the disk for its host access is ended at the provider too', async () => {
    const made = await oauthWorld();
    await made.signIn({ remember: true });
    const { accountId } = await made.ids();
    made.permissions.missing.add('https://geo.example.com:443/*');
    await made.takingBack.signOutWithoutAccess();
    expect(made.provider.revoked()).toEqual([]);
    await made.takingBack.signOut([accountId], 'signedOut');
    expect(made.vault.has(accountId)).toBe(false);
    await eventually(() => made.provider.grants[0]?.alive).toBe(false);
  });
});
