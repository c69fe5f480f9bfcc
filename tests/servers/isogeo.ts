import { cors } from '../../demo/answers.ts';
import { type RecordedRequest, type RecordingServer, startServer } from '../../demo/server.ts';
import { type Application, isogeoTokens } from './isogeo-tokens.ts';

/** RFC 6749's own client, whose Basic header stands in Isogeo's documentation; with a group application and a public one. */
export const USER = { clientId: 's6BhdRkqt3', clientSecret: 'gX1fBat3bV' };
export const GROUP = {
  clientId: 'plugin-qgis-0269803d50c446b09f5060ef7fe3e22b',
  clientSecret: 'planted-group-secret-0123456789abcdefghijklmnopqrstuvwxyzABCDEFG',
};
export const PUBLIC = { clientId: 'carto-1f2e3d4c5b6a49788796a5b4c3d2e1f0', clientSecret: '' };
export const PERSON = { username: 'anna@ville.example', password: 'planted-p4ss-of-anna' };
export const CALLBACK = 'http://localhost:5000/callback';
export const PASTED = 'urn:ietf:wg:oauth:2.0:oob';
/** A resource of the catalogue. */
const RECORD = 'c4b7ad9732454beca1ab3ec1958ffa50';

/** An installation of Isogeo's platform: `id` signs in, `api` is its API. */
export interface Isogeo extends RecordingServer {
  id: string;
  api: string;
  /** Requests that are not as Isogeo documents them; each was answered 400. */
  problems: string[];
  /** Requests for tokens so far: query, body and `Authorization` of each. */
  tokenRequests(): { query: string; form: Record<string, string>; authorization: string | undefined }[];
  isGood(token: string): boolean;
  endSessions(): void;
  secrets(): string[];
  /** How many shares an application reaches, or that it may not ask. */
  shares: number | 'refused';
  /** The file that the administrators send. @param more members of its part that are other than usual; undefined takes one out. */
  file(part: 'web' | 'installed', application: object, more?: Record<string, unknown>): string;
}

interface Options {
  /**
   * Default `isogeo.localhost`, where `id.isogeo.localhost` signs in; another host does both, which programs need that do not
   * know names under `localhost` as browsers do.
   */
  host?: string;
  redirects?: string[];
  renewal?: 'odd' | 'standard';
  /** Whether public applications may sign in with PKCE; by the documentation, not. */
  publicClients?: boolean;
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const AUTHORIZE =
  'response_type client_id redirect_uri scope state code_challenge code_challenge_method'.split(' ');
const SEARCH = 'q _limit _offset _lang _include ob od'.split(' ');

/** Starts it. */
export async function startIsogeo(options: Options = {}): Promise<Isogeo> {
  const {
    host: name = 'isogeo.localhost',
    redirects = [CALLBACK, PASTED],
    renewal = 'odd',
    publicClients = false,
  } = options;
  const applications: Application[] = [
    { ...USER, type: 'user', redirects },
    { ...GROUP, type: 'group', redirects: [] },
    { ...PUBLIC, type: 'user', redirects },
  ];
  const idName = name === 'isogeo.localhost' ? `id.${name}` : name;
  const tokens = isogeoTokens(applications, renewal);
  const problems: string[] = [];

  const server = await startServer((request, response) => {
    const { status, headers, body } = answerTo(request);
    response.writeHead(status, cors({ 'Cache-Control': 'no-store', ...headers })).end(body);
  });

  function answerTo(request: RecordedRequest): Answer {
    const { path, method, host, url } = request;
    if (path === '/favicon.ico') return page(404, '');
    const isForId = path.startsWith('/oauth/');
    if (host.split(':')[0] !== (isForId ? idName : name)) return strange(`${method} ${host}${url}`);
    if (!isForId) return api(request);
    if (path === '/oauth/authorize') return authorize(request);
    if (path !== '/oauth/token') return strange(`${method} ${host}${url}`);
    const { status, body, problem } = tokens.answer(request);
    if (problem) problems.push(problem);
    return json(status, body, status === 401 ? { 'WWW-Authenticate': 'Basic realm="Isogeo"' } : {});
  }

  function strange(what: string): Answer {
    problems.push(what);
    return json(400, { error: 'invalid_request' });
  }

  function authorize({ method, query, body }: RecordedRequest): Answer {
    const unknown = [...query.keys()].filter((name) => !AUTHORIZE.includes(name));
    const redirect = query.get('redirect_uri') ?? '';
    const application = applications.find(({ clientId }) => clientId === query.get('client_id'));
    if (unknown.length > 0 || query.get('response_type') !== 'code') return strange(`authorize: ${query}`);
    if (!application?.redirects.includes(redirect)) return page(400, '<h1>Unknown application</h1>');
    const back = (answer: Record<string, string>): Answer => {
      const url = new URL(redirect);
      const all = { ...answer, state: query.get('state') ?? '' };
      for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
      return { status: 302, headers: { Location: url.href }, body: '' };
    };
    if (application.clientSecret === '' && !publicClients) return back({ error: 'unauthorized_client' });
    const form = new URLSearchParams(body);
    const isAnna = form.get('username') === PERSON.username && form.get('password') === PERSON.password;
    if (method !== 'POST' || !isAnna) return page(200, LOGIN);
    const code = tokens.codeFor(application, redirect, query.get('code_challenge') ?? '');
    return redirect === PASTED ? page(200, `<p>Your code: <code>${code}</code></p>`) : back({ code });
  }

  function api({ method, path, query, headers }: RecordedRequest): Answer {
    if (method === 'OPTIONS')
      return { status: 204, headers: { 'Access-Control-Allow-Headers': '*' }, body: '' };
    if (path === '/about') return json(200, { version: '1.49.0' });
    const [, token = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
    if (method !== 'GET') return strange(`${method} ${path}`);
    if (!tokens.isGood(token)) return json(401, { error: 'invalid_token' }, { 'WWW-Authenticate': 'Bearer' });
    const allowed = path === '/shares' ? [] : SEARCH;
    const unknown = [...query.keys()].filter((name) => !allowed.includes(name));
    if (unknown.length > 0) return strange(`${path} with ${unknown.join(', ')}`);
    switch (path) {
      case '/shares':
        return isogeo.shares === 'refused'
          ? json(403, { error: 'forbidden' })
          : json(
              200,
              Array.from({ length: isogeo.shares }, (_, n) => ({ _id: `s${n}`, name: `Share ${n}` })),
            );
      case '/resources/search':
        return json(200, { total: 1, results: [{ _id: RECORD }] });
      case `/resources/${RECORD}`:
        return json(200, { _id: RECORD, type: 'vector-dataset' });
      default:
        return strange(`${method} ${path}`);
    }
  }

  const id = server.url(idName);
  const isogeo: Isogeo = Object.assign(server, {
    ...{ id, api: server.url(name), problems, shares: 3 as Isogeo['shares'] },
    ...{ isGood: tokens.isGood, endSessions: tokens.endAll, secrets: tokens.secrets },
    tokenRequests: () =>
      server.requests
        .filter(({ path }) => path === '/oauth/token')
        .map(({ query, body, headers }) => ({
          query: query.toString(),
          form: Object.fromEntries(new URLSearchParams(body)),
          authorization: headers.authorization,
        })),
    file: (part: string, application: object, more: Record<string, unknown> = {}) => {
      const { clientId, clientSecret } = application as typeof USER;
      const addresses = { auth_uri: `${id}/oauth/authorize`, token_uri: `${id}/oauth/token` };
      const isogeoOnly = { scopes: ['resources:read'], isogeo_staff: false };
      const members = {
        client_id: clientId,
        client_secret: clientSecret,
        ...addresses,
        ...isogeoOnly,
        ...more,
      };
      return JSON.stringify({ [part]: members }, null, 2);
    },
  });
  return isogeo;
}

const LOGIN = `<form method="post"><input name="username"><input name="password" type="password">
<button name="do" value="go">Sign in</button></form>`;

const page = (status: number, html: string): Answer => ({
  status,
  headers: { 'Content-Type': 'text/html' },
  body: `<!doctype html><title>Isogeo</title>${html}`,
});

const json = (status: number, body: unknown, more: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json', ...more },
  body: JSON.stringify(body),
});
