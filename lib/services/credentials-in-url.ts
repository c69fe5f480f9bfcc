import { mapUrl } from './placeholders.ts';

/**
 * Query names that carry a credential, normalised (see {@link normalise}): those of the catalogue of known services,
 * and the names by which servers of the same kinds take the same things.
 */
const CARRIES = new Set([
  'key',
  'apikey',
  'xapikey',
  'token',
  'accesstoken',
  'authtoken',
  'usertoken',
  'idtoken',
  'authkey',
  'subscriptionkey',
  'appid',
  'appcode',
  'tk',
  'jwt',
  'mapkey',
  'maxarapikey',
  'rapidapikey',
  'kelvintoken',
  'xlinzapikey',
  'sessionid',
  'jsessionid',
  'usersession',
  'username',
  'user',
  'login',
  'password',
  'passwd',
  'pass',
  'pwd',
  'secret',
  'clientsecret',
  'apisecret',
]);

/** Names that also mean something else (`?code=EPSG`, `?api=1`): taken for a credential only with a long value. */
const MAY_CARRY = new Set(['api', 'code', 'auth', 'session']);
const SHORTEST_SECRET = 8;

/** Parts of a signature: never a key that could be typed, but not for keeping either. */
const SIGNATURE = /^(?:x-(?:amz|goog)-.*|sig|signature|policy|key-pair-id|googleaccessid|awsaccesskeyid)$/;

/** `apiKey`, `api_key`, `API-KEY`: one name. For comparing only; what is sent keeps its spelling. */
function normalise(name: string): string {
  return name.toLowerCase().replace(/[-_.]/g, '');
}

interface Parameter {
  /** Decoded, exact spelling. */
  name: string;
  value: string;
  /** As it stands in the URL. */
  text: string;
}

/** The parameters of a query (without `?`), in order. Malformed percent-encoding is kept as it stands. */
export function queryParameters(query: string): Parameter[] {
  return query
    .split('&')
    .filter((text) => text !== '')
    .map((text) => {
      const equals = text.indexOf('=');
      const name = equals < 0 ? text : text.slice(0, equals);
      return { name: decode(name), value: equals < 0 ? '' : decode(text.slice(equals + 1)), text };
    });
}

function decode(text: string): string {
  const spaced = text.replace(/\+/g, ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** True where a parameter of this name and value is a credential. */
export function carriesCredential(name: string, value: string): boolean {
  const plain = normalise(name);
  return CARRIES.has(plain) || (MAY_CARRY.has(plain) && value.length >= SHORTEST_SECRET);
}

/** The query of any text that looks like a URL, without `?` and `#`. */
function queryOf(url: string): string {
  const from = url.indexOf('?');
  if (from < 0) return '';
  const hash = url.indexOf('#');
  if (hash >= 0 && hash < from) return '';
  return url.slice(from + 1, hash < 0 ? undefined : hash);
}

/**
 * True where a URL is signed, so that adding or re-ordering parameters breaks it: AWS SigV4 and Google Cloud Storage V4
 * (`X-Amz-*`, `X-Goog-*`), Azure SAS (`sig` with `se`, `sp` or `sv`), CloudFront and V2 signatures, HMAC over a keyed URL.
 */
export function isSigned(url: string): boolean {
  const names = new Set(queryParameters(queryOf(url)).map(({ name }) => name.toLowerCase()));
  const hasOne = (...wanted: string[]) => wanted.some((name) => names.has(name));
  if ([...names].some((name) => /^x-(?:amz|goog)-/.test(name)) || names.has('policy')) return true;
  if (names.has('sig') && hasOne('se', 'sp', 'sv')) return true;
  return names.has('signature') && hasOne('key-pair-id', 'policy', 'expires', 'key');
}

/** The names of the query's parameters that carry a credential, exact spelling, each once. Signatures are none. */
export function credentialNames(url: string): string[] {
  const carrying = queryParameters(queryOf(url)).filter(({ name, value }) => carriesCredential(name, value));
  return [...new Set(carrying.map(({ name }) => name))];
}

/** Matrix parameters with a key, `/services;key=abc/wfs` (LINZ, Koordinates); group 1 is the name. */
const MATRIX = /;([^;=/]{1,40})=([^;/]*)/g;

/** The first credential in a path's matrix parameters, or null. */
export function matrixCredential(path: string): { name: string; value: string } | null {
  for (const [, name = '', value = ''] of path.matchAll(MATRIX)) {
    if (carriesCredential(decode(name), decode(value))) return { name: decode(name), value: decode(value) };
  }
  return null;
}

/**
 * The URL as the browser serialises it, without `user:pass@`, without parameters (query and matrix) that carry a
 * credential or a signature, without fragment. `{z}`-like placeholders stay. Empty for anything that is not http(s).
 */
export function withoutCredentials(url: string): string {
  const stripped = mapUrl(url, (parsed) => {
    if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return null;
    parsed.username = '';
    parsed.password = '';
    parsed.hash = '';
    if (parsed.pathname.includes(';')) {
      parsed.pathname = parsed.pathname.replace(MATRIX, (text, name: string, value: string) =>
        carriesCredential(decode(name), decode(value)) ? '' : text,
      );
    }
    const parameters = queryParameters(parsed.search.slice(1));
    const kept = parameters.filter(
      ({ name, value }) => !carriesCredential(name, value) && !SIGNATURE.test(name.toLowerCase()),
    );
    if (kept.length < parameters.length) parsed.search = kept.map(({ text }) => text).join('&');
    return parsed.href;
  });
  return stripped ?? '';
}
