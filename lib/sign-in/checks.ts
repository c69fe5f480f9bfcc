import type { ProbeFacts } from '../explain/facts.ts';
import { exceptionCodes } from '../services/exceptions.ts';
import { layerNames } from '../services/layers.ts';
import { isOgcException } from '../services/refusal-words.ts';
import type { ProbeAnswer, Verdict } from '../services/verdict.ts';
import { capabilitiesUrl } from './attempt.ts';
import type { Session } from './session.ts';

/** The session's memory holds 10 MB: of longer lists of layers, in characters, nothing is claimed. */
const LONGEST_LIST = 100_000;
const MOST_CHECKS = 20;

/** What came back from one question of our own. */
export interface Answered {
  answer: ProbeAnswer;
  verdict: Verdict;
  /** Its capabilities document, where that was asked for, too. */
  capabilities?: ProbeAnswer;
}

/** What was learned by asking, by row, for whoever explains. */
export function createChecks({ session, now }: { session: Session; now: () => number }) {
  return {
    /** Keeps what was answered with a sign-in, and without; null where it was not asked so. */
    keep: async (rowKey: string, withIt: Answered | null, without: Answered | null = null): Promise<void> => {
      const others = [...session.all('check')].filter(([key]) => key !== rowKey);
      const old = others.sort(([, a], [, b]) => b.at - a.at).slice(MOST_CHECKS - 1);
      if (old.length > 0) await session.remove('check', ...old.map(([key]) => key));
      await session.set('check', rowKey, { at: now(), with: factsOf(withIt), without: factsOf(without) });
    },
  };
}

export type Checks = ReturnType<typeof createChecks>;

/** The capabilities document that is worth asking for beside what was answered; null where it is not, or was asked for itself. */
export function moreToAsk(
  service: Parameters<typeof capabilitiesUrl>[0],
  { answer, verdict }: Answered,
): string | null {
  const isItself = /[?&]request=getcapabilities(?:&|$)/i.test(answer.url);
  return verdict.accepted && !isItself ? capabilitiesUrl(service) : null;
}

function factsOf(answered: Answered | null): ProbeFacts | null {
  if (answered === null) return null;
  const { answer, verdict, capabilities } = answered;
  const layers = layerNames((capabilities ?? answer).body);
  return {
    verdict: accessVerdict(answer, verdict),
    // A document without any layer is no capabilities document.
    layers: layers.length > 0 && layers.join().length <= LONGEST_LIST ? layers : null,
    exceptionCodes: isOgcException(answer.body) ? exceptionCodes(answer.body) : [],
  };
}

/** 403: the credential is good and does not suffice (RFC 9110, 15.5.4). */
function accessVerdict({ status }: ProbeAnswer, verdict: Verdict): Verdict {
  if (verdict.accepted || status !== 403 || !verdict.refusal) return verdict;
  return { ...verdict, failure: { ...verdict.failure, code: 'accessRefused' } };
}
