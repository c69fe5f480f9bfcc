import type { ErrorCode } from '../errors.ts';
import type { Hint } from '../messages/view.ts';
import type { Status } from '../sign-in/status.ts';
import type { CertificateKind } from './certificate.ts';
import type { AccountFacts, Asks, Facts } from './facts.ts';
import {
  isAnswered,
  isBlockedBy,
  isOnly,
  isRefusedSigned,
  isSignedIn,
  lastFailure,
  lastProbe,
  layersHidden,
  troubleNow,
} from './observed.ts';

/** Whether a row of the table is about these facts. */
export type Condition = (facts: Facts) => boolean;

// What gets no further than the network.

export const isOffline: Condition = (facts) => !facts.online || isBlockedBy(facts, 'offline');

/** Several hosts of one provider with an unknown issuer at once, or the browser's own word. */
export const isIntercepted: Condition = ({ certificate }) =>
  certificate !== null && (certificate.kind === 'intercepted' || certificate.together.length > 1);

export const certificate =
  (...kinds: CertificateKind[]): Condition =>
  (facts) =>
    facts.certificate !== null && kinds.includes(facts.certificate.kind);

export const finalCertificate =
  (...kinds: CertificateKind[]): Condition =>
  (facts) =>
    certificate(...kinds)(facts) && facts.certificate?.final === true;

/** A certificate that is not trusted, where the browser did not say why. */
export const isCertificateProblem: Condition = (facts) =>
  facts.certificate !== null ||
  facts.status === 'certificateProblem' ||
  troubleNow(facts)?.code === 'certificateProblem';

/** The last answer, or the last check, ended so. */
export const trouble =
  (code: ErrorCode): Condition =>
  (facts) =>
    troubleNow(facts)?.code === code;

/** The service said until when. */
export const mustWait: Condition = ({ waitUntil, now }) => waitUntil !== null && waitUntil > now;

// What the browser does not let out, and what the page does not ask itself.

export const isMixedContent: Condition = ({ way }) => way.mixedContent;
export const blockedBy =
  (reason: 'localNetwork' | 'extension' | 'administrator'): Condition =>
  (facts) =>
    isBlockedBy(facts, reason);
export const isProxied: Condition = ({ way }) => way.proxied?.kind === 'proxy';
export const isPrinted: Condition = (facts) => isSignedIn(facts) && facts.way.proxied?.kind === 'print';

// Where Layerkey adds nothing.

export const status =
  (wanted: Status): Condition =>
  (facts) =>
    facts.status === wanted;

/** A saved sign-in whose status has this reason. */
export const because =
  (why: Hint['code']): Condition =>
  ({ account }) =>
    account?.why === why;

export const isRemembered: Condition = ({ account }) => account?.remembered === true;

export const paused =
  (pause: NonNullable<AccountFacts['pause']>): Condition =>
  (facts) =>
    facts.status === 'paused' && (facts.account?.pause ?? 'user') === pause;

/** What was typed or saved is refused, by the way of signing in. */
export const notAccepted =
  (...methods: string[]): Condition =>
  ({ status: now, account }) =>
    account !== null &&
    (now === 'notAccepted' || account.why === 'savedRefused') &&
    (methods.length === 0 || methods.includes(account.method));

export const isSaved: Condition = ({ account }) => account !== null;

// Where somebody is signed in.

/** Signed in, and the service lists fewer layers than the page asks for. */
export const seesFewer: Condition = (facts) => isSignedIn(facts) && layersHidden(facts).length > 0;

/** Signed in, and the service says that this is not enough here: by its status, or to a check that came after a refusal. */
export const hasNoAccess: Condition = (facts) =>
  isSignedIn(facts) &&
  (facts.status === 'signedInWithoutAccess' ||
    lastFailure(facts)?.code === 'accessRefused' ||
    (isRefusedSigned(facts) && lastProbe(facts)?.verdict.accepted === true));

export const isNamed: Condition = ({ account }) => account !== null && account.who !== '';
export const isRefused: Condition = (facts) => isSignedIn(facts) && isRefusedSigned(facts);
export const isStale: Condition = (facts) => isSignedIn(facts) && facts.account?.stale === true;
export const hasOnly =
  (sort: 'fromCache' | 'fromServiceWorker'): Condition =>
  (facts) =>
    isSignedIn(facts) && isOnly(facts, sort);
/** Only where a sign-in would change nothing: servers leave the CORS headers out of a refusal, too. */
export const cors =
  (sort: NonNullable<Facts['way']['cors']>): Condition =>
  (facts) =>
    facts.way.cors === sort && (isSignedIn(facts) || (facts.asks === null && facts.status !== 'signIn'));
export const isChangedByOther: Condition = ({ way }) => way.otherExtension;
export const reportsError: Condition = (facts) => (lastProbe(facts)?.exceptionCodes.length ?? 0) > 0;

// Where nobody is.

export const asks =
  (what: Asks): Condition =>
  (facts) =>
    facts.account === null && facts.asks === what;
export const isUsable: Condition = ({ account, usableFrom }) => account === null && usableFrom !== null;
export const hidesLayers: Condition = (facts) => facts.account === null && layersHidden(facts).length > 0;
export const isOpen: Condition = (facts) =>
  facts.account === null && (facts.status === 'open' || isAnswered(facts));

export const always: Condition = () => true;

/** All of them at once. */
export const both =
  (...conditions: Condition[]): Condition =>
  (facts) =>
    conditions.every((condition) => condition(facts));

/** At least one of them. */
export const either =
  (...conditions: Condition[]): Condition =>
  (facts) =>
    conditions.some((condition) => condition(facts));
