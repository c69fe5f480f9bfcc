import type { Found } from './found.ts';

/** The handlers that GEODI's own clients ask (DECE's developer wiki: Query, Report, Feed and User Token API). */
const HANDLER = /\/(?:Query|GeodiExport|GeodiReport|Report|Feed|WSInfo|Token)Handler(?:\.ashx)?\/?$/i;
const OPERATION = /(?:^|&)op=[\w.]/i;

/** GEODI: one endpoint for each handler, the operation in the query. The service is the folder of its handlers. */
export function geodi(path: string, query: string): Found | null {
  // Most requests have none.
  if (!OPERATION.test(query)) return null;
  const at = path.search(HANDLER);
  return at < 0 ? null : { kind: 'GEODI', path: path.slice(0, at) };
}
