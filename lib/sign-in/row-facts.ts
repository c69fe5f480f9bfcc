import { hostOf, isReadableOnTheWay } from '../addresses.ts';
import { readCertificateError } from '../explain/certificate.ts';
import type { AccountFacts, Asks, CheckFacts, Facts, ObservedAnswer, WayFacts } from '../explain/facts.ts';
import { type CertificateFailure, certificateFacts } from '../explain/intercepted.ts';
import { layersAsked } from '../explain/layers.ts';
import { isPaused } from '../guard/pausing.ts';
import type { GuardState } from '../guard/state.ts';
import { MAP_SITE } from '../map-site.ts';
import { expandTemplate } from '../services/template.ts';
import { safePrefixesOf } from '../sources/destinations.ts';
import type { Account } from '../sources/model.ts';
import { isUnder, type Prefix, parsePrefix } from '../sources/prefix.ts';
import { schemesOf } from './conditions.ts';
import type { Noted } from './noted.ts';
import { grantText } from './placements.ts';
import type { Row } from './rows.ts';
import type { AccountState, PageRecord } from './session.ts';
import type { Status } from './status.ts';

/** What is known of a page and its services beside the rows themselves. */
export interface Told {
  /** In ms since the epoch. */
  now: number;
  online: boolean;
  /** Answers to the page's own requests, the newest last. */
  notes: readonly Noted[];
  /** When a signed request was last answered well, in ms since the epoch, by {@link grantText}. */
  answeredWell: ReadonlyMap<string, number>;
  guards: ReadonlyMap<string, GuardState>;
  /** By row. */
  checks: ReadonlyMap<string, CheckFacts>;
  certificates: readonly CertificateFailure[];
}

/** What a saved row's sign-in is. */
interface Behind {
  account: Account;
  state: AccountState;
  isRemembered: boolean;
}

/** Everything that is known of one row, for {@link explain}. Pure. */
export function factsOf(row: Row, { status, behind, usableFrom, page }: RowKnown, told: Told): Facts {
  const base = row.source?.urls[0] ?? row.seen?.base ?? '';
  const { now, online, guards, checks, certificates } = told;
  const isOver = (host: string) => !certificates.some((failure) => failure.host === host);
  // Once the browser trusts a host again, what failed there before says nothing of now.
  const urls = urlsOf(row);
  const isIn = createIsIn(urls);
  const own = told.notes
    .filter(({ site, url }) => site === row.site && isIn(url))
    .filter(({ error, url }) => error === '' || readCertificateError(error) === null || !isOver(hostOf(url)));
  const check = checks.get(row.key) ?? null;
  const guard = behind ? guards.get(behind.account.id) : undefined;
  const hosts = [...urls, ...(behind?.account.providers ?? [])].map(hostOf);
  const named = [...own.map(({ url }) => url), ...(row.seen ? [row.seen.sample] : [])];
  return {
    host: hostOf(expandTemplate(base)[0] ?? base),
    site: hostOf(row.site),
    now,
    online,
    status: guard && isPaused(guard) && behind?.state.why === 'stopped' ? pausedStatus(guard) : status,
    account: behind ? accountFacts(row, behind, guard, page) : null,
    usableFrom,
    asks: asksOf(row),
    answers: [...own, ...wellAnswered(row, told)],
    check: check && failedByCertificate(check) && hosts.every(isOver) ? null : check,
    layersAsked: [...new Set(named.flatMap(layersAsked))],
    layersRefused: guard ? refusedAddresses(guard).filter(isIn).flatMap(layersAsked) : [],
    certificate: certificateFacts(hosts, certificates),
    waitUntil: guard && guard.limitedUntil > now ? guard.limitedUntil : null,
    way: wayOf(row, urls[0], isIn, own, page),
  };
}

interface RowKnown {
  status: Status;
  behind: Behind | null;
  /** Host of another site whose sign-in could be used here. */
  usableFrom: string | null;
  page: PageRecord;
}

function failedByCertificate({ with: own, without }: CheckFacts): boolean {
  const verdict = (own ?? without)?.verdict;
  return verdict?.accepted === false && verdict.failure.code === 'certificateProblem';
}

/** Whether an address belongs to the service at these base URLs. */
function createIsIn(urls: readonly string[]): (url: string) => boolean {
  let prefixes: Prefix[] | null = null;
  return (url) => {
    const parsed = URL.parse(url);
    prefixes ??= urls.map(parsePrefix);
    return parsed !== null && prefixes.some((prefix) => isUnder(prefix, parsed));
  };
}

/** The last good answer to a request that carried the sign-in: of those no single one is noted. */
function wellAnswered({ source, site }: Row, { answeredWell }: Told): ObservedAnswer[] {
  const at = source && answeredWell.get(grantText({ sourceId: source.id, site }));
  if (!at) return [];
  const nothing = { type: '', fromCache: false, fromServiceWorker: false, redirectedTo: '', error: '' };
  return [{ ...nothing, at, status: 200, wanted: 'data', signed: true }];
}

const urlsOf = ({ source, seen }: Row) => safePrefixesOf(source?.urls ?? [seen?.base ?? '']);

/** Not asked again before something else changes: the service could not be reached. */
function pausedStatus({ mode }: GuardState): Status {
  const isCutOff = mode.is === 'paused' && mode.waitsFor !== 'answer' && mode.waitsFor !== 'steadiness';
  return isCutOff ? 'unreachable' : 'paused';
}

function accountFacts(
  row: Row,
  { account, state, isRemembered }: Behind,
  guard: GuardState | undefined,
  page: PageRecord,
): AccountFacts {
  const damped = guard?.mode.is === 'damped' ? guard.mode : null;
  const byGuard = state.why === 'stopped' ? (damped ? 'flapping' : 'refusal') : 'user';
  return {
    why: state.why,
    who: account.who,
    method: account.method,
    since: state.since,
    remembered: isRemembered,
    pause: state.status === 'paused' ? byGuard : null,
    restsUntil: damped?.due ?? null,
    stale: page.stale.includes(row.key),
  };
}

/** Addresses that refuse although the sign-in is good. */
function refusedAddresses({ regardless }: GuardState): string[] {
  return regardless.map((text) => text.slice(text.indexOf(' ') + 1));
}

/** What a service was seen to want; in this order where several fit. */
function asksOf(row: Row): Asks | null {
  const schemes = schemesOf(row);
  const only = (...wanted: string[]) =>
    schemes.length > 0 && schemes.every((scheme) => wanted.includes(scheme));
  if (only('negotiate', 'ntlm')) return 'windows';
  if (only('negotiate', 'ntlm', 'digest')) return 'digest';
  if (schemes.includes('basic')) return 'password';
  if (schemes.includes('bearer')) return 'token';
  if (row.seen?.state !== 'refuses') return null;
  return row.seen.keyNames.length > 0 ? 'key' : 'access';
}

function wayOf(
  row: Row,
  base: string | undefined,
  isIn: (url: string) => boolean,
  notes: readonly Noted[],
  page: PageRecord,
): WayFacts {
  const here = page.proxied.filter(({ site }) => site === row.site);
  const proxy = here.find(({ url }) => isIn(url));
  const print = here.find(({ kind }) => kind === 'print');
  const found = proxy ?? print;
  // Our map page may ask for what is plain http.
  const isSecure = row.site.startsWith('https:') && row.site !== MAP_SITE;
  const isPlain = base !== undefined && isSecure && isReadableOnTheWay(base);
  const isAnswered = row.seen?.state === 'open' || notes.some(({ status }) => status > 0);
  return {
    mixedContent: isPlain && !isAnswered,
    cors: notes.at(-1)?.cors ?? null,
    proxied: found ? { kind: found.kind, through: found.through, target: found.url || null } : null,
    otherExtension: notes.some(({ diverted }) => diverted),
  };
}
