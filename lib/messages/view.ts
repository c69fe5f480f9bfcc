import type { Failure } from '../errors.ts';
import type { Explanation } from '../explain/explain.ts';
import type { Step } from '../explain/table.ts';
import type { ServiceKind } from '../services/kinds.ts';
import type { Status } from '../sign-in/status.ts';
import type { Draft, MethodForm, ProviderView } from './form-view.ts';

/** What the popup shows: everything it needs and nothing secret. Made by the worker, drawn by `components/`. */
export interface PopupView {
  tabId: number;
  /** Host of the page on top (`maps.example.org`), or null where the browser lets nobody read the page. */
  siteName: string | null;
  /** The address to register at an identity provider: where the browser itself waits for its answer. */
  redirectUri: string;
  /** True where the page's own list of requests was full (250 entries) and more may have happened. */
  incomplete: boolean;
  rows: ServiceRow[];
  frames: FrameRow[];
  /** Something to say once, on top: records set aside, storage trouble, a page that cannot be read, altered saved sign-ins. */
  notice: Failure | null;
  vault: VaultView;
  /** Host patterns that *Watch while this page reloads* asks for; none for our own map, which says itself what it uses. */
  watchOrigins: string[];
  watching: boolean;
  /**
   * Set where all sites are still allowed after watching: what must stay allowed when they are given back
   * (Chromium takes every single site along with all sites).
   */
  allSitesHeld: { keep: string[] } | null;
}

/**
 * The saved sign-ins as a whole. `none`: nothing is remembered on this device yet. `newer`: a newer Layerkey wrote them.
 * `damaged`: their envelope cannot be read.
 */
export type VaultState = 'none' | 'locked' | 'unlocked' | 'newer' | 'damaged';

export interface VaultView {
  state: VaultState;
  /** False on a shared computer: nothing is offered to be remembered. */
  canRemember: boolean;
  /** True where a passkey can unlock, in a tab of its own. */
  hasPasskey: boolean;
  /** After wrong passphrases: when the next one may be tried, in ms since the epoch; 0 for at once. */
  waitUntil: number;
}

/** How a sign-in with a token goes on. */
export interface TokenView {
  /** True where it renews by itself. */
  renews: boolean;
  /** When the token ends, in ms since the epoch; null where the provider does not say. */
  until: number | null;
}

export type RowGroup = 'refuses' | 'signedIn' | 'notKnown' | 'open';

/** What the row's one button does next; null where nothing needs doing. */
export type NextStep = Step | null;

/** Why a source is not seen on the page, or that it is: see `explain_<code>` in the locales. */
export interface WhyView extends Explanation {
  /** True for trouble, which the row says at once; anything else stands in its details. */
  loud: boolean;
  /** What *Open in a tab* and *Open in a tab to decide* open. */
  open: string;
  /** What *Copy hosts* copies; empty for anything else. */
  hosts: string[];
  /** The last answer as it came, for whoever can mend it: `HTTP 403`, `net::ERR_CERT_DATE_INVALID`; '' where there was none. */
  answer: string;
  /** When that came, in ms since the epoch; 0 where there was none. */
  at: number;
  /** Host whose certificate warning can be hidden; null where there is none. */
  hideable: string | null;
}

/** What the catalogue says of a provider, beside its forms. */
export interface KnownView {
  name: string;
  /** Its page where one gets a key, or reads how; empty where none is known. */
  keyPage: string;
  /** What its keys begin with; empty where nobody says. */
  keyPrefixes: string[];
  /** True where nobody needs to sign in. */
  open: boolean;
  /** Why no sign-in can be added to its requests; empty where one can. */
  cannot: '' | 'cookies' | 'signedUrls';
}

/** A provider of the catalogue, found by its name. */
export interface FoundProvider extends Pick<KnownView, 'name' | 'keyPage' | 'open' | 'cannot'> {
  id: string;
  /** One of its hosts, maybe with `*`; empty for products that stand on anybody's. */
  host: string;
  /** A service of it that can be added as it stands; empty where none is known. */
  address: string;
  /** True where it gives keys; false where it gives accounts. */
  takesKey: boolean;
}

/** One service on this page, or one saved for this site. */
export interface ServiceRow {
  /** Stable for this site and service: rows keep their place while their state changes. */
  key: string;
  group: RowGroup;
  kinds: ServiceKind[];
  /** Host as it is asked (international names in their ASCII form, which cannot look like another), with the port where it is not the default. */
  host: string;
  /** Path of the base URL, `/geoserver/ows`. */
  path: string;
  /** Base URL, maybe with `{a-c}`. */
  url: string;
  status: Status;
  /** True where the sign-in is remembered on this device. */
  remembered: boolean;
  /** Who is signed in; empty where nobody is, or a key has no name. */
  who: string;
  /** When the sign-in got its status, in ms since the epoch; 0 where there is none. */
  since: number;
  sourceId: string | null;
  accountId: string | null;
  next: NextStep;
  /** Words under the address, each `{code, values}`: see `hint_<code>` in the locales. */
  hint: Hint | null;
  why: WhyView;
  /** The last failure of this row, shown in its form: see `error_<code>`. */
  failure: Failure | null;
  /** Set while a sign-in, check or permission prompt is under way; `since` in ms since the epoch. */
  pending: Pending | null;
  /** What the address in the form was found to be; null while none was typed. */
  provider: ProviderView | null;
  /** What is known of its provider; null where nothing is. */
  known: KnownView | null;
  /** After signing out: the identity provider's page where the session there is ended. */
  endSession: string | null;
  /** Set for a sign-in with a token. */
  token: TokenView | null;
  /** Sign-ins that exist for this host, offered before a new one. */
  existing: ExistingSignIn[];
  /** Forms for a new sign-in, the proposed method first. Empty where none can work (Windows sign-in). */
  forms: MethodForm[];
  /** The half-typed form as the user left it. */
  draft: Draft | null;
  /** Host patterns to ask the browser for, the service's and the site's. Exactly these. */
  origins: string[];
  /** Names that a key will be tried with, announced before the click. */
  keyNames: string[];
  /** Filled for saved sources. */
  details: SourceDetails | null;
}

/**
 * `window`: the provider's sign-in window is open. `code`: the provider shows a code in that window, which the user pastes.
 */
export interface Pending {
  what: 'permission' | 'signIn' | 'check' | 'window' | 'code';
  /** In ms since the epoch. */
  since: number;
}

export interface Hint {
  code:
    | 'asksPassword' // only after an observed challenge
    | 'asksKey'
    | 'refusesAccess'
    | 'windowsSignIn'
    | 'signedOutByRestart'
    | 'signedOut'
    | 'untilBrowserCloses'
    | 'remembered'
    | 'locked'
    | 'notAnswering' // the saved sign-in was tried after unlocking, and nobody answered
    | 'savedRefused' // the saved sign-in was tried after unlocking, and is not accepted any more
    | 'savedUnreadable' // what was saved could not be read
    | 'sessionEnded' // the provider ended the session: sign in again
    | 'sessionElsewhere' // the same, where a sign-in in another application may have ended it
    | 'renewing'
    | 'noShare'
    | 'oneShare'
    | 'shares'
    | 'sharesRefused' // Isogeo; shares: $1 how many
    | 'endedByItself' // a shared computer, 15 minutes without use
    | 'reloadToSee'
    | 'paused'
    | 'stopped' // paused by Layerkey after a refusal, and asked about
    | 'changedAddress'
    | 'alsoUsedAs' // $1 kinds of service that need more than was agreed to
    | 'savedForOtherSite' // $1 that site
    | 'permissionMissing'
    | 'noRightsYet' // $1 host of a portal that knows nobody of this name, or gave no roles
    | 'openOnThisNetwork';
  values: string[];
}

export interface ExistingSignIn {
  accountId: string;
  /** The host that it is for: the service's own, or the identity provider's. */
  at: string;
  /** Who, or the host again where the account has no name. */
  who: string;
  method: string;
  /** False where its secret is gone (signed out): picking it opens its form with the name filled in. */
  ready: boolean;
}

export interface SourceDetails {
  name: string;
  /** Addresses that the sign-in is used for. */
  usedFor: string[];
  /** Sites it is allowed on. */
  allowedOn: string[];
  method: string;
  /** Name of the key parameter, where there is one. */
  parameter: string | null;
  frames: boolean;
  /** False where the credential travels in the URL: frames and links are then never signed in. */
  framesPossible: boolean;
  /** How long a link works that opens the system signed in, in ms; null where it has none. */
  linkLife: number | null;
  /** Other sign-ins for this host that work now. */
  switchTo: ExistingSignIn[];
}

/** A frame of the page whose own requests the page's list cannot show. */
export interface FrameRow {
  frameId: number;
  host: string;
  /** Host patterns that *Look inside* needs. */
  origins: string[];
  looked: boolean;
}
