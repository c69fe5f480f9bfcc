import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { type ClientMetadata, type Configuration, errors, Provider } from 'oidc-provider';
import { type Hold, holding } from './holding.ts';
import { loginPages } from './login-pages.ts';
import { allowPasswords } from './password-grant.ts';
import { type ProviderMemory, providerMemory } from './provider-memory.ts';

/** How the provider behaves; what is not said is as most providers are. */
export interface IdentityProviderOptions {
  clients?: readonly ClientMetadata[];
  /** Lifetime of access tokens, in seconds (default 300). */
  accessTokenSeconds?: number;
  /** Lifetime of authorization codes, in seconds (default 60). */
  codeSeconds?: number;
  /** Default true. */
  refreshTokens?: boolean;
  /** Lifetime of refresh tokens, in seconds (default a day). */
  refreshTokenSeconds?: number;
  /** A new refresh token with each use; the old one, used again, ends everything made from it. Default true. */
  rotates?: boolean;
  /** Default true. */
  requiresPkce?: boolean;
  /** Name and e-mail in the ID token (default), or in the userinfo answer alone. */
  namesIn?: 'idToken' | 'userinfo';
  /** Status of the login page after a wrong password; 4xx ends a browser's own authorization flow. Default 200. */
  wrongPasswordStatus?: number;
  /** Where set, the password grant needs it as the field `totp`. */
  totp?: string;
  /** A page asks whether the client may; else everything is allowed. */
  asksConsent?: boolean;
}

export interface IdentityProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly port: number;
  readonly user: { name: string; username: string; email: string; password: string };
  /** What was asked, as `POST /token`, in order. */
  readonly requests: string[];
  /** Keeps the requests to a path waiting, before or after they are worked on. */
  hold(path: string, at: 'request' | 'answer'): Hold;
  /** Nobody listens any more; what was given out is kept. */
  stop(): Promise<void>;
  /** Listens again, at the same address. */
  start(): Promise<void>;
  /** New keys for signatures; the old ones are gone. */
  rotateKeys(): Promise<void>;
  /**
   * Everything that was given out is forgotten, as by a provider without a database that was started anew.
   * @param kind such as `AccessToken`: only those.
   */
  forget(kind?: string): void;
  close(): Promise<void>;
}

const USER = { name: 'Anna Map', username: 'anna', email: 'anna@example.org', password: 'correct horse' };

/** A resource that tokens can be made out to (RFC 8707). */
export const RESOURCE = 'https://maps.example.org/';

/**
 * Starts `oidc-provider` on a free port of 127.0.0.1: discovery, code, refresh, client credentials and password grants,
 * introspection, revocation, userinfo, a login page.
 */
export async function startIdentityProvider(
  options: IdentityProviderOptions = {},
): Promise<IdentityProvider> {
  const requests: string[] = [];
  let handle: RequestListener = (_, response) => void response.writeHead(503).end();
  const held = holding((request, response) => handle(request, response));
  const server: Server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url?.split('?')[0]}`);
    held.listener(request, response);
  });
  const listen = (at: number): Promise<void> => new Promise((done) => server.listen(at, '127.0.0.1', done));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;

  const memory = providerMemory();

  const setUp = async (): Promise<void> => {
    const provider = new Provider(issuer, await configurationOf(options, memory));
    allowPasswords(provider, USER, options.totp);
    const pages = loginPages(provider, USER, options);
    const answer = provider.callback();
    handle = (request, response) =>
      void (request.url?.startsWith('/interaction/') ? pages : answer)(request, response);
  };
  await setUp();
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return {
    issuer,
    port,
    user: USER,
    requests,
    hold: held.hold,
    stop: close,
    start: () => listen(port),
    rotateKeys: setUp,
    forget: memory.forget,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function configurationOf(
  options: IdentityProviderOptions,
  memory: ProviderMemory,
): Promise<Configuration> {
  const { refreshTokens = true, rotates = true, requiresPkce = true } = options;
  return {
    adapter: memory.adapter,
    clients: [...(options.clients ?? [])],
    jwks: { keys: [await newKey()] },
    cookies: { keys: ['a test has no secrets'] },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'] },
    conformIdTokenClaims: options.namesIn === 'userinfo',
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        name: USER.name,
        preferred_username: USER.username,
        email: USER.email,
      }),
    }),
    pkce: { required: () => requiresPkce },
    issueRefreshToken: async (_, client) => refreshTokens && client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: () => rotates,
    ttl: {
      AccessToken: options.accessTokenSeconds ?? 300,
      ClientCredentials: options.accessTokenSeconds ?? 300,
      AuthorizationCode: options.codeSeconds ?? 60,
      RefreshToken: options.refreshTokenSeconds ?? 86_400,
      IdToken: 300,
      Grant: 86_400,
      Session: 86_400,
      Interaction: 600,
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    loadExistingGrant: async (ctx) => {
      const { session, client, params, provider, result } = ctx.oidc;
      const known = result?.consent?.grantId ?? session?.grantIdFor(client?.clientId ?? '');
      if (known) return provider.Grant.find(known);
      if (options.asksConsent || !session?.accountId || !client) return undefined;
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
      grant.addOIDCScope(String(params?.scope ?? ''));
      if (params?.resource === RESOURCE) grant.addResourceScope(RESOURCE, String(params?.scope ?? ''));
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      revocation: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => {
          if (resource !== RESOURCE) throw new errors.InvalidTarget();
          return { scope: 'openid profile email maps', accessTokenFormat: 'opaque' };
        },
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = `<title>Error</title><p id="error">${String(out.error).replace(/[<&]/g, '')}</p>`;
    },
  };
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256' };
}
