import { carriesCredential, matrixCredential, queryParameters } from '../../services/credentials-in-url.ts';

interface Named {
  name: string;
  value: string;
}

/** What is secret in an address, decoded. */
export interface AddressSecrets {
  user: { username: string; password: string } | null;
  query: Named[];
  /** A matrix parameter of the path, `;key=...`. */
  path: Named | null;
}

export const NO_SECRETS: AddressSecrets = { user: null, query: [], path: null };

/** Begin, user information, path, query with its mark, fragment. Of text: nothing is written in another way. */
const PARTS = /^([a-z][a-z0-9+.-]*:\/\/)?(?:([^/?#@]*)@)?([^?#]*)(\?[^#]*)?(#.*)?$/is;

/** How long a value that stands for any is: for names that also mean something else. */
const ANY_VALUE = 'x'.repeat(20);

/** Takes what is secret out of an address: what stays has the names with nothing behind them, so that it can be put back. */
export function takeSecrets(address: string): { blank: string; secrets: AddressSecrets } {
  const parts = PARTS.exec(address);
  if (!parts) return { blank: address, secrets: NO_SECRETS };
  const [, scheme = '', userInfo, path = '', query = '', fragment = ''] = parts;
  const found: Named[] = [];
  const kept = queryParameters(query.slice(1)).map(({ name, value, text }) => {
    if (!isFilledIn(value) || !carriesCredential(name, value)) return text;
    found.push({ name, value });
    return text.slice(0, text.indexOf('=') + 1);
  });
  const inPath = matrixCredential(path);
  const key = inPath && isFilledIn(inPath.value) ? inPath : null;
  const blankPath = key
    ? path.replace(/;([^;=/]{1,40})=([^;/]*)/g, (text, name: string, value: string) =>
        carriesCredential(decoded(name), decoded(value)) ? `;${name}=` : text,
      )
    : path;
  const mark = query === '' ? '' : '?';
  const user = userInfo === undefined || userInfo === '' ? null : userOf(userInfo);
  return {
    blank: `${scheme}${blankPath}${mark}${kept.join('&')}${fragment}`,
    secrets: { user, query: found, path: key },
  };
}

/** Puts them back where {@link takeSecrets} took them out; others are added at the end. Names left without a value go. */
export function putSecrets(blank: string, { user, query, path: key }: AddressSecrets): string {
  const parts = PARTS.exec(blank);
  if (!parts) return blank;
  const [, scheme = '', , path = '', search = '', fragment = ''] = parts;
  const left = [...query];
  const filled = queryParameters(search.slice(1)).flatMap(({ name, value, text }) => {
    if (value !== '' || !text.endsWith('=') || !carriesCredential(name, ANY_VALUE)) return [text];
    const at = left.findIndex((each) => each.name === name);
    if (at < 0) return [];
    const [{ value: secret } = { value: '' }] = left.splice(at, 1);
    return [text + encodeURIComponent(secret)];
  });
  const added = left.map(({ name, value }) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const whole = [...filled, ...added].join('&');
  const info = user ? `${encodeURIComponent(user.username)}:${encodeURIComponent(user.password)}@` : '';
  const mark = whole === '' && (search === '' || search.length > 1) ? '' : '?';
  return `${scheme}${info}${withKey(path, key)}${mark}${whole}${fragment}`;
}

function withKey(path: string, key: Named | null): string {
  const slot = key ? `;${key.name}=` : null;
  if (key && slot && !path.includes(slot)) return path + slot + encodeURIComponent(key.value);
  return path.replace(/;([^;=/]{1,40})=(?=[;/]|$)/g, (text, name: string) => {
    if (key && decoded(name) === key.name) return text + encodeURIComponent(key.value);
    return carriesCredential(decoded(name), ANY_VALUE) ? '' : text;
  });
}

/** False for what documentation writes where the key goes. */
function isFilledIn(value: string): boolean {
  return value.trim() !== '' && !/^(?:<.*>|\[.*\]|\{.*\}|your[-_ ]?.*(?:key|token).*)$/i.test(value);
}

function userOf(info: string): { username: string; password: string } {
  const colon = info.indexOf(':');
  return colon < 0
    ? { username: decoded(info), password: '' }
    : { username: decoded(info.slice(0, colon)), password: decoded(info.slice(colon + 1)) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
