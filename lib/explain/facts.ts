import type { Hint } from '../messages/view.ts';
import type { Verdict } from '../services/verdict.ts';
import type { Status } from '../sign-in/status.ts';
import type { CertificateKind } from './certificate.ts';
import type { Proxied } from './proxied.ts';

/**
 * Everything that may be known about one source on one page. Nothing in here is a secret, and no URL carries one. What is not
 * known is null, empty or false: an explanation never takes a lack of knowledge for a fact.
 */
export interface Facts {
  /** Host of the service as sentences name it, with the port where it is not the default. */
  host: string;
  /** Host of the document or frame that asks. */
  site: string;
  /** Now, in ms since the epoch. */
  now: number;
  /** False where the browser says that it has no network at all (`navigator.onLine`). */
  online: boolean;
  /** The row's status, whether a sign-in is saved or not. */
  status: Status;
  /** The sign-in that this site uses for the source; null where none is saved for it. */
  account: AccountFacts | null;
  /** Host of another site that has a sign-in for this source which works now, and could be used here; null for none. */
  usableFrom: string | null;
  /** What the service was seen asking for; null before any challenge or refusal was seen. */
  asks: Asks | null;
  /** Answers to the page's own requests to this source, in any order. Those of a page that was left do not count. */
  answers: readonly ObservedAnswer[];
  /** The last request of Layerkey's own, made by *Check* or after a refusal; null where there was none. */
  check: CheckFacts | null;
  /** Names of the layers that the page asks for, as `layersAsked` reads them from its URLs. */
  layersAsked: readonly string[];
  /** Names of layers that refuse although the sign-in is good. */
  layersRefused: readonly string[];
  /** A certificate that the browser does not trust at one of the source's hosts; see `certificateFacts`. */
  certificate: CertificateFacts | null;
  /** Until when the service asked to wait (`Retry-After`), in ms since the epoch; null where it did not. */
  waitUntil: number | null;
  /** What stands in the way although the sign-in is good. */
  way: WayFacts;
}

export interface AccountFacts {
  /** What explains the status where it needs explaining: the same word as the row's hint. */
  why: Hint['code'] | null;
  /** Who is signed in, as the user would say it; '' where a key has no name. */
  who: string;
  /** Id of the method in the registry: what the service did not accept is named by it. */
  method: string;
  /** When it got its status, in ms since the epoch: earlier answers say nothing about it. */
  since: number;
  remembered: boolean;
  /**
   * Why it is paused; null where it is not. `user`: by its menu. `refusal`: a request was refused, and one question is under
   * way. `flapping`: it was refused and accepted by turns, and rests until `restsUntil`.
   */
  pause: 'user' | 'refusal' | 'flapping' | null;
  /** Until when a flapping one is left out, in ms since the epoch; null for any other. */
  restsUntil: number | null;
  /** True where the page had loaded before the sign-in came. */
  stale: boolean;
}

/** `token`: a Bearer token (RFC 6750), so an identity provider signs in. `access`: it refuses and does not say what it wants. */
export type Asks = 'password' | 'key' | 'token' | 'access' | 'windows' | 'digest';

/** The answer to one request of the page, as `webRequest` or the page's own list of requests tells it. */
export interface ObservedAnswer {
  /** Its address, as far as it is kept. */
  url?: string;
  /** In ms since the epoch. */
  at: number;
  /** HTTP status; 0 where there was no answer, or the browser did not tell. */
  status: number;
  /** `Content-Type` without parameters, lower case; '' where it is not known. */
  type: string;
  /** What the page wanted to use it as. */
  wanted: 'image' | 'data' | 'frame';
  /** True where it came out of the browser's cache, and so may be older than the sign-in. */
  fromCache: boolean;
  /** True where a service worker of the site answered instead of the network. */
  fromServiceWorker: boolean;
  /** True where Layerkey's rules added a credential. */
  signed: boolean;
  /** Where it was redirected to, without query; '' where it was not. */
  redirectedTo: string;
  /** The browser's own word for why there was no answer: `net::ERR_…`, `NS_ERROR_…`, Firefox's sentence; '' for none. */
  error: string;
}

/** What one check of Layerkey's own found, with and without the sign-in. */
export interface CheckFacts {
  /** In ms since the epoch. */
  at: number;
  without: ProbeFacts | null;
  with: ProbeFacts | null;
}

export interface ProbeFacts {
  verdict: Verdict;
  /** Layers that its capabilities list, those in nested and nameless groups included; null where it gave no capabilities. */
  layers: readonly string[] | null;
  /** `code` or `exceptionCode` of an OGC exception report (`LayerNotDefined`); empty where it was none. */
  exceptionCodes: readonly string[];
}

export interface CertificateFacts {
  /** The host that the browser does not trust: the service's, or one where it signs in. */
  host: string;
  kind: CertificateKind;
  /** True where nobody can go on: HSTS, a policy, or a kind of error that allows no exception. */
  final: boolean;
  /** Hosts of the same providers with an unknown issuer at the same time, this one included; empty for other kinds. */
  together: readonly string[];
}

export interface WayFacts {
  /** An https page asked for a plain http address that is not this computer's own, and the browser did not let it. */
  mixedContent: boolean;
  /**
   * The answer came, but the page may not read it (Fetch standard, CORS). `answer`: it names no site or another one.
   * `preflight`: the browser's own question before the request was refused; it never carries a sign-in.
   */
  cors: 'answer' | 'preflight' | null;
  /** How the page gets this source where it does not ask the service itself; see `proxiedBy`. */
  proxied: Proxied | null;
  /** Another extension has a say in the same requests: its rule came first, or the credential that was added did not arrive. */
  otherExtension: boolean;
}
