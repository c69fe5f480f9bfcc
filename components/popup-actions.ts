import type { ErrorCode, Failure } from '../lib/errors.ts';
import type { Draft } from '../lib/messages/form-view.ts';
import type { FoundProvider, FrameRow, ServiceRow } from '../lib/messages/view.ts';
import type { VaultActions } from './vault/vault-actions.ts';

type SettingsFileText = { ok: true; name: string; text: string } | { ok: false; failure: Failure };

/** What a user can do in the popup. The views call these; the entry point turns them into commands. */
export interface PopupActions extends VaultActions {
  look(): void;
  /** `origins` as the view names them: all sites. */
  watch(origins: string[]): void;
  /** Gives all sites back; `keep` stays allowed. */
  endWatch(origins: string[], keep: string[]): void;
  lookInside(frame: FrameRow): void;
  /** Resolves to the failure to show under the field, or null when the service was taken. */
  addService(url: string): Promise<Failure | null>;
  /** Providers whose name begins with what is typed, at most eight. */
  searchProviders(typed: string): Promise<FoundProvider[]>;
  /** Host patterns that signing in with this form needs. */
  originsFor(row: ServiceRow, draft: Draft): string[];
  signIn(row: ServiceRow, draft: Draft, reload: boolean): void;
  useExisting(row: ServiceRow, accountId: string, reload: boolean): void;
  changeSecret(row: ServiceRow, draft: Draft): void;
  check(row: ServiceRow): void;
  cancel(row: ServiceRow): void;
  /** Null forgets it. */
  keepDraft(row: ServiceRow, draft: Draft | null): void;
  /** Looks an address in a form up; an empty text ends that. */
  lookUp(row: ServiceRow, method: string, typed: string): void;
  /** The code that the provider's page showed. */
  pasteCode(row: ServiceRow, code: string): void;
  pause(row: ServiceRow): void;
  resume(row: ServiceRow): void;
  signOut(row: ServiceRow): void;
  stopUsing(row: ServiceRow): void;
  remove(row: ServiceRow): void;
  confirmChange(row: ServiceRow): void;
  setFrames(row: ServiceRow, frames: boolean): void;
  remember(row: ServiceRow): void;
  forgetSaved(row: ServiceRow): void;
  tryAgain(row: ServiceRow): void;
  /** Opens the system of the row's sign-in in a tab, signed in. */
  openLink(row: ServiceRow): void;
  /** Loads the page again. */
  reload(): void;
  /** True on pages of ours, which draw anew by themselves: there nothing offers to reload. */
  inPlace?: boolean;
  /** Removes copies of the row's maps that the site keeps in the browser, and reloads. Asked before. */
  clearStored(row: ServiceRow): void;
  /** `always`: until the settings say so; else until the browser closes. */
  hideWarning(row: ServiceRow, always: boolean): void;
  /** In a new tab. */
  openAddress(url: string): void;
  /** Must be called in the click itself. Resolves to whether the browser let us. */
  copyText(text: string): Promise<boolean>;
  /** GEODI's settings file for a trusted client, or what is wrong with what was typed for it. */
  settingsFile(client: { clientId: string; validateUrl: string; requestHeader: string }): SettingsFileText;
  /** Offers a text as a file. */
  saveFile(name: string, text: string): void;
  forgetSite(): void;
  /** The notice on top was read. */
  dismiss(code: ErrorCode): void;
  lock(): void;
  /** Whether the browser already allows these host patterns, so that it will not ask. */
  hasOrigins(origins: string[]): Promise<boolean>;
  /** The same page in a tab, which stays open; null where it is one. */
  toTab: (() => void) | null;
  openHelp(): void;
  openSources(): void;
  openMap(): void;
  openSettings(): void;
  openDiagnostics(): void;
  /** Closes the popup. */
  close(): void;
}
