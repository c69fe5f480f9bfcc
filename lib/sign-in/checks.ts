import type { ProbeFacts } from '../explain/facts.ts';
import { exceptionCodes } from '../services/exceptions.ts';
import { layerNames } from '../services/layers.ts';
import { isOgcException } from '../services/refusal-words.ts';
import type { ProbeAnswer, Verdict } from '../services/verdict.ts';
import type { Session } from './session.ts';

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
    keep: (rowKey: string, withIt: Answered | null, without: Answered | null = null): Promise<void> =>
      session.set('check', rowKey, { at: now(), with: factsOf(withIt), without: factsOf(without) }),
  };
}

export type Checks = ReturnType<typeof createChecks>;

function factsOf(answered: Answered | null): ProbeFacts | null {
  if (answered === null) return null;
  const { answer, verdict, capabilities } = answered;
  const layers = capabilities ? layerNames(capabilities.body) : [];
  return {
    verdict: accessVerdict(answer, verdict),
    // A document without any layer is no capabilities document.
    layers: layers.length > 0 ? layers : null,
    exceptionCodes: isOgcException(answer.body) ? exceptionCodes(answer.body) : [],
  };
}

/** 403: the credential is good and does not suffice (RFC 9110, 15.5.4). */
function accessVerdict({ status }: ProbeAnswer, verdict: Verdict): Verdict {
  if (verdict.accepted || status !== 403 || !verdict.refusal) return verdict;
  return { ...verdict, failure: { ...verdict.failure, code: 'accessRefused' } };
}
