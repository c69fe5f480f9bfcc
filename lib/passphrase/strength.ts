import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

export interface Strength {
  /** From 0, guessed within a day, to 4, not within 100 years. See {@link scoreOf}. */
  score: 0 | 1 | 2 | 3 | 4;
  /** Expected seconds until somebody who has a copy of this computer's files has guessed it. */
  seconds: number;
}

/**
 * Guesses a second of somebody with big hardware. One guess is one Argon2id over 64 MiB in three passes: about half a
 * second on an ordinary computer, so this stands for thousands of cores.
 */
const GUESSES_A_SECOND = 10_000;

const DAY = 86_400;
const YEAR = 365.25 * DAY;

/** Below these many seconds: scores 0, 1, 2 and 3. */
const LIMITS = [DAY, 30 * DAY, YEAR, 100 * YEAR];

/** The word for a time: the library's own scores are made for websites that limit the tries, these are for a stolen file. */
export function scoreOf(seconds: number): Strength['score'] {
  const found = LIMITS.findIndex((limit) => seconds < limit);
  return (found === -1 ? LIMITS.length : found) as Strength['score'];
}

let loading: Promise<ZxcvbnFactory> | null = null;

/**
 * How long a passphrase would stand against guessing with dictionaries of English and French, names, leaked passwords
 * and keyboard patterns (zxcvbn, Wheeler 2016). The dictionaries, some megabytes, are loaded at the first call.
 */
export async function estimate(passphrase: string): Promise<Strength> {
  loading ??= load();
  try {
    const { guesses } = (await loading).check(passphrase);
    const seconds = guesses / GUESSES_A_SECOND;
    return { score: scoreOf(seconds), seconds };
  } catch (error) {
    loading = null;
    throw error;
  }
}

async function load(): Promise<ZxcvbnFactory> {
  const [core, common, english, french] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
    import('@zxcvbn-ts/language-fr'),
  ]);
  return new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary, ...french.dictionary },
    graphs: common.adjacencyGraphs,
  });
}
