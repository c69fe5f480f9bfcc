import { hostOf } from '../addresses.ts';
import { AppError } from '../errors.ts';
import { readCertificateError } from '../explain/certificate.ts';
import type { ProbeAnswer } from '../services/verdict.ts';
import type { Ask } from './attempt.ts';
import type { Session } from './session.ts';

/** Of each sort; of more, the oldest is forgotten. Where all sites are allowed, any page can name new ones. */
const MOST_HOSTS = 300;

interface Parts {
  session: Session;
  now: () => number;
  /** A host became untrusted, or is trusted again. */
  changed: (host: string, isTrusted: boolean) => void;
}

/**
 * The hosts whose certificate the browser does not trust now: told of by what pages ask and by our own requests; gone with
 * the first answer from there, because the browser then lets requests through, whatever the user decided.
 */
export function createCertificates({ session, now, changed }: Parts) {
  function forgetOldest(family: 'certificate' | 'strict'): void {
    const hosts = [...session.all(family).keys()];
    const [oldest] = hosts;
    if (hosts.length >= MOST_HOSTS && oldest !== undefined)
      void session.remove(family, oldest).catch(() => undefined);
  }

  function failed(url: string, error: string): void {
    if (readCertificateError(error) === null || !URL.canParse(url)) return;
    const host = hostOf(url);
    const before = session.get('certificate', host);
    if (before?.error === error) return;
    forgetOldest('certificate');
    void session.set('certificate', host, { error, at: now() }).catch(() => undefined);
    changed(host, false);
  }

  /** @param hsts `Strict-Transport-Security` of the answer (RFC 6797, 6.1); '' where it had none. */
  function answered(url: string, hsts = ''): void {
    if (!url.startsWith('https:')) return;
    const host = hostOf(url);
    if (/max-age="?[1-9]/i.test(hsts) && session.get('strict', host) === undefined) {
      forgetOldest('strict');
      void session.set('strict', host, true).catch(() => undefined);
    }
    if (session.get('certificate', host) === undefined) return;
    void session.remove('certificate', host).catch(() => undefined);
    changed(host, true);
  }

  const learn = (answer: ProbeAnswer): void => {
    if (answer.problem === 'certificate') failed(answer.url, answer.error);
    else if (answer.kind !== 'failed') answered(answer.url);
  };

  return {
    failed,
    answered,
    /** Our own questions tell, too. */
    watchingAsk:
      (ask: Ask): Ask =>
      async (request) => {
        const answer = await ask(request);
        learn(answer);
        return answer;
      },
    /** The same for requests to identity providers. */
    watchingFetch:
      (fetch: (url: string, init: RequestInit) => Promise<Response>) =>
      async (url: string, init: RequestInit): Promise<Response> => {
        try {
          const response = await fetch(url, init);
          answered(url);
          return response;
        } catch (error) {
          if (error instanceof AppError && error.code === 'certificateProblem')
            failed(url, String(error.cause));
          throw error;
        }
      },
  };
}

export type Certificates = ReturnType<typeof createCertificates>;
