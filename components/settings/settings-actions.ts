import type { ErrorCode, Failure } from '../../lib/errors.ts';
import type { Settings } from '../../lib/messages/settings-view.ts';
import type { VaultActions } from '../vault/vault-actions.ts';

type Result = Promise<Failure | null>;

/** What a user can do on the settings page. Each resolves to the failure to show under what it is about, or null. */
export interface SettingsActions extends VaultActions {
  lock(): Result;
  changePassphrase(current: string, next: string): Result;
  /** False where this browser has no passkeys for extensions. */
  passkeysPossible: boolean;
  /** Must be called in the click itself: the browser's dialog follows. */
  addPasskey(): Result;
  removePasskey(id: string): Result;
  deleteVault(): Result;
  /** Downloads the file. */
  backup(): Result;
  restore(text: string, passphrase: string): Result;
  changeSettings(settings: Settings): Result;
  /**
   * Turns *Notice protected map services on all sites* on, and asks the browser for these host patterns: must be called in the
   * click itself. A no turns it off again.
   */
  noticeEverywhere(settings: Settings, origins: string[]): Result;
  /** Turns it off and gives these patterns back, but not those to keep: must be called in the click itself. */
  stopNoticing(settings: Settings, origins: string[], keep: string[]): Result;
  stopUsingAt(sourceId: string, site: string): Result;
  forgetSiteAt(site: string): Result;
  dismissNotice(code: ErrorCode): Result;
  openDiagnostics(): void;
}
