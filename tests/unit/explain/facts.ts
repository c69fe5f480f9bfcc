import type {
  AccountFacts,
  CertificateFacts,
  Facts,
  ObservedAnswer,
  ProbeFacts,
  WayFacts,
} from '../../../lib/explain/facts.ts';

/** Nothing is known of this source yet. */
export const NOTHING: Facts = {
  host: 'geo.example.com',
  site: 'maps.example.org',
  now: 10_000,
  online: true,
  status: 'notChecked',
  account: null,
  usableFrom: null,
  asks: null,
  answers: [],
  check: null,
  layersAsked: [],
  layersRefused: [],
  certificate: null,
  waitUntil: null,
  way: { mixedContent: false, cors: null, proxied: null, otherExtension: false },
};

export const facts = (known: Partial<Facts>): Facts => ({ ...NOTHING, ...known });

/** A password sign-in of Ada's, made at 1000. */
export const account = (known: Partial<AccountFacts> = {}): AccountFacts => ({
  why: null,
  who: 'ada',
  method: 'basic',
  since: 1000,
  remembered: false,
  pause: null,
  restsUntil: null,
  stale: false,
  ...known,
});

/** A picture that came, at 2000. */
export const answer = (known: Partial<ObservedAnswer> = {}): ObservedAnswer => ({
  at: 2000,
  status: 200,
  type: 'image/png',
  wanted: 'image',
  fromCache: false,
  fromServiceWorker: false,
  signed: false,
  redirectedTo: '',
  error: '',
  ...known,
});

export const unanswered = (error: string): ObservedAnswer => answer({ status: 0, type: '', error });

export const certificate = (known: Partial<CertificateFacts> = {}): CertificateFacts => ({
  host: 'id.example.com',
  kind: 'expired',
  final: false,
  together: [],
  ...known,
});

export const way = (known: Partial<WayFacts>): { way: WayFacts } => ({ way: { ...NOTHING.way, ...known } });

/** What a check found, all well unless said otherwise. */
export const found = (known: Partial<ProbeFacts> = {}): ProbeFacts => ({
  verdict: { accepted: true },
  layers: null,
  exceptionCodes: [],
  ...known,
});

/** A check at 3000 that ended with this failure. */
export const failed = (
  code: Extract<ProbeFacts['verdict'], { accepted: false }>['failure']['code'],
  ...more: string[]
): Pick<Facts, 'check'> => ({
  check: {
    at: 3000,
    without: found({
      verdict: {
        accepted: false,
        failure: { code, values: [NOTHING.host, ...more] },
        refusal: false,
        stop: false,
      },
    }),
    with: null,
  },
});

/** Signed in as Ada, and nothing else is known. */
export const signedIn = (known: Partial<Facts> = {}): Partial<Facts> => ({
  status: 'signedIn',
  account: account(),
  ...known,
});
