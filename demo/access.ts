import type { ServerResponse } from 'node:http';
import { basicOf, refuse, send } from './answers.ts';
import { blankPng } from './draw.ts';
import type { Handler, RecordedRequest } from './server.ts';

const BLANK = blankPng();

/** What opens the demo's services; read at each request, so that a change holds from the next one on. */
export interface Credentials {
  username: string;
  password: string;
  /** The value of the tile service's query parameter `token`. */
  token: string;
  /** The value of the feature service's header `X-Api-Key`. */
  apiKey: string;
}

/**
 * Which requests without any credential get a blank picture, kept by the browser for an hour, instead of a
 * refusal: how some servers answer who may not see a layer. A wrong credential is always refused.
 */
export type Blank = (request: RecordedRequest) => boolean;
const never: Blank = () => false;

/** Lets in who signs in with HTTP Basic (RFC 7617). */
export function withBasic(credentials: Credentials, handler: Handler, blank: Blank = never): Handler {
  return (request, response) => {
    const given = basicOf(request);
    if (given?.username === credentials.username && given.password === credentials.password) {
      return handler(request, response);
    }
    if (!request.headers.authorization && blank(request)) return sendBlank(response);
    refuse(response, 401, 'Sign in to see this map.', 'Basic realm="Demo", charset="UTF-8"');
  };
}

/** Lets in who has the key in the query parameter `token`, and in no other one. */
export function withToken(credentials: Credentials, handler: Handler, blank: Blank = never): Handler {
  return (request, response) => {
    if (request.query.get('token') === credentials.token) return handler(request, response);
    if (request.query.size === 0 && blank(request)) return sendBlank(response);
    refuse(response, 403, 'These tiles need a key.');
  };
}

/** Lets in who has the key in the header `X-Api-Key`. */
export function withApiKey(credentials: Credentials, handler: Handler): Handler {
  return (request, response) => {
    if (request.headers['x-api-key'] === credentials.apiKey) return handler(request, response);
    refuse(response, 401, 'These features need a key.');
  };
}

function sendBlank(response: ServerResponse): void {
  send(response, 'image/png', BLANK, { 'Cache-Control': 'max-age=3600' });
}
