import type { CertificateKind } from '../explain/certificate.ts';
import { explain } from '../explain/explain.ts';
import type { Facts, ObservedAnswer } from '../explain/facts.ts';
import { hostsToExempt } from '../explain/intercepted.ts';
import type { ExplainCode } from '../explain/table.ts';
import type { WhyView } from '../messages/view.ts';
import type { Condition } from './conditions.ts';

/** What the row's own few words and its button say already: no trouble, or the next step is plain. */
const QUIET: readonly ExplainCode[] = [
  'asksPassword',
  'asksKey',
  'asksToken',
  'refusesAccess',
  'usableFrom',
  'notKnown',
  'open',
  'signingIn',
  'renewing',
  'signedIn',
  'reloadToSee',
  'locked',
  'changed',
  'notTried',
  'pausedByUser',
  'signedOut',
  'browserWasClosed',
  'endedByItself',
  'permissionMissing',
  'sessionEnded',
  'sessionElsewhere',
  'savedUnreadable',
];

/** Signed in, and not everything is shown. */
const WITHOUT_ACCESS: readonly ExplainCode[] = [
  'noAccess',
  'noAccessUnnamed',
  'noAccessLayer',
  'noAccessLayerUnnamed',
];

/**
 * Why a row stands as it does, and how it stands by that: trouble that the page or a check told of outweighs what is saved.
 * @param url The row's address.
 * @param hidden The kind of certificate warning that the user has hidden, by host.
 */
export function whyOf(
  facts: Facts,
  condition: Condition,
  url: string,
  hidden: ReadonlyMap<string, CertificateKind>,
): { why: WhyView } & Condition {
  const explanation = explain(facts);
  const { code, next } = explanation;
  const isCertificate = code.startsWith('certificate');
  const host = facts.certificate?.host ?? facts.host;
  const isHidden = isCertificate && hidden.get(host) === (facts.certificate?.kind ?? 'other');
  const loud = !QUIET.includes(code) && !isHidden;
  const last = lastTold(facts.answers);
  const why: WhyView = {
    ...explanation,
    loud,
    open: isCertificate ? `https://${host}/` : url,
    hosts: code === 'certificateIntercepted' ? hostsToExempt(facts.certificate?.together ?? []) : [],
    answer: last === undefined ? '' : last.status > 0 ? `HTTP ${last.status}` : last.error,
    at: last?.at ?? 0,
    hideable: isCertificate && loud ? host : null,
  };
  if (isCertificate) return { why, ...CERTIFICATE, next: loud ? next : null };
  if (!loud) return { why, ...condition };
  if (WITHOUT_ACCESS.includes(code)) return { why, ...condition, ...NO_ACCESS, next };
  const status = facts.status;
  return { why, ...condition, status, hint: null, next };
}

const CERTIFICATE = { group: 'refuses', status: 'certificateProblem', hint: null } as const;
const NO_ACCESS = { status: 'signedInWithoutAccess', hint: null } as const;

/** The newest answer that the browser told something of. */
function lastTold(answers: readonly ObservedAnswer[]): ObservedAnswer | undefined {
  return answers.findLast(({ status, error }) => status > 0 || error !== '');
}
