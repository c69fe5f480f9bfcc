import { readCertificateError } from './certificate.ts';

/**
 * Why a request got no answer, by the browser's own word. `aborted`: the page gave it up itself (a map that moves on does so
 * all the time), which says nothing. `unknown`: any other word, a refused CORS check among them.
 */
export type BrowserError =
  | 'offline'
  | 'unreachable'
  | 'timedOut'
  | 'certificate'
  | 'proxySignIn'
  | 'localNetwork'
  | 'extension'
  | 'administrator'
  | 'aborted'
  | 'unknown';

/** Chromium's names (`net/base/net_error_list.h`), then Firefox's (`xpcom/base/ErrorList.py`). The first that fits counts. */
const READINGS: readonly [RegExp, BrowserError][] = [
  [/ERR_ABORTED|NS_BINDING_\w+|NS_ERROR_ABORT/, 'aborted'],
  [/ERR_INTERNET_DISCONNECTED|NS_ERROR_OFFLINE/, 'offline'],
  [/ERR_BLOCKED_BY_(?:LOCAL|PRIVATE)_NETWORK_ACCESS\w*|NS_ERROR_LOCAL_NETWORK_ACCESS_DENIED/, 'localNetwork'],
  [/ERR_BLOCKED_BY_CLIENT/, 'extension'],
  [/ERR_BLOCKED_BY_ADMINISTRATOR/, 'administrator'],
  [/ERR_PROXY_AUTH\w*|NS_ERROR_PROXY_(?:NETWORK_)?AUTHENTICATION_\w+/, 'proxySignIn'],
  [/ERR_(?:CONNECTION_)?TIMED_OUT|NS_ERROR_NET_TIMEOUT\w*|NS_ERROR_PROXY_GATEWAY_TIMEOUT/, 'timedOut'],
  [
    /ERR_(?:NAME_\w+|ADDRESS_\w+|CONNECTION_\w+|NETWORK_\w+|TUNNEL_\w+|PROXY_CONNECTION\w*|EMPTY_RESPONSE|SOCKS\w*)|NS_ERROR_(?:UNKNOWN_(?:PROXY_)?HOST|CONNECTION_REFUSED|NET_(?:RESET|INTERRUPT|EMPTY_RESPONSE)|PROXY_\w+)/,
    'unreachable',
  ],
];

/** Reads the error text of `webRequest.onErrorOccurred`; null where there was none. Never throws. */
export function readBrowserError(error: string): BrowserError | null {
  if (error === '') return null;
  const found = READINGS.find(([pattern]) => pattern.test(error));
  if (found) return found[1];
  return readCertificateError(error) === null ? 'unknown' : 'certificate';
}
