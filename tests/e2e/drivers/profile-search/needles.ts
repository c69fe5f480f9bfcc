export interface Needle {
  secret: string;
  encoding: string;
  bytes: Buffer;
}

/** Percent-encoding as forms and URLs write it, in both cases of the digits; `+` for a space too. */
function percentForms(secret: string): [string, string][] {
  const component = encodeURIComponent(secret);
  const every = [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const form = new URLSearchParams({ '': secret }).toString().slice(1);
  return [
    ['percent', component],
    ['percent lower case', component.replace(/%../g, (code) => code.toLowerCase())],
    ['percent every byte', every.toUpperCase()],
    ['percent every byte lower case', every],
    ['form', form],
    ['url', encodeURI(secret)],
  ];
}

/**
 * The base64 that must appear wherever the bytes of the secret stand inside something longer: for each of the three
 * alignments, without the characters that neighbours have a share in.
 */
function base64Forms(bytes: Buffer): [string, string][] {
  return [0, 1, 2].flatMap((shift): [string, string][] => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const first = Math.ceil((shift * 8) / 6);
    const whole = Math.floor(((shift + bytes.length) * 8) / 6);
    const core = text.slice(first, whole);
    return [
      [`base64, alignment ${shift}`, core],
      [`base64url, alignment ${shift}`, core.replaceAll('+', '-').replaceAll('/', '_')],
    ];
  });
}

/** JSON text of the secret, and with everything beyond ASCII escaped. */
function jsonForms(secret: string): [string, string][] {
  const text = JSON.stringify(secret).slice(1, -1);
  const ascii = text.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [
    ['JSON', text],
    ['JSON, ASCII only', ascii],
  ];
}

/** Forms of bytes, whatever they mean. */
function byteForms(bytes: Buffer): [string, string][] {
  const hex = bytes.toString('hex');
  return [...base64Forms(bytes), ['hex', hex], ['HEX', hex.toUpperCase()]];
}

/** Forms of a text beside those of its bytes. */
function textForms(secret: string): [string, string | Buffer][] {
  return [
    ['utf-8', secret],
    ...percentForms(secret),
    ...jsonForms(secret),
    ['utf-16le', Buffer.from(secret, 'utf16le')],
    ['latin-1', Buffer.from(secret, 'latin1')],
  ];
}

/** Forms of a key: its bytes, and the numbers that JSON makes of a byte array. */
function keyForms(key: Buffer): [string, string | Buffer][] {
  return [
    ['bytes', key],
    ['numbers', [...key].join(',')],
    ['numbered', JSON.stringify({ ...new Uint8Array(key) })],
  ];
}

/**
 * A secret, a text or the bytes of a key, in every form in which a browser may write it. Secrets shorter than 6 bytes would
 * be found by chance.
 */
export function needlesFor(given: string | Uint8Array): Needle[] {
  const bytes = Buffer.from(given);
  if (bytes.length < 6) throw new Error('A secret to search for needs at least 6 bytes');
  const secret = typeof given === 'string' ? given : bytes.toString('base64url');
  const forms = [...(typeof given === 'string' ? textForms(given) : keyForms(bytes)), ...byteForms(bytes)];
  const needles = forms.map(([encoding, form]): [string, Buffer] => [
    encoding,
    typeof form === 'string' ? Buffer.from(form) : form,
  ]);
  const known = new Set<string>();
  return needles.flatMap(([encoding, bytes]) => {
    const key = bytes.toString('latin1');
    if (known.has(key)) return [];
    known.add(key);
    return [{ secret, encoding, bytes }];
  });
}
