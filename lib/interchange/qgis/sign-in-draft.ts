import type { QgisRecord } from '../../sources/model.ts';
import type { Word } from './words.ts';

/** A sign-in as if somebody had typed it: names of settings and secrets are those of the form of its method in `lib/auth`. */
export interface SignInDraft {
  method: string;
  who: string;
  settings: Record<string, string>;
  secrets: Record<string, string>;
}

/** What becomes of something of QGIS's, or why nothing can. */
export type Converted<T> =
  | { made: T; notes: Word[]; qgis: [name: string, value: string][] }
  | { cannot: Word };

export const cannot = (key: Word['key'], ...values: string[]): { cannot: Word } => ({
  cannot: { key, values },
});

const MOST_ENTRIES = 40;

/** True for an authcfg as QGIS makes it up, which is what Layerkey's own ids are, too. */
export function isId(text: string): boolean {
  return /^[0-9a-z]{7}$/.test(text);
}

/**
 * A record of these, those without a text left out; null where the model has no room for them.
 * @param spare entries that are still to come.
 */
export function recordOf(
  entries: readonly (readonly [string, string | undefined])[],
  spare = 0,
): QgisRecord | null {
  const kept = entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const fits = kept.every(([name, value]) => name.length <= 60 && value.length <= 4000);
  return fits && kept.length <= MOST_ENTRIES - spare ? Object.fromEntries(kept) : null;
}

/** Control and direction characters, which would let a name pretend to be something else on screen. */
export function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim();
}
