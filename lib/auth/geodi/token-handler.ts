import * as v from 'valibot';
import { hostOf } from '../../addresses.ts';
import { AppError, type ErrorCode } from '../../errors.ts';
import { type Fetch, guarded } from '../../oauth/http.ts';

/** Who asks, and how it is given up. */
export interface Asking {
  fetch: Fetch;
  signal?: AbortSignal;
}

/** How requests are asked: a form in the body, or everything in the address. */
type By = 'POST' | 'GET';

/** For whom a trusted client asks. */
export type LinkOperation = 'GetAutoLoginToken' | 'GetAutoLoginLink';

/** What each status means where a user asks for a token. */
const FOR_USER: Readonly<Record<number, ErrorCode>> = {
  401: 'passwordRefused',
  403: 'geodiNoToken',
  511: 'geodiNetwork',
};

/** The same where a trusted client asks (GEODI's User Token API, *Expected Errors*). */
const FOR_CLIENT: Readonly<Record<number, ErrorCode>> = {
  401: 'geodiSession',
  403: 'geodiTarget',
  452: 'geodiValidator',
  453: 'geodiLoginUser',
  454: 'geodiClient',
  500: 'geodiFault',
  511: 'geodiNetwork',
};

/** The answer is a JSON text: a token, or a link with one. */
const Answer = v.pipe(v.string(), v.trim(), v.parseJson(), v.string(), v.trim(), v.nonEmpty());

/**
 * A token for a user, by one attempt.
 * @throws AppError with the sentence to say.
 */
export function createToken(
  server: string,
  form: { username: string; password: string; tokenTarget: string; wsName: string },
  asking: Asking,
): Promise<string> {
  const { username, password, tokenTarget, wsName } = form;
  const parameters = {
    ...{ tokenTarget, Username: username, Password: password },
    ...(wsName === '' ? {} : { wsName }),
  };
  return ask(server, 'CreateTokenForUser', parameters, 'POST', asking, ({ status }) => FOR_USER[status]);
}

/**
 * A token, or a link that signs in, for the user of a trusted client. GEODI asks the client's ValidateURL before it answers.
 * @throws AppError with the sentence to say.
 */
export function autoLogin(
  server: string,
  operation: LinkOperation,
  form: {
    clientId: string;
    validator: string;
    loginUser: string;
    userSession: string;
    ipFilter: string;
    minutes: number;
  },
  by: By,
  asking: Asking,
): Promise<string> {
  const { loginUser, ipFilter } = form;
  const parameters = {
    ClientID: form.clientId,
    ClientValidator: form.validator,
    LoginUser: loginUser,
    UserSession: form.userSession,
    ...(ipFilter === '' ? {} : { IPFilter: ipFilter }),
    TimeOutMinute: String(form.minutes),
  };
  // Only where GEODI has to find the domain itself.
  const isWithoutDomain = /^LDAP:[^\\]*$/.test(loginUser);
  return ask(server, operation, parameters, by, asking, ({ status }) =>
    status === 455 && isWithoutDomain ? 'geodiDomain' : FOR_CLIENT[status],
  );
}

async function ask(
  server: string,
  operation: string,
  parameters: Record<string, string>,
  by: By,
  { fetch, signal }: Asking,
  meaning: (answer: Response) => ErrorCode | undefined,
): Promise<string> {
  const text = new URLSearchParams(parameters).toString();
  const url = `${server}/TokenHandler?op=${operation}`;
  const headers = { Accept: 'application/json' };
  const send = guarded(fetch, signal);
  const answer = await (by === 'GET'
    ? send(`${url}&${text}`, { method: 'GET', headers })
    : send(url, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' },
        body: text,
      }));
  if (!answer.ok) throw failure(answer.status, meaning(answer), hostOf(server), operation);
  const read = v.safeParse(Answer, await answer.text());
  if (!read.success) throw new AppError('providerAnswerUnreadable', [hostOf(server)]);
  return read.output;
}

function failure(status: number, own: ErrorCode | undefined, host: string, operation: string): AppError {
  if (own !== undefined) return new AppError(own, [host, operation]);
  if (status === 429) return new AppError('tooManyRequests', [host]);
  return new AppError(status >= 500 ? 'serverError' : 'unexpectedStatus', [host, String(status)]);
}
