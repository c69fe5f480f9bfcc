import type { ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { type Handler, type RecordedRequest, type RecordingServer, startServer } from '../../demo/server.ts';

type Json = Record<string, unknown>;

/** A provider that answers as a test tells it to, right or wrong. */
export interface ScriptedProvider extends RecordingServer {
  readonly issuer: string;
  /** What the discovery document says; a member set to undefined is not in it. */
  metadata: Json;
  /** Paths answered by the test; what is not here is answered as it should be. */
  readonly answers: Map<string, Handler>;
  /** The good answer of the token endpoint, with other members. */
  tokens(members?: Json): Json;
  /** An ID token for client `public`, with other claims; `stranger`: signed with a key that is not the provider's. */
  idToken(claims: JWTPayload, stranger?: boolean): Promise<string>;
}

export const ACCESS_TOKEN = 'planted-access-token-8d1f';
export const REFRESH_TOKEN = 'planted-refresh-token-77ab';

/** Starts it on a free port of this machine: `/token`, `/jwks`, `/me`, `/revoke` and the discovery document. */
export async function startScriptedProvider(): Promise<ScriptedProvider> {
  const [own, other] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
  const jwk = { ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'ES256', use: 'sig' };
  const answers = new Map<string, Handler>();
  const server = await startServer((request, response) => {
    const answer = answers.get(request.path) ?? usual[request.path];
    return answer ? answer(request, response) : void response.writeHead(404).end();
  });
  const issuer = server.url();
  const tokens = (members: Json = {}): Json => ({
    access_token: ACCESS_TOKEN,
    refresh_token: REFRESH_TOKEN,
    token_type: 'Bearer',
    expires_in: 300,
    ...members,
  });
  const provider: ScriptedProvider = Object.assign(server, {
    issuer,
    answers,
    tokens,
    metadata: {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/me`,
      revocation_endpoint: `${issuer}/revoke`,
      jwks_uri: `${issuer}/jwks`,
      code_challenge_methods_supported: ['S256'],
    } as Json,
    idToken: (claims: JWTPayload, stranger = false) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ iss: issuer, aud: 'public', sub: 'anna', iat: now, exp: now + 300, ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'own' })
        .sign(stranger ? other.privateKey : own.privateKey);
    },
  });
  const usual: Record<string, Handler> = {
    '/.well-known/openid-configuration': json(() => provider.metadata),
    '/token': json(() => tokens()),
    '/jwks': json(() => ({ keys: [jwk] })),
    '/me': json(() => ({ sub: 'anna', name: 'Anna Map' })),
    '/revoke': (_, response) => void response.writeHead(200).end(),
  };
  return provider;
}

/** Answers with JSON. */
export function json(
  make: (request: RecordedRequest) => unknown,
  status = 200,
  headers: Record<string, string> = {},
): Handler {
  return (request, response) =>
    void response
      .writeHead(status, { 'Content-Type': 'application/json', ...headers })
      .end(JSON.stringify(make(request)));
}

const html =
  (status: number): Handler =>
  (_, response) =>
    void response
      .writeHead(status, { 'Content-Type': 'text/html' })
      .end('<h1>Sign in to the hotel network</h1>');

const redirect =
  (status: number) =>
  (target: string): Handler =>
  (_, response) =>
    void response.writeHead(status, { Location: target }).end();

const large = (response: ServerResponse): void => {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(`{"access_token":"${'a'.repeat(2 * 1024 * 1024)}","token_type":"Bearer"}`);
};

/** Ways in which a server does not answer as it should, by name. */
export const WRONG_ANSWERS: Record<string, Handler> = {
  'nothing, for ever': () => {},
  'headers, then nothing, for ever': (_, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).write('{"access_token":');
  },
  'a broken connection': (_, response) => void response.destroy(),
  'a page': html(200),
  'a page with 400': html(400),
  'a page with 401': html(401),
  'a page with 403': html(403),
  'a page with 503': html(503),
  'no content': (_, response) => void response.writeHead(204).end(),
  'nothing, with 400': (_, response) => void response.writeHead(400).end(),
  'nothing, with 403': (_, response) => void response.writeHead(403).end(),
  'half of it': (_, response) =>
    void response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"access_token":"a'),
  'a list': json(() => []),
  null: json(() => null),
  '2 MB': (_, response) => large(response),
  'too many requests': json(() => ({ error: 'slow_down' }), 429),
  'an error of its own': json(() => ({ error: 'server_error' }), 500),
};

/** To another place: `redirects[307](target)`. */
export const redirects = { 302: redirect(302), 307: redirect(307) };
