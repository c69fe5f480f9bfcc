import type { ErrorCode } from '../../lib/errors.ts';

/** Fewer characters are refused; there is no other rule. */
const FEWEST_CHARACTERS = 8;

export interface NewPassphrase {
  current: string;
  next: string;
  again: string;
}

export const EMPTY: NewPassphrase = { current: '', next: '', again: '' };

/** The first thing that keeps it from being sent, and the field that it is about; null where nothing does. */
export function wrongWith(
  typed: NewPassphrase,
  asksCurrent: boolean,
): { field: keyof NewPassphrase; code: ErrorCode | 'differs' } | null {
  if (asksCurrent && typed.current === '') return { field: 'current', code: 'emptyField' };
  if (typed.next === '') return { field: 'next', code: 'emptyField' };
  // As the worker counts: characters, not the parts that some are made of.
  if ([...typed.next.normalize('NFC')].length < FEWEST_CHARACTERS)
    return { field: 'next', code: 'shortPassphrase' };
  return typed.again === typed.next ? null : { field: 'again', code: 'differs' };
}

/** The field that a failure of the worker is about. */
export function fieldOf(code: ErrorCode): keyof NewPassphrase | null {
  if (code === 'wrongPassphrase' || code === 'passphraseWait') return 'current';
  return code === 'shortPassphrase' ? 'next' : null;
}
