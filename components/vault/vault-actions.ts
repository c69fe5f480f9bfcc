import type { Failure } from '../../lib/errors.ts';
import type { Strength } from '../../lib/passphrase/strength.ts';

/** What a place with a passphrase field needs. Commands resolve to the failure to show under the field, or null. */
export interface VaultActions {
  unlock(passphrase: string): Promise<Failure | null>;
  createVault(passphrase: string): Promise<Failure | null>;
  estimate(passphrase: string): Promise<Strength>;
  /** The page that unlocks with the passkey, in a tab of its own: the system's dialog closes a popup. */
  openUnlock(): void;
  /** What to do about a forgotten passphrase. */
  openForgotten(): void;
}
