import * as v from 'valibot';
import { ERROR_CODES } from '../error-codes.ts';
import { Settings } from '../vault/settings.ts';

const Passphrase = v.pipe(v.string(), v.minLength(1), v.maxLength(2000));
/** Bytes in base64url (RFC 4648, section 5) without padding. */
const Bytes = v.pipe(v.string(), v.regex(/^[\w-]{1,2000}$/));
const Site = v.pipe(v.string(), v.maxLength(300));
const Id = v.pipe(v.string(), v.regex(/^[0-9a-z]{7}$/));

/** A backup holds a few kilobytes a sign-in; 5,000 of them stay far below this. In characters. */
const MOST_BACKUP = 20_000_000;

/** Commands about the saved sign-ins and settings. Each is answered with a `SettingsView` after it was carried out. */
export const VAULT_COMMANDS = {
  settings: v.strictObject({}),
  /** The first passphrase: from now on something can be remembered. */
  createVault: v.strictObject({ passphrase: Passphrase }),
  unlock: v.strictObject({ passphrase: Passphrase }),
  /** `output`: 32 bytes of the passkey's PRF extension for the salt that the view named. */
  unlockWithPasskey: v.strictObject({ id: Bytes, output: Bytes }),
  lock: v.strictObject({}),
  changePassphrase: v.strictObject({ current: Passphrase, next: Passphrase }),
  addPasskey: v.strictObject({ id: Bytes, salt: Bytes, output: Bytes }),
  removePasskey: v.strictObject({ id: Bytes }),
  deleteVault: v.strictObject({}),
  /** Answered with the text of the file. */
  backup: v.strictObject({}),
  /** The passphrase is the one that the backup was made under. */
  restore: v.strictObject({
    text: v.pipe(v.string(), v.maxLength(MOST_BACKUP)),
    passphrase: Passphrase,
  }),
  changeSettings: Settings,
  /** *Stop using here* for any site. */
  stopUsingAt: v.strictObject({ sourceId: Id, site: Site }),
  forgetSiteAt: v.strictObject({ site: Site }),
  dismissNotice: v.strictObject({ code: v.picklist(ERROR_CODES) }),
} as const;
