import { timingSafeEqual } from 'node:crypto';
import { forgettableAt, readValidator, type ValidatorFault } from '../../lib/auth/geodi/validator.ts';

/** What the check has to know. */
export interface CheckOptions {
  /** The ClientID of the settings file. */
  clientId: string;
  /** 32 bytes, as `readSecret` gives them. */
  key: Uint8Array;
  /** What GEODI sends in the header GEODIRequestHeader; '' where the settings file has none. */
  requestHeader: string;
  /** Ms since the epoch. */
  now(): number;
}

/** What GEODI sent. Of each at most one; '' for none. */
export interface Sent {
  /** From the query, where ValidateURL has `{ClientValidator}`. */
  inQuery: string;
  /** From the header ClientValidator, which GEODI always sends. */
  inHeader: string;
  requestHeader: string;
}

/** `missing`: no validator. `different`: two that are not the same. `notGeodi`: the request header is wrong. */
export type Outcome = 'accepted' | ValidatorFault | 'replayed' | 'missing' | 'different' | 'notGeodi';

/**
 * The check behind a ValidateURL. Remembers the random id of each validator that it took until that has expired, so that
 * none is taken twice: in memory, so one process must answer for a ClientID.
 */
export function createCheck({ clientId, key, requestHeader, now }: CheckOptions) {
  /** Until when each must be remembered, by id. */
  const seen = new Map<string, number>();

  return async ({ inQuery, inHeader, requestHeader: sent }: Sent): Promise<Outcome> => {
    if (requestHeader !== '' && !isSame(sent, requestHeader)) return 'notGeodi';
    if (inQuery !== '' && inHeader !== '' && inQuery !== inHeader) return 'different';
    const text = inQuery || inHeader;
    if (text === '') return 'missing';
    const validator = await readValidator(key, text, clientId, now());
    if (typeof validator === 'string') return validator;
    for (const [id, until] of seen) if (until < now()) seen.delete(id);
    if (seen.has(validator.id)) return 'replayed';
    seen.set(validator.id, forgettableAt(validator));
    return 'accepted';
  };
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
