import type { ErrorCode, Failure } from '../errors.ts';
import { readChallenges } from './challenges.ts';
import type { ServiceKind } from './kinds.ts';
import {
  isAboutAccess,
  isAboutKey,
  isHtml,
  isLoginAddress,
  isLoginForm,
  isOgcException,
  jsonError,
} from './refusal-words.ts';
import { isRefusing, REFUSING_STATUSES } from './refusals.ts';

export { readChallenges } from './challenges.ts';

/** What came back from one request of our own that followed no redirect. */
export interface ProbeAnswer {
  url: string;
  kind: 'answer' | 'redirect' | 'failed';
  /** HTTP status; 0 where there was none. */
  status: number;
  contentType: string;
  /** Text, up to 1 MB; empty for pictures. */
  body: string;
  /** SHA-256 of a picture's bytes, hex; '' for anything else. */
  picture: string;
  /** `WWW-Authenticate`, empty where there is none. */
  challenge: string;
  retryAfter: string;
  /** Where a redirect leads; empty where the browser did not tell. */
  location: string;
  problem: '' | 'network' | 'timeout' | 'certificate';
  /** The browser's own word for a problem with a certificate; '' for anything else. */
  error: string;
}

export type Verdict =
  | { accepted: true }
  | {
      accepted: false;
      failure: Failure;
      /** The service refused the credential, or its absence. */
      refusal: boolean;
      /** No further attempt may be made: it would be refused the same way, or harm. */
      stop: boolean;
    };

/** What was asked, and with which credential. */
export interface Asked {
  kinds: readonly ServiceKind[];
  withCredential: 'basic' | 'key' | 'header' | 'none';
}

const REFUSED: Readonly<Record<Asked['withCredential'], ErrorCode>> = {
  basic: 'passwordRefused',
  key: 'keyRefused',
  header: 'headerRefused',
  none: 'accessRefused',
};

/**
 * One verdict for every way to sign in. A status alone cannot tell: servers answer 200 with an error report (OGC, ArcGIS,
 * MapHub), 400 to a missing key (LINZ), or lead to a login page. In order: no answer, redirect, status, content type
 * against what was asked, the start of the body.
 */
export function judge(answer: ProbeAnswer, asked: Asked): Verdict {
  const host = hostOf(answer.url);
  if (answer.kind === 'failed') return failed(answer, host);
  if (answer.kind === 'redirect') return redirected(answer, host);
  return judgeStatus(answer, asked, host) ?? judgeContent(answer, asked, host) ?? { accepted: true };
}

function failed({ problem }: ProbeAnswer, host: string): Verdict {
  const code =
    problem === 'timeout' ? 'timedOut' : problem === 'certificate' ? 'certificateProblem' : 'unreachable';
  return not(code, [host], { stop: true });
}

function redirected({ location }: ProbeAnswer, host: string): Verdict {
  if (isLoginAddress(location)) return not('loginPage', [host], { refusal: true, stop: true });
  return not('redirected', [host, hostOf(location) || '…'], { stop: true });
}

function judgeStatus(
  { status, challenge, body, url }: ProbeAnswer,
  asked: Asked,
  host: string,
): Verdict | null {
  if (status >= 200 && status < 300) return null;
  if (isRefusing(status, url)) return browserSignIn(status, challenge, host) ?? refused(asked, host);
  if (status === 400 && isAboutKey(body)) return refused(asked, host);
  if (status === 407 || status === 511) return not('proxySignIn', [host], { stop: true });
  if (status === 429) return not('tooManyRequests', [host], { stop: true });
  if (status >= 500) return not('serverError', [host, String(status)], { stop: true });
  return not('unexpectedStatus', [host, String(status)], {});
}

/** A 401 that offers nothing but what only the browser can do: Windows sign-in (RFC 4559), Digest (RFC 7616). */
function browserSignIn(status: number, challenge: string, host: string): Verdict | null {
  const schemes = readChallenges(challenge);
  const only = (...wanted: string[]) =>
    schemes.length > 0 && schemes.every((scheme) => wanted.includes(scheme));
  if (status !== 401) return null;
  if (only('negotiate', 'ntlm')) return not('windowsSignIn', [host], { refusal: true, stop: true });
  return only('negotiate', 'ntlm', 'digest')
    ? not('digestSignIn', [host], { refusal: true, stop: true })
    : null;
}

function judgeContent(answer: ProbeAnswer, asked: Asked, host: string): Verdict | null {
  const { body, contentType, status, url } = answer;
  if (isHtml(contentType, body)) {
    if (isLoginForm(body)) return not('loginPage', [host], { refusal: true });
    return asksForHtml(url) ? null : not('notMapService', [host], {});
  }
  if (isOgcException(body)) return isAboutAccess(body) ? refused(asked, host) : null;
  const error = jsonError(body);
  if (error !== null) {
    if (REFUSING_STATUSES.includes(error.code) || isAboutAccess(error.text)) return refused(asked, host);
    return not('unexpectedStatus', [host, String(error.code || status)], {});
  }
  return speaks(asked.kinds, url, body) ? null : not('notMapService', [host], {});
}

/** `INFO_FORMAT=text/html`, `f=html`: the page itself wanted HTML. */
function asksForHtml(url: string): boolean {
  return /[?&](?:info_?format|outputformat|format|f)=(?:text(?:\/|%2f))?html(?:&|$)/i.test(url);
}

const IN_JSON: readonly ServiceKind[] = ['OGC API', 'STAC', 'ArcGIS', 'TileJSON', 'Isogeo'];

/** Whether a text can be what was asked for: capabilities are XML, an API's landing page is JSON. */
function speaks(kinds: readonly ServiceKind[], url: string, body: string): boolean {
  if (body === '') return true;
  if (/[?&]request=getcapabilities(?:&|$)/i.test(url)) return body.includes('<');
  const inJson = kinds.length > 0 && kinds.every((kind) => IN_JSON.includes(kind));
  // Only what is text and plainly something else: a picture or vector tile of such a service starts otherwise.
  return !inJson || !/^\s*[a-z]{2,}[\s.,!]/i.test(body.slice(0, 200));
}

function refused({ withCredential }: Asked, host: string): Verdict {
  return not(REFUSED[withCredential], [host], { refusal: true });
}

function not(
  code: ErrorCode,
  values: string[],
  { refusal = false, stop = false }: { refusal?: boolean; stop?: boolean },
): Verdict {
  return { accepted: false, failure: { code, values }, refusal, stop };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
