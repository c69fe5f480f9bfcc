import { AppError } from '../errors.ts';
import type { StorageArea } from '../platform/ports.ts';
import { type Attempts, failed, NO_ATTEMPTS, readAttempts, secondsLeft, settled } from './attempts.ts';

/** Key of the wrong passphrases in `storage.local`. */
export const UNLOCKING = 'unlocking';

/** The growing delay between wrong passphrases, kept so that it survives the worker. */
export interface Unlocking {
  /** ms since the epoch; 0 for at once. */
  waitUntil(): number;
  /** Takes up what is stored; what memory knows beyond it stands, because the disk may have been full. */
  load(items: Record<string, unknown>): void;
  /**
   * Lets one passphrase be tried, when it is time.
   * @param attempt Answers null where the passphrase was wrong.
   * @throws AppError `passphraseWait` before, and after a wrong one; `wrongPassphrase` where nothing has to be waited for.
   */
  tryOnce<T>(attempt: () => Promise<T | null>): Promise<T>;
  /** Forgets the wrong ones. */
  succeeded(): Promise<void>;
}

export function createUnlocking(area: StorageArea, now: () => number): Unlocking {
  let attempts: Attempts = NO_ATTEMPTS;

  const settle = () => {
    attempts = settled(attempts, now());
    return attempts;
  };

  // A disk that is full keeps nobody from their sign-ins, and the delay still stands in memory.
  const keep = () => area.set({ [UNLOCKING]: attempts }).catch(() => undefined);

  const refuseEarly = () => {
    const seconds = secondsLeft(attempts, now());
    if (seconds > 0) throw new AppError('passphraseWait', [String(seconds)]);
  };

  const succeeded = async () => {
    if (attempts.failures === 0) return;
    attempts = NO_ATTEMPTS;
    await area.remove(UNLOCKING).catch(() => undefined);
  };

  return {
    waitUntil: () => (settle().notBefore > now() ? attempts.notBefore : 0),
    load: (items) => {
      const stored = readAttempts(items[UNLOCKING]);
      if (stored.failures > attempts.failures) attempts = stored;
    },
    tryOnce: async (attempt) => {
      const before = attempts;
      // Kept, or each new worker would start the wait again for as long as the clock is behind.
      if (settle() !== before) await keep();
      refuseEarly();
      const result = await attempt();
      if (result !== null) {
        await succeeded();
        return result;
      }
      attempts = failed(attempts, now());
      await keep();
      refuseEarly();
      throw new AppError('wrongPassphrase');
    },
    succeeded,
  };
}
