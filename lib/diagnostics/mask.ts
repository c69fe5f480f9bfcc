/** What stands in the place of a secret: always the same, so that not even its length shows. */
export const MASK = '•••';

/** From this length on, a path segment of letters and digits is rather a key than a name. */
const KEY_LENGTH = 20;

/**
 * A saved address with what looks like a key in its path masked: matrix parameters (`;key=...`) and long segments of letters
 * and digits. Some services take a key there, and people paste such addresses.
 * @param address scheme, host, port and path, no query.
 */
export function maskedAddress(address: string): string {
  const { origin, path } = splitAddress(address);
  const segments = path.split('/').map((segment) => {
    const [name = '', ...parameters] = segment.split(';');
    return [looksLikeKey(name) ? MASK : name, ...parameters.map(maskedParameter)].join(';');
  });
  return origin + segments.join('/');
}

function splitAddress(address: string) {
  const from = address.indexOf('/', address.indexOf('://') + 3);
  return from < 0
    ? { origin: address, path: '' }
    : { origin: address.slice(0, from), path: address.slice(from) };
}

function maskedParameter(text: string): string {
  const equals = text.indexOf('=');
  return equals < 0 ? text : `${text.slice(0, equals)}=${MASK}`;
}

function looksLikeKey(segment: string): boolean {
  return segment.length >= KEY_LENGTH && /\d/.test(segment) && /^[\w%~.-]+$/.test(segment);
}
