import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type CheckOptions, createCheck, type Outcome } from './check.ts';

/** One line of the log: nothing in it is a secret, or says who signed in. */
export interface LogLine {
  /** ISO 8601. */
  time: string;
  answer: 'OK' | 'NOK';
  clientId: string;
  reason: Outcome;
}

export interface ServerOptions extends CheckOptions {
  /** The query parameter that ValidateURL has for `{ClientValidator}`. */
  parameter: string;
  log(line: LogLine): void;
}

/** The server that GEODI's ValidateURL leads to: `OK` or `NOK` as plain text, at any path. Not listening yet. */
export function validatorServer(options: ServerOptions): Server {
  const check = createCheck(options);
  const headerOf = ({ headers }: IncomingMessage, name: string): string => {
    const value = headers[name];
    return typeof value === 'string' ? value : '';
  };
  return createServer(async (request, response) => {
    const { searchParams } = new URL(`http://localhost${/\?.*$/s.exec(request.url ?? '')?.[0] ?? ''}`);
    request.resume();
    const reason = await check({
      inQuery: searchParams.get(options.parameter) ?? '',
      inHeader: headerOf(request, 'clientvalidator'),
      requestHeader: headerOf(request, 'geodirequestheader'),
    });
    const answer = reason === 'accepted' ? 'OK' : 'NOK';
    options.log({ time: new Date(options.now()).toISOString(), answer, clientId: options.clientId, reason });
    response
      .writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
      .end(answer);
  });
}
