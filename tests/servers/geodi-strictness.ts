import type { RecordedRequest } from '../../demo/server.ts';

/** What each operation takes; anything else is a problem. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
  CreateTokenForUser: ['op', 'tokenTarget', 'Username', 'Password', 'wsName', 'enumeratorId'],
  GetAutoLoginToken: [
    ...['op', 'ClientID', 'ClientValidator', 'LoginUser', 'UserSession', 'IPFilter', 'TimeOutMinute'],
  ],
  GetAutoLoginLink: [
    ...['op', 'ClientID', 'ClientValidator', 'LoginUser', 'UserSession', 'IPFilter', 'TimeOutMinute'],
  ],
  ExportQueryResult: ['op', 'ReportID', 'wsName', 'UserSession'],
  GetWSInfo: ['op', 'UserSession'],
  BulkFeed: ['op', 'wsName', 'enumeratorID', 'UserSession'],
};

/** Handlers that are there, in lower case. */
const HANDLERS = ['tokenhandler', 'geodiexporthandler', 'wsinfohandler', 'feedhandler'];

/** @returns what is wrong with the form of a request to a handler of GEODI; null where nothing is. */
export function strictness(
  { method, headers, query, body }: RecordedRequest,
  parameters: URLSearchParams,
  handler: string,
): string | null {
  if (method !== 'GET' && method !== 'POST') return 'the method';
  const takes = TAKES[query.get('op') ?? ''];
  if (takes === undefined || !HANDLERS.includes(handler)) return 'nothing is there';
  const unknown = [...parameters.keys()].filter((key) => !takes.includes(key));
  if (unknown.length > 0) return `does not know ${unknown.join(', ')}`;
  const twice = takes.filter((key) => parameters.getAll(key).length > 1);
  if (twice.length > 0) return `has ${twice.join(', ')} twice`;
  if (method === 'POST' && !/^application\/x-www-form-urlencoded\b/.test(headers['content-type'] ?? ''))
    return 'the content type';
  if (method === 'POST' && query.has('Password')) return 'a password in the address';
  return method === 'GET' && body !== '' ? 'a body' : null;
}
