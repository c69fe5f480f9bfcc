import type { ServerResponse } from 'node:http';
import type { RecordedRequest } from './server.ts';

/** The headers that let any site read an answer (Fetch standard, section 3.2), together with `headers`. */
export function cors(headers: Record<string, string> = {}): Record<string, string> {
  return { 'Access-Control-Allow-Origin': '*', ...headers };
}

/** The user and password of HTTP Basic (RFC 7617) in UTF-8, or null where the request has none. */
export function basicOf(request: RecordedRequest): { username: string; password: string } | null {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Answers with a body of one type; readable by any site. */
export function send(
  response: ServerResponse,
  type: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  status = 200,
): void {
  response.writeHead(status, cors({ 'Content-Type': type, ...headers }));
  response.end(body);
}

/** Answers with JSON, by default as `application/json`. */
export function sendJson(
  response: ServerResponse,
  value: unknown,
  type = 'application/json',
  status = 200,
): void {
  send(response, type, JSON.stringify(value), {}, status);
}

/** Answers with a refusal in plain words; 401 comes with the challenge that RFC 9110, section 11.6.1, asks for. */
export function refuse(
  response: ServerResponse,
  status: 401 | 403 | 404,
  text: string,
  challenge?: string,
): void {
  send(response, 'text/plain', `${text}\n`, challenge ? { 'WWW-Authenticate': challenge } : {}, status);
}
