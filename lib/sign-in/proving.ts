import type { Method } from '../auth/method.ts';
import { methodOf } from '../auth/registry.ts';
import type { ErrorCode } from '../errors.ts';
import { signedRequest } from '../rules/request.ts';
import type { ProbeAnswer, Verdict } from '../services/verdict.ts';
import { prefixesOf } from '../sources/destinations.ts';
import type { Account, Source } from '../sources/model.ts';
import type { SavedStore } from '../sources/store.ts';
import { type Ask, askSigned, askWitness } from './attempt.ts';
import { type Answered, moreToAsk } from './checks.ts';
import { parameterFor } from './edits.ts';
import type { AccountState, Held } from './session.ts';

/** How an account stands by one question, and what was answered; no answer where nothing could be asked. */
export interface Proof extends Pick<AccountState, 'status' | 'why'> {
  answered: Answered | null;
}

const ABOUT_THE_SECRET: readonly ErrorCode[] = ['passwordRefused', 'keyRefused', 'headerRefused'];

/** Settings that the method would not have saved were not written by us: nothing is asked with them. */
const NOTHING_ASKED: Proof = { status: 'notChecked', why: null, answered: null };

/**
 * Asks a service once with a credential that was accepted before, and says how its account stands.
 * @param options.layers asks for the capabilities document, too, where the service answers and has one.
 */
export function createProving({ store, ask }: { store: SavedStore; ask: Ask }) {
  return async (
    account: Account,
    held: Held,
    source: Source,
    options = { layers: false },
  ): Promise<Proof> => {
    const method = methodOf(account.method);
    const [prefix] = prefixesOf(source.urls);
    const parameter = parameterFor(await store.read(), account.id, source.id);
    const injection = method && safeInjection(method, account, held, parameter);
    if (!injection || prefix === undefined) return NOTHING_ASKED;
    const witness = method.witness?.(held.secrets);
    const heard = witness ? await askWitness(ask, witness, injection) : null;
    if (heard && !heard.verdict.accepted)
      return { ...standing(method, heard.answer, heard.verdict), answered: heard };
    const { kinds, sample } = source;
    const answered = await askSigned(ask, { kinds, sample, prefix }, method, injection);
    const url = options.layers ? moreToAsk({ kinds, prefix }, answered) : null;
    const more = url === null ? {} : { capabilities: await ask(signedRequest(url, prefix, injection)) };
    return { ...standing(method, answered.answer, answered.verdict), answered: { ...answered, ...more } };
  };
}

export type Proving = ReturnType<typeof createProving>;

function standing(
  method: Method,
  { status }: ProbeAnswer,
  verdict: Verdict,
): Pick<AccountState, 'status' | 'why'> {
  if (verdict.accepted) return { status: 'signedIn', why: null };
  const { code } = verdict.failure;
  if (code === 'certificateProblem') return { status: 'certificateProblem', why: null };
  // A portal, a proxy or a fault in between says nothing about the sign-in.
  if (!ABOUT_THE_SECRET.includes(code)) return { status: 'unreachable', why: 'notAnswering' };
  // RFC 9110, section 15.5.4: 403 is for credentials that are good and do not suffice; for keys servers use it as they like.
  if (status === 403 && !method.inUrl) return { status: 'signedInWithoutAccess', why: null };
  return { status: 'notAccepted', why: 'savedRefused' };
}

function safeInjection(method: Method, account: Account, held: Held, parameter: string | undefined) {
  try {
    return method.inject(account.settings, held.secrets, parameter);
  } catch {
    return null;
  }
}
