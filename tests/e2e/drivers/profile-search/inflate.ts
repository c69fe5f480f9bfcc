import { brotliDecompressSync, constants, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

/** No cached answer of a test is larger. */
const LIMIT = 64 * 1024 * 1024;
const PARTIAL = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: LIMIT };

function attempt(open: () => Buffer): Buffer[] {
  try {
    const opened = open();
    return opened.length > 0 ? [opened] : [];
  } catch {
    return [];
  }
}

/** Every place of `bytes` where the given start of a stream stands. */
function* places(bytes: Buffer, start: Buffer): Generator<number> {
  for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, at + 1)) yield at;
}

const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);
const ZLIB = [0x01, 0x5e, 0x9c, 0xda].map((level) => Buffer.from([0x78, level]));
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const ZIP_MEMBER = Buffer.from('PK\x03\x04', 'latin1');

/** The member of a zip archive whose local header stands at `at`, if it is deflated; others are plain to see. */
function zipMember(bytes: Buffer, at: number): Buffer[] {
  if (at + 30 > bytes.length || bytes.readUInt16LE(at + 8) !== 8) return [];
  const data = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  return attempt(() => inflateRawSync(bytes.subarray(data), PARTIAL));
}

/** The gzip member at `at` (RFC 1952): what follows it in the file would make `gunzip` fail. */
function gzipMember(bytes: Buffer, at: number): Buffer[] {
  const flags = bytes[at + 3] ?? 0;
  let data = at + 10;
  if (flags & 4 && data + 2 <= bytes.length) data += 2 + bytes.readUInt16LE(data);
  for (const flag of [8, 16]) if (flags & flag) data = bytes.indexOf(0, data) + 1;
  if (flags & 2) data += 2;
  return attempt(() => inflateRawSync(bytes.subarray(data), PARTIAL));
}

/** What comes out of the gzip, zlib, zip and zstd streams that stand anywhere in `bytes`, each also when cut off. */
export function inflatedStreams(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (const at of places(bytes, GZIP)) found.push(...gzipMember(bytes, at));
  for (const start of ZLIB) {
    for (const at of places(bytes, start))
      found.push(...attempt(() => inflateSync(bytes.subarray(at), PARTIAL)));
  }
  for (const at of places(bytes, ZIP_MEMBER)) found.push(...zipMember(bytes, at));
  for (const at of places(bytes, ZSTD)) {
    found.push(...attempt(() => zstdDecompressSync(bytes.subarray(at), { maxOutputLength: LIMIT })));
  }
  return found;
}

/** Brotli and raw deflate have no mark at their start, so they can only be tried at known places. */
export function unmarkedStreams(bytes: Buffer): Buffer[] {
  const finishFlush = constants.BROTLI_OPERATION_FLUSH;
  return [
    ...attempt(() => brotliDecompressSync(bytes, { finishFlush, maxOutputLength: LIMIT })),
    ...attempt(() => inflateRawSync(bytes, PARTIAL)),
  ];
}
