import type { Failure } from '../../lib/errors.ts';
import type { VaultView } from '../../lib/messages/view.ts';
import type { Session } from '../../lib/sign-in/session.ts';
import type { SettingsStore } from '../../lib/vault/settings.ts';
import type { Vault } from '../../lib/vault/vault.ts';

interface Parts {
  session: Session;
  vault: Vault;
  settings: SettingsStore;
}

/** What the views say of the saved sign-ins and of who is signed in. */
export function createVaultReport({ session, vault, settings }: Parts) {
  const view = (): VaultView => ({
    state: vault.state(),
    canRemember: !settings.now().sharedComputer,
    hasPasskey: vault.passkeys().length > 0,
    waitUntil: vault.waitUntil(),
  });
  return {
    parts: () => ({
      vault: view(),
      rememberedIds: vault.ids(),
      credentials: session.all('credential'),
      accounts: session.all('account'),
      rows: session.all('row'),
    }),
    /** Something to say once; the oldest first. */
    notice: (): Failure | null => [...session.all('notice').values()][0] ?? null,
  };
}

export type VaultReport = ReturnType<typeof createVaultReport>;
