import * as v from 'valibot';
import { ERROR_CODES } from '../error-codes.ts';
import type { Failure } from '../errors.ts';
import { DIAGNOSTICS_COMMANDS } from './diagnostics-protocol.ts';
import type { DiagnosticsView } from './diagnostics-view.ts';
import { type KeptProject, PROJECT_COMMANDS } from './map-protocol.ts';
import type { SettingsView } from './settings-view.ts';
import { SOURCES_COMMANDS } from './sources-protocol.ts';
import type { ExportedSignIn, SourcesView } from './sources-view.ts';
import { VAULT_COMMANDS } from './vault-protocol.ts';
import type { FoundProvider, PopupView } from './view.ts';

const TabId = v.pipe(v.number(), v.integer(), v.minValue(0));
const Key = v.pipe(v.string(), v.maxLength(3000));
const Id = v.pipe(v.string(), v.regex(/^[0-9a-z]{7}$/));
const Fields = v.record(v.pipe(v.string(), v.maxLength(60)), v.pipe(v.string(), v.maxLength(8000)));
const Method = v.pipe(v.string(), v.maxLength(40));
const Draft = v.strictObject({
  method: Method,
  fields: Fields,
  acceptPlainHttp: v.boolean(),
  remember: v.boolean(),
});
const Row = { tabId: TabId, key: Key };

/** Commands about one tab's page. Each is answered with a {@link PopupView}, made after the command was taken (not after it was carried out). */
export const PAGE_COMMANDS = {
  /** Read the page's resource list (the user clicked the toolbar) and answer with what is there. */
  look: v.strictObject({ tabId: TabId }),
  /** The view again, without touching the page. */
  view: v.strictObject({ tabId: TabId }),
  /** Read a frame's list; posted in the same tick as the permission request for the frame's origin. */
  lookInside: v.strictObject({ tabId: TabId, frameId: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  /** Reload the page and list what it asks for; posted in the same tick as the request for all sites. */
  watch: v.strictObject({ tabId: TabId }),
  /** All sites are given back in this moment, and single ones asked for again: not a loss. */
  endWatch: v.strictObject({ tabId: TabId }),
  /** Add a service by its pasted URL, `user:pass@` moved into the form. */
  addService: v.strictObject({ tabId: TabId, url: v.pipe(v.string(), v.maxLength(8000)) }),
  /** Sign in with a new account; posted in the same tick as the permission request. */
  signIn: v.strictObject({ ...Row, draft: Draft, reload: v.boolean() }),
  /** Use an existing sign-in for this service on this site; posted in the same tick as the request. */
  useExisting: v.strictObject({ ...Row, accountId: Id, reload: v.boolean() }),
  /** Replace the secret of the row's account; the old one works until the new one is proven. */
  changeSecret: v.strictObject({ ...Row, draft: Draft }),
  /** Ask the service once, without any credential; posted in the same tick as the permission request. */
  check: v.strictObject(Row),
  /** The browser's prompt was answered with no. */
  denied: v.strictObject(Row),
  /** The user gave the waiting sign-in or check up. */
  cancel: v.strictObject(Row),
  /** What stands in the row's form now, so that a closing popup loses nothing; null forgets it. */
  keepDraft: v.strictObject({ ...Row, draft: v.nullable(Draft) }),
  pause: v.strictObject(Row),
  resume: v.strictObject(Row),
  signOut: v.strictObject(Row),
  /** *Stop using here*: this site's grant for the source. */
  stopUsing: v.strictObject(Row),
  /** The source with all its grants. */
  remove: v.strictObject(Row),
  /** A changed address is right: use the sign-in there. */
  confirmChange: v.strictObject(Row),
  /** The source's option *Also sign in frames and links opened from this site*. */
  setFrames: v.strictObject({ ...Row, frames: v.boolean() }),
  /** Saves the row's sign-in on this device from now on; the vault must be open. */
  remember: v.strictObject(Row),
  /** Keeps the row's sign-in only until the browser closes from now on. */
  forgetSaved: v.strictObject(Row),
  /** Tries the saved sign-in again as it is; posted in the same tick as the permission request. */
  tryAgain: v.strictObject(Row),
  /** Opens the system of the row's sign-in in a tab, with its user signed in. */
  openLink: v.strictObject(Row),
  /** Load the page again, so that its map asks anew. */
  reload: v.strictObject({ tabId: TabId }),
  /** Removes copies of the row's maps that the site's service worker has stored, then reloads. */
  clearStored: v.strictObject(Row),
  /** The certificate warning of the row's host is not shown again: until the browser closes, or until the settings say so. */
  hideWarning: v.strictObject({ ...Row, always: v.boolean() }),
  /** Look an address in a form up while it is typed; a newer text ends the older search, an empty one forgets it. */
  lookUp: v.strictObject({ ...Row, method: Method, typed: v.pipe(v.string(), v.maxLength(2000)) }),
  /** The code that the provider showed, for clients whose redirect URI is `urn:ietf:wg:oauth:2.0:oob`. */
  pasteCode: v.strictObject({ ...Row, code: v.pipe(v.string(), v.maxLength(4000)) }),
  /** *Forget this site*: its grants, and the accounts and sources that no other site uses. */
  forgetSite: v.strictObject({ tabId: TabId }),
  /** The map page: the services that its layers use, and how each is signed in to as far as the project says. */
  mapServices: v.strictObject({
    tabId: TabId,
    services: v.pipe(
      v.array(
        v.strictObject({
          url: v.pipe(v.string(), v.maxLength(8000)),
          method: v.optional(Method),
          parameter: v.optional(v.pipe(v.string(), v.maxLength(500))),
        }),
      ),
      v.maxLength(500),
    ),
  }),
  /** The sources page: the source in its side panel, a row for every site that uses it and for the map. */
  showSource: v.strictObject({ tabId: TabId, sourceId: Id }),
  /** The notice on top was read. */
  dismiss: v.strictObject({ tabId: TabId, code: v.picklist(ERROR_CODES) }),
} as const;

/** Asks the catalogue of known providers; answered with at most eight of them. Changes nothing. */
const CATALOGUE_COMMANDS = {
  searchProviders: v.strictObject({ typed: v.pipe(v.string(), v.maxLength(100)) }),
} as const;

/** The closed set of commands from our own pages to the worker. Every payload is validated by its schema. */
export const COMMANDS = {
  ...PAGE_COMMANDS,
  ...VAULT_COMMANDS,
  ...SOURCES_COMMANDS,
  ...DIAGNOSTICS_COMMANDS,
  ...CATALOGUE_COMMANDS,
  ...PROJECT_COMMANDS,
} as const;

export type CommandName = keyof typeof COMMANDS;
export type CommandPayload<N extends CommandName> = v.InferOutput<(typeof COMMANDS)[N]>;
export type Command = { [N in CommandName]: { command: N } & CommandPayload<N> }[CommandName];

/**
 * What a command is answered with: the popup's view, the settings page's, the sources page's, the diagnostics page's, a file's
 * contents, providers, or projects.
 */
export type ViewOf<N extends CommandName> = N extends keyof typeof PAGE_COMMANDS
  ? PopupView
  : N extends 'backup'
    ? { file: string }
    : N extends 'exportSignIns'
      ? { signIns: ExportedSignIn[] }
      : N extends 'readProject'
        ? { text: string; saved: boolean }
        : N extends keyof typeof SOURCES_COMMANDS
          ? SourcesView
          : N extends keyof typeof DIAGNOSTICS_COMMANDS
            ? DiagnosticsView
            : N extends keyof typeof CATALOGUE_COMMANDS
              ? FoundProvider[]
              : N extends keyof typeof PROJECT_COMMANDS
                ? KeptProject[]
                : SettingsView;

export type Reply<V = PopupView> = { ok: true; view: V } | { ok: false; failure: Failure };

/** From the worker to any open page of ours: something changed, ask for the view again. */
export interface ChangedMessage {
  event: 'changed';
}
