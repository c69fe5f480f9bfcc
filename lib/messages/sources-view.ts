import type { Failure } from '../errors.ts';
import type { ServiceKind } from '../services/kinds.ts';
import type { Status } from '../sign-in/status.ts';
import type { QgisRecord } from '../sources/model.ts';
import type { VaultView } from './view.ts';

/** What the sources page shows: everything that is saved, without secrets. */
export interface SourcesView {
  vault: VaultView;
  sources: SavedSource[];
  /** All sign-ins, also those that no source uses any more. */
  signIns: SavedSignIn[];
  /** Sites that use something, by name. */
  sites: SiteView[];
  /** *Test all* or *Test*: how far it is; null where nothing is tested. */
  testing: { done: number; of: number } | null;
  /** What *Undo* would take back; null where there is nothing. */
  undo: Undoable | null;
  notice: Failure | null;
}

interface NamedSite {
  /** Origin; `MAP_SITE` for our own map. */
  site: string;
  /** Host; that of `MAP_SITE` is drawn as *Layerkey's map*. */
  name: string;
}

export interface SiteView extends NamedSite {
  /** Host patterns that the browser must allow before a source may be used there, beside the source's own; none for our map. */
  origins: string[];
}

export interface SavedSource {
  id: string;
  name: string;
  kinds: ServiceKind[];
  /** Base URLs, the first one as first seen. */
  urls: string[];
  /** One request of it, without any credential: what a map reads it by. May be empty. */
  sample: string;
  /** Name of the provider in the catalogue, else the host. */
  provider: string;
  /** Which sites may use it, and with which sign-in. Empty for a source that is only saved. */
  uses: SourceUse[];
  /** Name of the key parameter, where there is one. */
  parameter: string | null;
  frames: boolean;
  /** Host patterns of its services and of the providers of its sign-ins: to be asked for before *Test* and before a site is allowed. */
  origins: string[];
  /** Its state in words: that of its sign-ins, the one that needs the user most. */
  status: Status;
  /** Outcome of the last test in this browser session; null before. `failure` null: it answered. */
  tested: { at: number; failure: Failure | null } | null;
  /** When a signed request was last answered well in this browser session, in ms since the epoch; null for never. */
  lastUsed: number | null;
  /** What QGIS knows beside, as it is saved. */
  qgis?: QgisRecord | undefined;
}

export interface SourceUse extends NamedSite {
  /** QGIS's authcfg. */
  accountId: string;
  status: Status;
  /** True where the saved source differs from what was agreed to: not used until confirmed (promise 10). */
  changed: boolean;
}

export interface SavedSignIn {
  /** QGIS's authcfg. */
  id: string;
  method: string;
  who: string;
  /** Hosts that it signed in to. */
  hosts: string[];
  status: Status;
  remembered: boolean;
  /** True where its secret is at hand: then it can be exported. */
  ready: boolean;
  /** How many sources use it. */
  sources: number;
  /** What QGIS knows beside, as it is saved. */
  qgis?: QgisRecord | undefined;
}

/** `edited`: an address or name; `imported`: from a file or a pasted set-up. */
export interface Undoable {
  what: 'removed' | 'imported' | 'edited' | 'stopped' | 'allowed';
  /** How many sources it concerns. */
  count: number;
  /** Host patterns that what comes back needs: to be asked for in the click, before *Undo* is sent. */
  origins: string[];
}

/** Sign-ins with their secrets, for a file that the user asked for. Never kept. */
export interface ExportedSignIn {
  id: string;
  method: string;
  who: string;
  settings: Record<string, string>;
  /** Without tokens that a provider gave: those belong to this browser. What the user typed stays, an ArcGIS key (`arcgis`) too. */
  secrets: Record<string, string>;
}
