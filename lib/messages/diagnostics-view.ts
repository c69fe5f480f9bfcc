import type { DiagnosticEvent } from '../diagnostics/events.ts';
import type { GuardMode } from '../guard/state.ts';
import type { Status } from '../sign-in/status.ts';
import type { Settings } from '../vault/settings.ts';

export type { DiagnosticEvent };

/** What the diagnostics page shows: hosts and codes, no secret, no name of a person. */
export interface DiagnosticsView {
  versions: Versions;
  permissions: {
    /** Host patterns that the browser allows. */
    hosts: string[];
    /** Names of the permissions that the manifest asks for. */
    api: string[];
  };
  /** The session rules by source; those of no source last. */
  sources: SourceRules[];
  accounts: AccountLine[];
  settings: Omit<Settings, 'hiddenWarnings'> & {
    /** Hosts whose certificate warning is hidden. */
    hiddenWarnings: string[];
  };
  /** The newest last. */
  events: readonly DiagnosticEvent[];
}

export interface Versions {
  extension: string;
  /** The manifest's version. */
  manifest: string;
  /** Name and version, `Chromium 156`. */
  browser: string;
  /** `linux x86-64`. */
  system: string;
}

/** The rules of one source that are installed now. */
export interface SourceRules {
  /** Hosts of its addresses; empty for rules that belong to no source: the exceptions and our own sign-in windows. */
  hosts: string[];
  kinds: string[];
  rules: RuleLine[];
}

/** Rules that differ in their filter alone. */
export interface RuleLine {
  /** `signed`, `disguised`: leaves such addresses as they are, whatever source they belong to. */
  does: 'headers' | 'parameters' | 'path' | 'block' | 'allow' | 'signed' | 'disguised' | 'other';
  /** Names of the headers it sets or of the parameters it adds: never their values. */
  names: string[];
  /** Their `urlFilter` or `regexFilter`, each with everything masked that is not a saved address. */
  filters: string[];
  /** How many rules these are. */
  count: number;
  /** Hosts of the sites whose requests they are about, of the page on top, and those that are not. */
  initiators: string[];
  topDomains: string[];
  notInitiators: string[];
  /** Resource types and request methods. */
  types: string[];
  methods: string[];
}

/** One sign-in: nobody's name. */
export interface AccountLine {
  method: string;
  hosts: string[];
  /** Null where nothing happened with it since the browser started. */
  status: Status | null;
  /** Why it has this status: a code; empty for none. */
  why: string;
  /** In ms since the epoch; 0 where there is no status. */
  since: number;
  guard: { mode: GuardMode['is']; round: number } | null;
}
