import type { Failure } from '../errors.ts';
import type { ServiceKind } from '../services/kinds.ts';
import type { Status } from '../sign-in/status.ts';
import type { Settings } from '../vault/settings.ts';
import type { VaultView } from './view.ts';

export type { Settings };

/** What the settings page shows: no secrets. */
export interface SettingsView {
  vault: VaultView;
  /** How many sign-ins are remembered on this device. */
  remembered: number;
  passkeys: PasskeyView[];
  settings: Settings;
  /** True while all sites are watched: the user's choice, and the browser still allows it. */
  noticing: boolean;
  /** Host patterns that *Notice protected map services on all sites* asks for. */
  noticeOrigins: string[];
  /** What must stay allowed when that is turned off (Chromium takes every single site along with all sites). */
  noticeKeep: string[];
  /** False in Firefox, which does not tell extensions when the computer locks. */
  canLockWithComputer: boolean;
  sites: SiteVault[];
  notice: Failure | null;
}

interface PasskeyView {
  /** The credential's id and the PRF's input, base64url. Neither is secret. */
  id: string;
  salt: string;
  /** ms since the epoch. */
  added: number;
}

/** *Saved sign-ins for maps.city.nl*: everything that one site may use. */
export interface SiteVault {
  /** Origin. */
  site: string;
  /** Host, as people read it. */
  name: string;
  sources: SiteVaultSource[];
}

export interface SiteVaultSource {
  sourceId: string;
  kinds: ServiceKind[];
  name: string;
  host: string;
  path: string;
  who: string;
  method: string;
  /** QGIS's authcfg. */
  accountId: string;
  status: Status;
  remembered: boolean;
}
