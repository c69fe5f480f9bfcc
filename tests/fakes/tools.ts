import type { SignInTools } from '../../lib/auth/method.ts';
import type { Injection } from '../../lib/rules/injection.ts';
import type { Verdict } from '../../lib/services/verdict.ts';

/** The service refuses what was sent. */
export const REFUSED: Verdict = {
  accepted: false,
  failure: { code: 'keyRefused', values: ['geo.example.com'] },
  refusal: true,
  stop: false,
};

/** What a method may use, with every attempt kept. */
export function tools(
  judge: (injection: Injection) => Verdict = () => ({ accepted: true }),
  keyNames: readonly string[] = [],
): SignInTools & { attempts: Injection[] } {
  const attempts: Injection[] = [];
  return {
    attempts,
    keyNames,
    attempt: async (injection) => {
      attempts.push(injection);
      return judge(injection);
    },
  };
}
