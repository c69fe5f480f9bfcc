import {
  AuthorizationResponseError,
  INVALID_SERVER_METADATA,
  JSON_ATTRIBUTE_COMPARISON,
  JWT_CLAIM_COMPARISON,
  JWT_TIMESTAMP_CHECK,
  KEY_SELECTION,
  MISSING_SERVER_METADATA,
  OperationProcessingError,
  ResponseBodyError,
  UnsupportedOperationError,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi';
import { AppError, type ErrorCode } from '../errors.ts';

/** What was being done: the same word of a provider means different things to the user. */
export type Step =
  | 'discovery'
  | 'callback'
  | 'code'
  | 'client'
  | 'password'
  | 'renewal'
  | 'userinfo'
  | 'revocation';

/** The protocol's words (RFC 6749, 4.1.2.1 and 5.2; RFC 8707; OpenID Connect Core, 3.1.2.6), and GitHub's, which come with status 200. */
const WORDS: Record<string, ErrorCode> = {
  access_denied: 'signInDenied',
  invalid_client: 'clientRefused',
  incorrect_client_credentials: 'clientRefused',
  unauthorized_client: 'clientNotAllowed',
  unsupported_grant_type: 'clientNotAllowed',
  unsupported_response_type: 'clientNotAllowed',
  invalid_scope: 'scopesRefused',
  invalid_target: 'targetRefused',
  login_required: 'signInNeedsWindow',
  interaction_required: 'signInNeedsWindow',
  consent_required: 'signInNeedsWindow',
  account_selection_required: 'signInNeedsWindow',
  temporarily_unavailable: 'providerBusy',
  server_error: 'providerBusy',
};

/** RFC 6749, 5.2; GitHub; glewlwyd. */
const GRANT_WORDS = new Set(['invalid_grant', 'bad_verification_code', 'bad_refresh_token', 'invalid_code']);

/** What a grant that is not accepted was. */
const GRANTS: Partial<Record<Step, ErrorCode>> = {
  code: 'codeExpired',
  client: 'clientRefused',
  password: 'passwordRefused',
  renewal: 'signInEnded',
};

/**
 * The one failure to show for whatever the library or the network threw. Of what the provider wrote, only a plain word of
 * the protocol goes into it: descriptions may repeat what was sent.
 */
export function failureOf(error: unknown, host: string, step: Step): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const { status, word, kind } = readCause(error);
  if (status === 429) return new AppError('tooManyRequests', [host]);
  if (status >= 500) return new AppError('serverError', [host, String(status)]);
  if (error instanceof AuthorizationResponseError) return wordFailure(error.error, host, step);
  if (step === 'discovery') {
    return code === JSON_ATTRIBUTE_COMPARISON
      ? new AppError('issuerMismatch', [host, issuerIn(error)])
      : new AppError('notAProvider', [host]);
  }
  if (step === 'callback') return new AppError('answerNotForThisSignIn', [host]);
  if (word !== '') return wordFailure(word, host, step);
  // Some refuse without a word (glewlwyd): 400 is what the standard has for a grant that is not good. Behind 403 may be a
  // proxy, which must not end a session.
  if (kind === 'nothing' && (status === 400 || (status === 403 && step !== 'renewal'))) {
    return wordFailure('invalid_grant', host, step);
  }
  if (status === 401) return new AppError(step === 'userinfo' ? 'tokenUnusable' : 'clientRefused', [host]);
  switch (code) {
    case JWT_TIMESTAMP_CHECK:
      return new AppError('clockWrong', [host]);
    case JWT_CLAIM_COMPARISON:
      return new AppError(kind === 'aud' || kind === 'azp' ? 'idTokenAudience' : 'idTokenInvalid', [host]);
    case KEY_SELECTION:
      return new AppError('idTokenInvalid', [host]);
    case JSON_ATTRIBUTE_COMPARISON:
      return new AppError('anotherUser', [host]);
    case MISSING_SERVER_METADATA:
    case INVALID_SERVER_METADATA:
      return new AppError('endpointMissing', [host, kind]);
  }
  if (error instanceof UnsupportedOperationError || kind === 'jwt')
    return new AppError('idTokenInvalid', [host]);
  return new AppError('providerAnswerUnreadable', [host]);
}

/** The failure of a provider's own word for it. */
function wordFailure(word: string, host: string, step: Step): AppError {
  const grant = GRANT_WORDS.has(word) ? GRANTS[step] : undefined;
  const known = grant ?? (Object.hasOwn(WORDS, word) ? WORDS[word] : undefined);
  if (known) return new AppError(known, [host]);
  return new AppError('providerRefused', [host, /^[a-z_]{1,40}$/.test(word) ? word : '?']);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof OperationProcessingError ? error.code : undefined;
}

/**
 * What the library's error is about: an answer's status and its body's own error word; as `kind` a claim, an attribute, `jwt`, or
 * `nothing` for an answer without a body.
 */
function readCause(error: unknown): { status: number; word: string; kind: string } {
  const nothing = { status: 0, word: '', kind: '' };
  if (error instanceof WWWAuthenticateChallengeError) return { ...nothing, status: error.status };
  if (error instanceof ResponseBodyError) return { ...nothing, status: error.status, word: error.error };
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Response) {
    const status = cause.status >= 400 ? cause.status : 0;
    return { ...nothing, status, kind: cause.headers.has('content-type') ? '' : 'nothing' };
  }
  if (typeof cause === 'string') return { ...nothing, kind: 'jwt' };
  if (typeof cause !== 'object' || cause === null) return nothing;
  const { body, claim, attribute } = cause as {
    body?: { error?: unknown };
    claim?: unknown;
    attribute?: unknown;
  };
  return {
    ...nothing,
    word: typeof body?.error === 'string' ? body.error : '',
    kind:
      typeof claim === 'string'
        ? claim
        : typeof attribute === 'string'
          ? attribute
          : 'signature' in cause || 'claims' in cause || 'header' in cause
            ? 'jwt'
            : '',
  };
}

/** What a discovery document calls its provider; shown, because it is the address to use instead. */
function issuerIn(error: unknown): string {
  const cause = (error as OperationProcessingError).cause as { body?: { issuer?: unknown } } | undefined;
  const url = URL.parse(String(cause?.body?.issuer));
  return url === null || !/^https?:$/.test(url.protocol) ? '?' : (url.origin + url.pathname).slice(0, 200);
}
