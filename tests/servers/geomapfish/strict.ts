import type { RecordedRequest } from '../../../demo/server.ts';

/** What is answered. */
export interface Answer {
  status: number;
  type?: string;
  body?: string | Uint8Array;
  location?: string;
  challenge?: string;
  cookie?: string;
}

/** One route and all that it knows. */
export interface Route {
  /** Names of parameters, in lower case where `anyCase`. */
  query: readonly string[];
  form?: readonly string[];
  anyCase?: boolean;
  answer(request: RecordedRequest): Promise<Answer>;
}

export const refuse = (status: number, body: string, challenge?: string): Answer => ({
  status,
  type: 'text/plain',
  body,
  ...(challenge ? { challenge } : {}),
});

export const page = (title: string, body: string): Answer => ({
  status: 200,
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><title>${title}</title>${body}`,
});

export const form = ({ body }: RecordedRequest): URLSearchParams => new URLSearchParams(body);

/** Answers by the routes below `base`; what they do not know is told and answered 400. */
export async function strictly(
  routes: Readonly<Record<string, Route>>,
  base: string,
  request: RecordedRequest,
  tell: (problem: string) => void,
): Promise<Answer> {
  const { method, path, query, headers } = request;
  const wrong = (what: string): Answer => {
    tell(`${method} ${request.url}: ${what}`);
    return refuse(400, what);
  };
  const route = routes[`${method} ${path.startsWith(base) ? path.slice(base.length) : '?'}`];
  if (!route) return wrong('no such route');
  const names = [...query.keys()].map((name) => (route.anyCase ? name.toLowerCase() : name));
  const extra = names.find((name) => !route.query.includes(name));
  if (extra !== undefined) return wrong(`parameter ${extra}`);
  const twice = names.find((name, at) => names.indexOf(name) !== at && name !== 'ask');
  if (twice !== undefined) return wrong(`parameter ${twice} twice`);
  if (!/^(?:(?:Bearer|Basic) \S+)?$/.test(headers.authorization ?? '')) return wrong('header Authorization');
  if (!route.form) return request.body === '' ? route.answer(request) : wrong('a body');
  if (headers['content-type']?.split(';')[0] !== 'application/x-www-form-urlencoded') return wrong('no form');
  const field = [...form(request).keys()].find((name) => !route.form?.includes(name));
  return field === undefined ? route.answer(request) : wrong(`field ${field}`);
}
