const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** A new random id in the shape of QGIS's authcfg: 7 characters of `[0-9a-z]`, from the browser's secure source. */
export function newId(): string {
  let id = '';
  while (id.length < 7) {
    for (const byte of crypto.getRandomValues(new Uint8Array(16))) {
      // 252 is the largest multiple of 36 in a byte: above it, some characters would come more often.
      if (byte < 252 && id.length < 7) id += ALPHABET[byte % 36];
    }
  }
  return id;
}
