import type { DiagnosticEvent } from '../diagnostics/events.ts';
import type { Failure } from '../errors.ts';
import type { CertificateKind } from '../explain/certificate.ts';
import type { CheckFacts } from '../explain/facts.ts';
import type { Proxied } from '../explain/proxied.ts';
import type { GuardState } from '../guard/state.ts';
import type { Draft, ProviderView } from '../messages/form-view.ts';
import type { Undoable } from '../messages/sources-view.ts';
import type { Hint, Pending } from '../messages/view.ts';
import type { Retries } from '../oauth/renewal.ts';
import type { StorageArea } from '../platform/ports.ts';
import type { SeenService } from '../services/group.ts';
import type { Inverse } from '../sources/inverse.ts';
import type { Credential, Destination } from '../sources/model.ts';
import type { KeyPlace } from '../vault/held-key.ts';
import type { Noted, NotedPage } from './noted.ts';
import type { Status } from './status.ts';

/** A credential while it is held in memory. */
export interface Held extends Credential {
  /** True where it is also kept on this device: then it goes when the vault is locked. */
  remembered: boolean;
}

/** An account's status in this browser session; `why` explains it where it needs explaining. */
export interface AccountState {
  status: Status;
  why: Hint['code'] | null;
  /** When it got this status, in ms since the epoch. */
  since: number;
  /** A word of the method beside *signed in*. */
  note?: Hint;
  /** While a token is renewed: its sign-in was proven at its service before. */
  proven?: boolean;
  /** After signing out: the identity provider's page where the session there is ended. */
  endSession?: string;
}

/** A service as one site (of a page or of a frame) was seen to use it. */
export interface PageService {
  site: string;
  topSite: string;
  service: SeenService;
}

/** A host whose certificate the browser did not trust. */
interface CertificateRecord {
  /** As the browser wrote it. */
  error: string;
  /** In ms since the epoch. */
  at: number;
}

/** A service that the site's own server asks in the page's place, or a print that it makes. */
export interface ProxiedService {
  /** As in {@link PageService}. */
  site: string;
  topSite: string;
  /** The service's own base URL, without credentials; '' for a print, whose layers stand in its body. */
  url: string;
  /** Host of the server that asks, with its port. */
  through: string;
  kind: Proxied['kind'];
}

/** What is known of the page in one tab, until it navigates. */
export interface PageRecord {
  site: string | null;
  services: PageService[];
  frames: { origin: string; looked: boolean }[];
  incomplete: boolean;
  /** Host patterns that the user gave to look inside frames of this page. */
  accessible: string[];
  watching: boolean;
  /** True once the tab navigates: the next look starts afresh. */
  left: boolean;
  /** Where somebody was signed in while this page was there: answers from there say nothing about who is not. */
  signed: { site: string; prefix: string }[];
  /** Row keys whose sign-in came after this page had loaded: it must be reloaded to show its layers. */
  stale: string[];
  /** Requests to map services of which the site's service worker has a copy; at most 40. */
  noted: Noted[];
  /** What is not asked by the page itself; at most 20. */
  proxied: ProxiedService[];
}

/** What stands for a look-up that brought nothing. */
export const NOTHING_FOUND: ProviderView = {
  typed: '',
  state: 'failed',
  name: '',
  pkce: true,
  failure: null,
  origins: [],
  proposed: {},
  notes: [],
};

/** What one row of a popup holds beside what is saved: survives a closed popup and a worker that died. */
export interface RowState {
  draft: Draft | null;
  failure: Failure | null;
  pending: Pending | null;
  /** What the address in the form was found to be. */
  provider?: ProviderView | null;
  /** Host patterns that this row asked for. */
  origins: string[];
}

/** What the user asked for and what waits for the browser's permission prompt. */
export interface Intent {
  key: string;
  tabId: number;
  origins: string[];
  expires: number;
  act:
    | { what: 'signIn'; draft: Draft; reload: boolean; replaces: string | null }
    | { what: 'useExisting'; accountId: string; reload: boolean }
    | { what: 'check' }
    | { what: 'tryAgain' }
    | { what: 'lookInside'; frame: number }
    | { what: 'watch' };
}

interface Families {
  credential: Held;
  account: AccountState;
  page: PageRecord;
  row: RowState;
  intent: Intent;
  marker: true;
  /** The vault's data key while it is open, base64url. */
  key: string;
  /** Set while everything is being locked, so that a worker that dies half-way leaves a word for the next one. */
  locking: true;
  /** When everything is locked unless the computer is used, in ms since the epoch. */
  deadline: number;
  /** Renewals of an account that failed since the last that did not. */
  retries: Retries;
  /** Set while an account is renewed, so that a worker that dies half-way leaves a word for the next one. */
  renewal: true;
  /** Our own sign-in windows, by tab: where their answer is stopped, if anywhere. */
  window: { windowId: number; redirect: string | null };
  /** Something to say once on top, by its code. */
  notice: Failure;
  /** What happened last, the newest last. */
  events: readonly DiagnosticEvent[];
  /** By account. */
  guard: GuardState;
  /** Our own last question about a row. */
  check: CheckFacts;
  /** Answers that the pages in the tabs got, by tab. */
  noted: NotedPage;
  /** Certificates that the browser does not trust now, by host. */
  certificate: CertificateRecord;
  /** Hosts that forbid exceptions for their certificate (RFC 6797, section 12.1). */
  strict: true;
  /** Hosts whose certificate warning of this kind is hidden until the browser closes. */
  hidden: CertificateKind;
  /** What *Undo* takes back; `pending` while a change that is all or nothing is under way. */
  undo: UndoRecord;
  /** The secrets of what was taken away, for *Undo*; under the same names. */
  kept: readonly KeptCredential[];
  /** Outcome of the last test of a source. */
  tested: TestOutcome;
}

/** The last change that can be taken back. */
export interface UndoRecord extends Undoable {
  inverse: Inverse;
}

/** What a change did to one credential. */
export interface KeptCredential {
  accountId: string;
  method: string;
  /** As it was before. */
  held: Held | null;
  state: AccountState | null;
  /** What became of the secret: taken away, replaced by another, given where there was none; or the places alone changed. */
  what: 'lost' | 'replaced' | 'given' | 'placed';
  /** Places that were taken out of the seal, and those that were added. */
  lost: Destination[];
  gained: Destination[];
}

/** `failure` null: it answered. */
export interface TestOutcome {
  /** Ms since the epoch. */
  at: number;
  failure: Failure | null;
}

/**
 * The memory of this browser session (`storage.session`): survives the worker, not the browser, and is emptied
 * whenever the extension is reloaded, updated or disabled. The worker alone writes it, so it is read once.
 */
export interface Session {
  get<F extends keyof Families>(family: F, id: string | number): Families[F] | undefined;
  all<F extends keyof Families>(family: F): Map<string, Families[F]>;
  set<F extends keyof Families>(family: F, id: string | number, value: Families[F]): Promise<void>;
  /** Several at once: one write. */
  setAll<F extends keyof Families>(family: F, values: ReadonlyMap<string, Families[F]>): Promise<void>;
  remove<F extends keyof Families>(family: F, ...ids: (string | number)[]): Promise<void>;
  /** Removes a whole family. */
  clear(family: keyof Families): Promise<void>;
}

/** Reads the session's memory; see {@link Session}. */
export async function openSession(area: StorageArea): Promise<Session> {
  const items = new Map(Object.entries(await area.get(null)));
  const removeKeys = async (keys: string[]): Promise<void> => {
    for (const key of keys) items.delete(key);
    await area.remove(keys);
  };
  return {
    get: <F extends keyof Families>(family: F, id: string | number) =>
      items.get(`${family}:${id}`) as Families[F] | undefined,
    all: <F extends keyof Families>(family: F) => {
      const found = new Map<string, Families[F]>();
      for (const [key, value] of items) {
        if (key.startsWith(`${family}:`)) found.set(key.slice(family.length + 1), value as Families[F]);
      }
      return found;
    },
    set: async (family, id, value) => {
      items.set(`${family}:${id}`, value);
      await area.set({ [`${family}:${id}`]: value });
    },
    setAll: async (family, values) => {
      const named = [...values].map(([id, value]) => [`${family}:${id}`, value] as const);
      for (const [key, value] of named) items.set(key, value);
      if (named.length > 0) await area.set(Object.fromEntries(named));
    },
    remove: (family, ...ids) => removeKeys(ids.map((id) => `${family}:${id}`)),
    clear: (family) => removeKeys([...items.keys()].filter((key) => key.startsWith(`${family}:`))),
  };
}

/** Where the vault keeps its open key: gone with the browser, and with every reload of the extension. */
export function keyPlaceIn(session: Session): KeyPlace {
  return {
    read: () => session.get('key', ''),
    write: (key) => session.set('key', '', key),
    clear: () => session.remove('key', ''),
  };
}
