import type * as HashWasm from 'hash-wasm';

/**
 * Argon2id as it is, but what was derived once is remembered: a file of tests reads the same backup again and again, by the
 * same passphrase, and each time costs a good part of a second. For `vi.mock('hash-wasm')`.
 */
export function derivedOnce(real: typeof HashWasm): typeof HashWasm {
  const known = new Map<string, Promise<Uint8Array>>();
  const argon2id = async (options: HashWasm.IArgon2Options & { outputType: 'binary' }) => {
    const input = Object.entries(options).map(([name, value]) =>
      value instanceof Uint8Array ? [name, [...value]] : [name, value],
    );
    const key = JSON.stringify(input);
    const derived = known.get(key) ?? real.argon2id(options);
    known.set(key, derived);
    // A copy: whoever asked wipes it after use.
    return (await derived).slice();
  };
  return { ...real, argon2id: argon2id as typeof HashWasm.argon2id };
}
