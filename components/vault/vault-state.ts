import type { VaultView } from '../../lib/messages/view.ts';

/** Whether *Remember on this device* can be offered, if need be after a passphrase. */
export function canRemember({ canRemember: allowed, state }: VaultView): boolean {
  return allowed && (state === 'none' || state === 'locked' || state === 'unlocked');
}

/** Saved sign-ins that cannot be used at all, and the sentence why. */
export function troubleOf({ state }: VaultView): 'error_vaultNewer' | 'error_vaultDamaged' | null {
  if (state === 'newer') return 'error_vaultNewer';
  return state === 'damaged' ? 'error_vaultDamaged' : null;
}
