import { send } from '../../demo/answers.ts';
import { type Handler, type RecordedRequest, type RecordingServer, startServer } from '../../demo/server.ts';
import { type Maps, mapsProxy, simpleMaps } from './geomapfish/maps.ts';
import { type Client, oauthRoutes } from './geomapfish/oauth.ts';
import { oidcRoutes, type Provider } from './geomapfish/oidc.ts';
import { cookieOf, createPeople, type People, type Person } from './geomapfish/people.ts';
import { type Answer, form, page, type Route, refuse, strictly } from './geomapfish/strict.ts';

export interface GeoMapFishOptions {
  /** Host name in `url`; default `portal.localhost`. */
  host?: string;
  people?: Readonly<Record<string, Partial<Person>>>;
  clients?: Readonly<Record<string, Client>>;
  /** `BASICAUTH`: HTTP Basic is taken. */
  basic?: boolean;
  twoFactor?: boolean;
  /** `max_consecutive_failures`. */
  locksAt?: number;
  /** An OpenID Connect provider in place of the portal's own login. */
  oidc?: Provider;
  /** What stands behind `/mapserv_proxy`; without, a few lines. */
  maps?: Maps;
  /** Life of access tokens, in seconds; default 3600. */
  tokenSeconds?: number;
  /** Without: a foreign `Referer` changes nothing, as a control. */
  checksReferer?: boolean;
}

export interface GeoMapFish extends AsyncDisposable {
  /** The portal's address, without a slash at its end. */
  readonly url: string;
  readonly host: string;
  /** What no portal would be asked: every test holds that it is empty. */
  readonly problems: readonly string[];
  readonly requests: readonly RecordedRequest[];
  readonly people: People;
  /** Somebody else signs in with the same client, as QGIS would: the token of before ends. */
  signInElsewhere(client: string, username: string): void;
  clear(): void;
  close(): Promise<void>;
}

const BASE = '/app';

/**
 * A GeoMapFish portal (c2cgeoportal 2.9) at `/app`, written from its routes, views and documentation: own login with an
 * authentication cookie, second factor, first password, lockout; OAuth2 with one token per user and client; OpenID Connect;
 * Basic; the proxy before its maps, which shows nobody what is public unless `authentication_required` is asked; and the check
 * of `Referer`, behind which everyone is nobody. A parameter, header or method that it does not know is answered 400 and told.
 */
export async function startGeoMapFish(options: GeoMapFishOptions = {}): Promise<GeoMapFish> {
  const { host = 'portal.localhost', twoFactor = false, basic = false, checksReferer = true } = options;
  const problems: string[] = [];
  const people = createPeople(options.people ?? {}, { twoFactor, locksAt: options.locksAt ?? Infinity });
  const oauth = oauthRoutes(people, options.clients ?? {}, options.tokenSeconds ?? 3600);
  const oidc = options.oidc ? oidcRoutes(people, options.oidc, () => portal) : null;

  /** Whom a request comes from; nobody where another site sent it. */
  async function userOf({ headers, host: own }: RecordedRequest): Promise<Person | null> {
    if (checksReferer && headers.referer !== undefined && new URL(headers.referer).host !== own) return null;
    const { authorization = '' } = headers;
    const [, bearer] = /^Bearer (\S+)$/.exec(authorization) ?? [];
    if (bearer !== undefined) return oidc ? oidc.userOf(bearer) : oauth.userOf(bearer);
    const [, encoded] = /^Basic (\S+)$/.exec(authorization) ?? [];
    if (encoded !== undefined) return basic ? people.byPassword(encoded) : null;
    return people.bySession(headers.cookie);
  }

  const userObject = (user: Person | null) => ({
    functionalities: {},
    is_intranet: false,
    two_factor_enable: twoFactor,
    login_type: oidc ? 'oidc' : 'local',
    ...(user ? people.shown(user) : {}),
  });

  async function logIn(request: RecordedRequest): Promise<Answer> {
    const { query } = request;
    const typed = form(request);
    if (oidc) return refuse(400, 'View disabled by OpenID Connect.');
    const outcome = people.logIn(typed);
    if ('status' in outcome) return refuse(outcome.status, outcome.text);
    if ('reply' in outcome) {
      if (query.get('type') === 'oauth2')
        return page('Not signed in', '<p id="notlogin">Change your password.</p>');
      return { status: 200, type: 'text/json', body: JSON.stringify(outcome.reply) };
    }
    if (query.get('type') === 'oauth2') return oauth.giveCode(query, outcome.user);
    const cookie = people.openSession(outcome.user);
    const cameFrom = query.get('came_from') ?? typed.get('came_from');
    if (cameFrom) return { status: 302, location: cameFrom, cookie };
    return { status: 200, type: 'text/json', body: JSON.stringify(userObject(outcome.user)), cookie };
  }

  const routes: Record<string, Route> = {
    'GET /': { query: ['ask'], answer: async () => ({ status: 200, type: 'text/html', body: OWN_PAGE }) },
    'GET /loginuser': { query: [], answer: async (request) => json(userObject(await userOf(request))) },
    'GET /login.html': {
      query: ['came_from'],
      answer: async ({ query }) =>
        loginForm(twoFactor, `login?${new URLSearchParams({ came_from: query.get('came_from') ?? '/' })}`),
    },
    'POST /login': {
      query: ['came_from', 'type', ...oauth.asked],
      form: ['login', 'password', 'otp', 'came_from'],
      answer: logIn,
    },
    'GET /logout': {
      query: [],
      answer: async (request) => {
        if (!(await userOf(request))) return refuse(401, 'See server logs for details');
        people.closeSession(request.headers.cookie);
        return { ...json(true), cookie: cookieOf('') };
      },
    },
    'POST /loginchangepassword': {
      query: [],
      form: ['login', 'oldPassword', 'newPassword', 'confirmNewPassword', 'otp'],
      answer: async (request) => {
        const user = people.changePassword(form(request));
        if (user === null) return refuse(401, 'See server logs for details');
        return { ...json(userObject(user)), cookie: people.openSession(user) };
      },
    },
    'GET /oauth/login': {
      query: oauth.asked,
      answer: async ({ query }) =>
        oauth.refusal(query) ??
        loginForm(twoFactor, `../login?${new URLSearchParams([['type', 'oauth2'], ...query])}`),
    },
    'POST /oauth/token': { query: [], form: oauth.tokenFields, answer: oauth.token },
    ...mapsProxy(options.maps ?? simpleMaps, userOf, basic),
    ...oidc?.routes,
  };

  const handler: Handler = async (request, response) => {
    if (request.path === '/favicon.ico') return void response.writeHead(404).end();
    const answer = await strictly(routes, BASE, request, (problem) => problems.push(problem));
    const headers = {
      'Cache-Control': 'no-store',
      ...(answer.location ? { Location: answer.location } : {}),
      ...(answer.challenge ? { 'WWW-Authenticate': answer.challenge } : {}),
      ...(answer.cookie ? { 'Set-Cookie': answer.cookie } : {}),
    };
    send(response, answer.type ?? 'text/plain', answer.body ?? '', headers, answer.status);
  };
  const server: RecordingServer = await startServer(handler, { host });
  const portal = `${server.url()}${BASE}`;
  return {
    url: portal,
    host: new URL(portal).host,
    problems,
    people,
    get requests() {
      return server.requests;
    },
    signInElsewhere: oauth.signInElsewhere,
    clear: server.clear,
    close: server.close,
    [Symbol.asyncDispose]: server.close,
  };
}

const json = (value: unknown): Answer => ({
  status: 200,
  type: 'application/json',
  body: JSON.stringify(value),
});

const loginForm = (twoFactor: boolean, action: string): Answer =>
  page(
    'Login',
    `<form method="post" action="${action.replaceAll('&', '&amp;')}"><input name="login"><input name="password" type="password">
    ${twoFactor ? '<input name="otp">' : ''}
    <button value="go">Login</button></form>`,
  );

/** A page of the portal itself, which asks for what its address says. */
const OWN_PAGE = `<!doctype html><title>Portal</title><script>
const asked = new URLSearchParams(location.search).getAll('ask');
Promise.allSettled(asked.map((url) => fetch(url).then((answer) => answer.text()))).then(() => { document.title = 'Ready'; });
</script>`;
