import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { runInNewContext } from 'node:vm';
import { cors } from '../../demo/answers.ts';
import type { Handler, RecordedRequest } from '../../demo/server.ts';
import { strictness } from './geodi-strictness.ts';

/** Token targets: flags that add up; 256 is any. */
const TARGET = { feed: 1, query: 2, wsInfo: 8, clientToken: 16, any: 256 } as const;

export interface GeodiUser {
  password: string;
  /** Names of the workspaces that the user may see. */
  workspaces: readonly string[];
  /** False for somebody whom GEODI gives no tokens. */
  mayHaveTokens?: boolean;
}

/** A token as GEODI keeps it. `for` is whom it signs in. */
interface Token {
  for: string;
  target: number;
  ip: string;
  /** Ms since the epoch; null for no end. */
  until: number | null;
}

/** A stand-in for GEODI, as its wiki and its own samples describe it, below `/geodi`. */
export interface Geodi {
  handler: Handler;
  /** What a strict GEODI would have stumbled over: empty at the end of every test. */
  problems: string[];
  /** Every request, `POST TokenHandler CreateTokenForUser 200`. */
  log: string[];
  /** Every ValidateURL that was asked, with its answer. */
  validations: string[];
  /** A token that somebody made in GEODI's own pages. */
  makeToken(user: string, target: number): string;
  /** The text of a settings file, put into `Settings/ClientToken`. */
  putSettings(text: string): void;
  /** From now on every token is refused. */
  dropTokens(): void;
  /** The next answer of TokenHandler has this status. */
  failNext(status: number): void;
}

const GEOJSON = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    { type: 'Feature', properties: { name: 'Kent' }, geometry: { type: 'Point', coordinates: [0.5, 51.2] } },
  ],
});

/**
 * @param users by LoginUser without its spelling (`anna`); those of the LDAP domain as `City\anna`.
 */
export function createGeodi(users: Readonly<Record<string, GeodiUser>>): Geodi {
  const tokens = new Map<string, Token>();
  const settings = new Map<string, { ValidateURL?: string; GEODIRequestHeader?: string }>();
  const sessions = new Map<string, string>();
  const problems: string[] = [];
  const log: string[] = [];
  const validations: string[] = [];
  let failing: number | null = null;

  function newToken(token: Token): string {
    // With what has to be encoded in an address.
    const text = `${randomUUID()}+/=&x`;
    tokens.set(text, token);
    return text;
  }

  function tokenOf(parameters: URLSearchParams, { ip }: { ip: string }): Token | null {
    const token = tokens.get(parameters.get('UserSession') ?? '');
    if (!token || (token.until !== null && token.until <= Date.now())) return null;
    return token.ip === '' || token.ip === ip ? token : null;
  }

  const may = (token: Token, target: number) => (token.target & (target | TARGET.any)) !== 0;

  /** The same users under each spelling; undefined for nobody, null where a domain would be needed. */
  function userOf(loginUser: string): string | null | undefined {
    const [, kind = '', name = ''] = /^(GEODI:|LDAP:|)(.+)$/.exec(loginUser) ?? [];
    if (kind === 'GEODI:') return !name.includes('\\') && name in users ? name : undefined;
    if (name.includes('\\')) return name in users ? name : undefined;
    if (kind === '' && name in users) return name;
    const known = Object.keys(users).find((each) => each.endsWith(`\\${name}`));
    return known ?? (kind === 'LDAP:' ? null : undefined);
  }

  /** Asks the client's ValidateURL as GEODI does: the validator in its place and in a header, in any case. */
  async function isValid(client: { ValidateURL?: string; GEODIRequestHeader?: string }, validator: string) {
    const { ValidateURL = '', GEODIRequestHeader } = client;
    const url = ValidateURL.replaceAll('{ClientValidator}', encodeURIComponent(validator));
    const headers = {
      ClientValidator: validator,
      ...(GEODIRequestHeader ? { GEODIRequestHeader } : {}),
    };
    const answer = await (await fetch(url, { headers })).text();
    validations.push(`${new URL(url).pathname} ${answer}`);
    return answer === 'OK';
  }

  async function autoLogin(parameters: URLSearchParams, ip: string): Promise<number | string> {
    const token = tokenOf(parameters, { ip });
    if (!token) return 401;
    if ((token.target & (TARGET.clientToken | TARGET.any)) === 0) return 403;
    const loginUser = parameters.get('LoginUser') ?? '';
    if (loginUser === '') return 453;
    const client = settings.get(parameters.get('ClientID') ?? '');
    if (!client?.ValidateURL) return 454;
    const user = userOf(loginUser);
    if (user === null) return 455;
    if (user === undefined) return 453;
    try {
      if (!(await isValid(client, parameters.get('ClientValidator') ?? ''))) return 452;
    } catch {
      return 500;
    }
    const minutes = parameters.get('TimeOutMinute') ?? '120';
    if (!/^[1-9]\d*$/.test(minutes)) problems.push(`TimeOutMinute=${minutes}`);
    const until = Date.now() + Number(minutes) * 60_000;
    return newToken({
      for: user,
      target: TARGET.query | TARGET.wsInfo,
      ip: parameters.get('IPFilter') ?? '',
      until,
    });
  }

  /** @returns a status, or the text that is answered as JSON. */
  async function tokenHandler(op: string, parameters: URLSearchParams, request: RecordedRequest) {
    const ip = '127.0.0.1';
    if (failing !== null) {
      const status = failing;
      failing = null;
      return status;
    }
    if (op === 'CreateTokenForUser') {
      if (request.method !== 'POST') problems.push(`${op} by ${request.method}`);
      const name = parameters.get('Username') ?? '';
      const user = users[name];
      if (!user || user.password !== parameters.get('Password')) return 401;
      if (user.mayHaveTokens === false) return 403;
      const target = Number(parameters.get('tokenTarget'));
      if (!(target > 0)) problems.push(`tokenTarget=${parameters.get('tokenTarget')}`);
      return newToken({ for: name, target, ip: '', until: null });
    }
    const token = await autoLogin(parameters, ip);
    if (typeof token === 'number' || op === 'GetAutoLoginToken') return token;
    return `http://${request.host}/geodi/?autologin=${encodeURIComponent(token)}`;
  }

  /** Everything that shows maps. @returns a status, or what is answered. */
  function dataHandler(name: string, op: string, parameters: URLSearchParams): number | string {
    const token = tokenOf(parameters, { ip: '127.0.0.1' });
    if (!token) return parameters.has('UserSession') ? 401 : 511;
    const seen = users[token.for]?.workspaces ?? [];
    if (name === 'feedhandler') {
      if (!may(token, TARGET.feed)) return 403;
      // Other meanings than TokenHandler's.
      return !parameters.has('enumeratorID') ? 452 : parameters.has('wsName') ? 'fed' : 453;
    }
    if (op === 'GetWSInfo') return may(token, TARGET.wsInfo) ? JSON.stringify(seen) : 403;
    if (!may(token, TARGET.query) || !seen.includes(parameters.get('wsName') ?? '')) return 403;
    return GEOJSON;
  }

  /** GEODI's own page: a link signs in by a cookie, and then there is no login page. */
  function page(request: RecordedRequest, response: ServerResponse): void {
    const html = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' };
    const [, cookie = ''] = /geodi_session=([^;]+)/.exec(request.headers.cookie ?? '') ?? [];
    const token = tokens.get(request.query.get('autologin') ?? '');
    const session = token && (token.until ?? 0) > Date.now() ? randomUUID() : '';
    if (token && session !== '') sessions.set(session, token.for);
    const who = sessions.get(session || cookie);
    const headers =
      session === '' ? html : { ...html, 'Set-Cookie': `geodi_session=${session}; Path=/; HttpOnly` };
    response
      .writeHead(200, headers)
      .end(`<!doctype html><title>GEODI</title><p>${who ? `signed in as ${who}` : 'Please log in'}</p>`);
  }

  const handler: Handler = async (request, response) => {
    const headers = cors({ 'Cache-Control': 'no-store' });
    if (request.path === '/geodi/') return page(request, response);
    // Browsers ask for it by themselves.
    if (request.path === '/favicon.ico') return void response.writeHead(404).end();
    const [, called = ''] = /^\/geodi\/(\w+Handler)$/i.exec(request.path) ?? [];
    const name = called.toLowerCase();
    const form = new URLSearchParams(request.method === 'POST' ? request.body : '');
    const parameters = new URLSearchParams([...request.query, ...form]);
    const op = request.query.get('op') ?? '';
    const fault = strictness(request, parameters, name);
    if (fault !== null) {
      problems.push(`${request.method} ${called || request.path} ${op}: ${fault}`);
      response.writeHead(400, headers).end(fault);
      return;
    }
    const answer =
      name === 'tokenhandler'
        ? await tokenHandler(op, parameters, request)
        : dataHandler(name, op, parameters);
    const status = typeof answer === 'number' ? answer : 200;
    log.push(`${request.method} ${called} ${op} ${status}`);
    if (typeof answer === 'number') response.writeHead(status, headers).end();
    else
      response
        .writeHead(200, { ...headers, 'Content-Type': 'application/json' })
        .end(name === 'tokenhandler' ? JSON.stringify(answer) : answer);
  };

  return {
    ...{ handler, problems, log, validations },
    makeToken: (user, target) => newToken({ for: user, target, ip: '', until: null }),
    putSettings: (text) => {
      // GEODI's files are JSON with names that need no quotes.
      const read = runInNewContext(`(${text})`) as Record<string, string>;
      const known = ['ClientID', 'ValidateURL', 'GEODIRequestHeader'];
      problems.push(...Object.keys(read).filter((key) => !known.includes(key)));
      settings.set(read.ClientID ?? '', read);
    },
    dropTokens: () => tokens.clear(),
    failNext: (status) => {
      failing = status;
    },
  };
}
