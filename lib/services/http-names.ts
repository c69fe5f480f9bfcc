/** Names that RFC 9110 section 5.6.2 calls tokens. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Headers that the browser keeps for itself or that would change where a request goes or what it is. */
const FORBIDDEN_HEADERS = new Set([
  ...['accept-encoding', 'connection', 'content-length', 'content-type', 'cookie', 'date', 'expect', 'host'],
  ...[
    'keep-alive',
    'origin',
    'referer',
    'te',
    'trailer',
    'transfer-encoding',
    'upgrade',
    'via',
    'cache-control',
  ],
]);

/** True for a header that may carry a secret: a token of RFC 9110 that neither belongs to the browser nor says where a request goes. */
export function isUsableHeaderName(name: string): boolean {
  return TOKEN.test(name) && !FORBIDDEN_HEADERS.has(name.toLowerCase()) && !/^(proxy-|sec-)/i.test(name);
}

/** True for a query parameter's name that needs no escaping. */
export function isUsableParameterName(name: string): boolean {
  return /^[A-Za-z0-9_.~-]{1,60}$/.test(name);
}
