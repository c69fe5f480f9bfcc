import { hostOf, isReadableOnTheWay } from '../addresses.ts';
import type { Method, ProviderTools, SignInPlace, SignInTools, Values, Witness } from '../auth/method.ts';
import { refuseOtherSites } from '../auth/own-pages.ts';
import { AppError, type Failure } from '../errors.ts';
import type { Injection } from '../rules/injection.ts';
import { type SignedRequest, signedRequest } from '../rules/request.ts';
import { isSigned } from '../services/credentials-in-url.ts';
import type { SeenService } from '../services/group.ts';
import type { ServiceKind } from '../services/kinds.ts';
import { layerNames } from '../services/layers.ts';
import { probeUrl } from '../services/probe-url.ts';
import { judge, type ProbeAnswer, type Verdict } from '../services/verdict.ts';
import { isUnder, parsePrefix } from '../sources/prefix.ts';

/** One request of our own, without cookies and matched by no rule; answers whatever happens. */
export type Ask = (request: SignedRequest) => Promise<ProbeAnswer>;

type SeenState = SeenService['state'];

/** The service that is asked. */
export interface AskedService {
  kinds: readonly ServiceKind[];
  /** Canonical prefix (no template) of the address that is asked. */
  prefix: string;
  /** All prefixes that the credential will be used for. */
  prefixes: readonly string[];
  /** True where the page's own URLs carry a signature. */
  signed: boolean;
  sample: string;
}

/** Asks once without any credential. */
export async function checkOpen(
  ask: Ask,
  service: AskedService,
): Promise<{ verdict: Verdict; answer: ProbeAnswer }> {
  const answer = await ask({ url: urlOf(service), headers: {} });
  return { answer, verdict: judge(answer, { kinds: service.kinds, withCredential: 'none' }) };
}

/**
 * Proves a credential by one attempt (a key of unknown name: by at most four). Nothing is saved here.
 * @param prove does the attempts: a method's own `signIn`, or one attempt with what an account has.
 * @param options.seen what the page saw. Refused, and with which challenge: no request without a credential is needed to
 * know that (without the challenge it is: Windows sign-in must not get a password). Open: the user
 * signs in all the same, because some servers answer everyone with less.
 * @param options.acceptPlainHttp the user said yes to sending the secret readable.
 * @throws AppError with the one sentence to say; then no credential was accepted.
 */
export async function attempt<T>(
  ask: Ask,
  method: Method,
  service: AskedService,
  options: {
    seen: SeenState;
    challenged: boolean;
    acceptPlainHttp: boolean;
    keyNames: readonly string[];
    /** Origins of the page that will ask and of the page on top. */
    sites?: SignInPlace['sites'];
    provider?: ProviderTools;
    before?: Values;
    witness?: Witness | null;
  },
  prove: (tools: SignInTools) => Promise<T>,
): Promise<T> {
  const { sites } = options;
  await beforeAnySecret(ask, service, options.acceptPlainHttp);
  // A key is tried under several names; a request without it first shows whether it is needed at all.
  const known = options.seen === 'refuses' && options.challenged && method.id !== 'key';
  // A service of a system that answers everyone is no open one.
  const insists = options.seen === 'open' || method.witness !== undefined;
  const anonymous = known ? null : await askAnonymously(ask, service, insists);
  return prove({
    ...(options.provider ? { provider: options.provider } : {}),
    ...(options.before ? { before: options.before } : {}),
    ...(sites ? { place: { prefix: service.prefix, sites } } : {}),
    keyNames: options.keyNames,
    attempt: async (injection) => {
      if (injection.kind === 'headers' && injection.cookies) refuseOtherSites(service.prefix, sites ?? []);
      if (options.witness) {
        const heard = await askWitness(ask, options.witness, injection);
        if (!heard.verdict.accepted) return heard.verdict;
      }
      const { answer, verdict } = await askSigned(ask, service, method, injection);
      if (!verdict.accepted || anonymous === null || options.witness) return verdict;
      return showsMore(ask, injection, service, anonymous, answer);
    },
  });
}

/** Asks once with a credential. */
export async function askSigned(
  ask: Ask,
  service: Pick<AskedService, 'kinds' | 'prefix' | 'sample'>,
  method: Method,
  injection: Injection,
): Promise<{ answer: ProbeAnswer; verdict: Verdict }> {
  const answer = await ask(signedRequest(urlOf(service), service.prefix, injection));
  return { answer, verdict: judge(answer, { kinds: service.kinds, withCredential: kindOf(method) }) };
}

/** Asks once who is signed in with this. */
export async function askWitness(
  ask: Ask,
  witness: Witness,
  injection: Injection,
): Promise<{ answer: ProbeAnswer; verdict: Verdict }> {
  // Parameters are the service's.
  const carried: Injection = injection.kind === 'headers' ? { ...injection, parameters: [] } : injection;
  const answer = await ask(signedRequest(witness.url, witness.url, carried));
  const verdict = judge(answer, { kinds: [], withCredential: 'header' });
  if (!verdict.accepted || witness.knows(answer)) return { answer, verdict };
  const failure: Failure = { code: 'headerRefused', values: [hostOf(witness.url)] };
  return { answer, verdict: { accepted: false, failure, refusal: true, stop: false } };
}

/** Which sentence a refusal of this method's credential gets. */
function kindOf(method: Method): 'basic' | 'key' | 'header' {
  if (method.id === 'basic') return 'basic';
  return method.inUrl ? 'key' : 'header';
}

/** @throws AppError where no secret may be sent to this address at all, or only after the user's word. */
async function beforeAnySecret(ask: Ask, service: AskedService, acceptPlainHttp: boolean): Promise<void> {
  const host = hostOf(service.prefix);
  if (service.signed || isSigned(service.sample)) throw new AppError('signedUrl', [host]);
  if (acceptPlainHttp || !service.prefixes.some(isReadableOnTheWay)) return;
  const secure = urlOf(service).replace(/^http:/, 'https:');
  const answer = await ask({ url: secure, headers: {}, blind: true });
  throw new AppError(answer.kind === 'answer' ? 'plainHttpButHttps' : 'plainHttp', [host]);
}

/** What everyone is answered, for servers that hide instead of refusing. */
interface Anonymous {
  layers: readonly string[];
  picture: string;
}

/**
 * Asks without a credential.
 * @returns null where the service refuses, else what everyone gets.
 * @throws AppError `openService` where there is nothing to sign in to, or whatever else stands in the way.
 */
async function askAnonymously(ask: Ask, service: AskedService, insists: boolean): Promise<Anonymous | null> {
  const { verdict, answer } = await checkOpen(ask, service);
  if (!verdict.accepted) {
    if (verdict.refusal && !verdict.stop) return null;
    throw new AppError(verdict.failure.code, verdict.failure.values);
  }
  const listed = capabilitiesUrl(service);
  if (listed === null && !insists) throw new AppError('openService', [hostOf(service.prefix)]);
  const layers = listed === null ? [] : layerNames((await ask({ url: listed, headers: {} })).body);
  return { layers, picture: answer.picture };
}

/** Where everyone is answered, only another picture or more layers show that the credential was accepted. */
async function showsMore(
  ask: Ask,
  injection: Injection,
  service: AskedService,
  anonymous: Anonymous,
  answer: ProbeAnswer,
): Promise<Verdict> {
  if (anonymous.picture !== '' && answer.picture !== anonymous.picture) return { accepted: true };
  const listed = capabilitiesUrl(service);
  if (listed !== null) {
    const after = layerNames((await ask(signedRequest(listed, service.prefix, injection))).body);
    if (after.some((name) => !anonymous.layers.includes(name))) return { accepted: true };
  }
  const failure: Failure = { code: 'noMoreThanBefore', values: [hostOf(service.prefix)] };
  return { accepted: false, failure, refusal: true, stop: false };
}

/** The capabilities document, for the kinds that name their layers in one; null for the others. */
export function capabilitiesUrl(service: Pick<AskedService, 'kinds' | 'prefix'>): string | null {
  const kind = service.kinds.find(
    (each) => each === 'WMS' || each === 'WFS' || each === 'WMTS' || each === 'WCS',
  );
  return kind === undefined ? null : probeUrl([kind], service.prefix, '');
}

/** What is asked: the sample only where the browser, too, sees it under the prefix (`/ows/../manager` is not). */
function urlOf({ kinds, prefix, sample }: Pick<AskedService, 'kinds' | 'prefix' | 'sample'>): string {
  const isInside = URL.canParse(sample) && isUnder(parsePrefix(prefix), new URL(sample));
  return probeUrl(kinds, prefix, isInside ? sample : '');
}
