import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { RecordedRequest } from '../../../demo/server.ts';

/** Failed sign-ins after which an account is locked (Esri: five, for 15 minutes). */
export const LOCKS_AT = 5;

export interface Given {
  token: string;
  /** Root of the server or portal that takes it. */
  at: string;
  username: string;
  /** What requests' `Referer` must begin with; null where the token is bound to the address that asked. */
  referer: string | null;
  /** Ms since the epoch. */
  ends: number;
}

/** What all servers of one stand-in know: who has which token, and what was asked that no ArcGIS knows. */
export function createDesk(user: { username: string; password: string }) {
  const given = new Map<string, Given>();
  const problems: string[] = [];
  const desk = {
    user,
    given,
    problems,
    /** How long tokens last where nothing is asked for, in ms. */
    lifeMs: 60 * 60_000,
    /** The servers see another address than the one that asked for tokens (a proxy in between). */
    seesOtherAddress: false,
    /** What is said with tokens: good over https alone. */
    ssl: false,
    /** Passwords that arrived, right or wrong. */
    attempts: [] as string[],
    failures: 0,
    give: (at: string, referer: string | null, lifeMs?: number): Given => {
      const token = randomBytes(24).toString('base64url');
      const made = {
        token,
        at,
        referer,
        username: user.username,
        ends: Date.now() + (lifeMs ?? desk.lifeMs),
      };
      given.set(token, made);
      return made;
    },
    /** What a request at this root may do: 200, 498 or 499. */
    check: (request: RecordedRequest, at: string): 200 | 498 | 499 => {
      const token = tokenIn(request, problems);
      if (token === null) return 499;
      const known = given.get(token);
      if (!known || known.at !== at || known.ends <= Date.now()) return 498;
      if (known.referer === null) return desk.seesOtherAddress ? 498 : 200;
      return request.headers.referer?.startsWith(known.referer) ? 200 : 498;
    },
    revokeAll: () => given.clear(),
    /** Asks for exactly these names, those with `?` at will; anything else is a problem. @returns null then. */
    read: (request: RecordedRequest, method: string, ...names: string[]): Map<string, string> | null => {
      const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
      const all = [...(method === 'POST' ? new URLSearchParams(request.body) : request.query)];
      const known = names.map((name) => name.replace('?', ''));
      const needed = names.filter((name) => !name.endsWith('?'));
      const wrong = [
        ...(request.method === method ? [] : [request.method]),
        ...(method !== 'POST' || isForm ? [] : ['not a form']),
        ...(method !== 'POST' || request.query.size === 0 ? [] : ['fields in the address']),
        ...all.flatMap(([name]) => (known.includes(name) ? [] : [`unknown ${name}`])),
        ...needed.flatMap((name) => (all.some((one) => one[0] === name) ? [] : [`no ${name}`])),
        ...(new Set(all.map(([name]) => name)).size === all.length ? [] : ['twice the same']),
      ];
      if (wrong.length === 0) return new Map(all);
      problems.push(`${request.method} ${request.path}: ${wrong.join(', ')}`);
      return null;
    },
  };
  return desk;
}

export type Desk = ReturnType<typeof createDesk>;

function tokenIn({ headers, query, path }: RecordedRequest, problems: string[]): string | null {
  const header = headers['x-esri-authorization'];
  const inHeader = /^Bearer (\S+)$/.exec(String(header ?? ''))?.[1];
  if (header !== undefined && inHeader === undefined) problems.push(`${path}: header ${String(header)}`);
  if (headers.authorization !== undefined) problems.push(`${path}: authorization`);
  const inQuery = query.get('token') ?? undefined;
  if (inHeader !== undefined && inQuery !== undefined) problems.push(`${path}: a token in both places`);
  return inHeader ?? inQuery ?? null;
}

/** JSON as Esri's servers send it: refusals, too, with status 200. */
export function say(response: ServerResponse, json: unknown, status = 200): void {
  response
    .writeHead(status, {
      'Content-Type': 'application/json;charset=UTF-8',
      'Access-Control-Allow-Origin': '*',
      'Cache-Control': 'no-store',
    })
    .end(JSON.stringify(json));
}

export const failure = (code: number, message: string, ...details: string[]) => ({
  error: { code, message, details },
});
