import * as v from 'valibot';
import { AppError } from '../errors.ts';
import { CERTIFICATE_KINDS } from '../explain/certificate.ts';
import type { StorageArea } from '../platform/ports.ts';

/** The choices for locking by itself, in minutes without use; beside them: only when the browser closes. */
const LOCK_AFTER_MINUTES = [5, 15, 60] as const;

const FIELDS = {
  /** Null: only when the browser closes. */
  lockAfterMinutes: v.nullable(v.picklist(LOCK_AFTER_MINUTES)),
  /** Lock when the computer locks (Chromium; Firefox does not tell). */
  lockWithComputer: v.boolean(),
  /** Everything ends after 15 minutes without use, and nothing is remembered. */
  sharedComputer: v.boolean(),
};

const HiddenWarning = v.strictObject({
  host: v.pipe(v.string(), v.maxLength(300)),
  kind: v.picklist(CERTIFICATE_KINDS),
  /** When it was hidden, in ms since the epoch. */
  at: v.number(),
});

const NOTICING = {
  /** *Notice protected map services on all sites*: keeps the access to all sites. */
  noticeEverywhere: v.boolean(),
  /** Hosts whose certificate warning the user has hidden. */
  hiddenWarnings: v.pipe(v.array(HiddenWarning), v.maxLength(200)),
};

/** What the user chose. Saved in `storage.local`. */
export const Settings = v.strictObject({ ...FIELDS, ...NOTICING });
export type Settings = v.InferOutput<typeof Settings>;

const DEFAULTS: Settings = {
  ...{ lockAfterMinutes: null, lockWithComputer: true, sharedComputer: false },
  ...{ noticeEverywhere: false, hiddenWarnings: [] },
};

/** As an older version may have saved them: without what it did not know. */
const Stored = v.strictObject({
  ...FIELDS,
  noticeEverywhere: v.optional(NOTICING.noticeEverywhere, DEFAULTS.noticeEverywhere),
  hiddenWarnings: v.optional(NOTICING.hiddenWarnings, DEFAULTS.hiddenWarnings),
});

/** What applies where the choices cannot be read: nothing is kept longer than the user may have wanted. */
const CAREFUL: Settings = { ...DEFAULTS, lockAfterMinutes: 15, sharedComputer: true };

export interface SettingsStore {
  now(): Settings;
  /** @throws AppError `storageFailed`. */
  change(next: Settings): Promise<void>;
}

/** Reads the settings once; never fails. */
export async function openSettings(area: StorageArea): Promise<SettingsStore> {
  let current = await area.get('settings').then(
    ({ settings }) => {
      const read = v.safeParse(Stored, settings);
      return read.success ? read.output : settings === undefined ? DEFAULTS : CAREFUL;
    },
    () => CAREFUL,
  );
  return {
    now: () => current,
    change: async (next) => {
      try {
        await area.set({ settings: next });
      } catch (cause) {
        throw new AppError('storageFailed', [], { cause });
      }
      current = next;
    },
  };
}
