import type { SignedRequest } from '../../lib/rules/request.ts';
import type { ProbeAnswer } from '../../lib/services/verdict.ts';
import type { Ask } from '../../lib/sign-in/attempt.ts';

/** An answer with everything that is not named left empty: 200 without a text. */
function answer(more: Partial<ProbeAnswer> = {}): ProbeAnswer {
  return {
    url: 'https://geo.example.com/',
    kind: 'answer',
    status: 200,
    contentType: 'image/png',
    body: '',
    challenge: '',
    retryAfter: '',
    location: '',
    picture: '',
    problem: '',
    error: '',
    ...more,
  };
}

/** A service that answers by `reply`, and everything that was asked of it. */
export function service(reply: (request: SignedRequest) => Partial<ProbeAnswer>): {
  ask: Ask;
  asked: SignedRequest[];
} {
  const asked: SignedRequest[] = [];
  return {
    asked,
    ask: async (request) => {
      asked.push(request);
      return answer({ url: request.url, ...reply(request) });
    },
  };
}

/** Protected by a header: 401 unless `authorization` is exactly this. */
export function protectedBy(authorization: string) {
  return service(({ headers }) =>
    headers.authorization === authorization ? {} : { status: 401, challenge: 'Basic realm="geo"' },
  );
}
