import { uncompressSync as lz4 } from 'lz4-napi';
import { uncompressSync as snappy } from 'snappy';
import { inflatedStreams, unmarkedStreams } from './inflate.ts';

const SIMPLE_CACHE = Buffer.from('305c72a71b6dfbfc', 'hex');
const SIMPLE_CACHE_HEADER = 24;
const MOZ_LZ4 = Buffer.from('mozLz40\0', 'latin1');
/** Last 8 bytes of a LevelDB table, of the 48 bytes of its footer. */
const TABLE_MAGIC = Buffer.from('57fb808b247547db', 'hex');

/** Body of an entry of Chromium's Simple Cache: after a header of 24 bytes and the key (its length at byte 12). */
function simpleCacheBody(bytes: Buffer): Buffer | undefined {
  if (!bytes.subarray(0, 8).equals(SIMPLE_CACHE) || bytes.length < SIMPLE_CACHE_HEADER) return undefined;
  return bytes.subarray(SIMPLE_CACHE_HEADER + bytes.readUInt32LE(12));
}

/** A base-128 number, low bits first, as LevelDB writes block handles. */
function varint(bytes: Buffer, at: number): { value: number; next: number } {
  let value = 0;
  let next = at;
  for (let factor = 1; next < bytes.length; factor *= 128) {
    const byte = bytes[next] ?? 0;
    next += 1;
    value += (byte & 127) * factor;
    if (byte < 128) break;
  }
  return { value, next };
}

/** A block of a table: its bytes are followed by one byte that says how it is compressed (1: Snappy, 2: zstd). */
function tableBlock(bytes: Buffer, offset: number, size: number): Buffer {
  const block = bytes.subarray(offset, offset + size);
  if (bytes[offset + size] === 1) return Buffer.from(snappy(block));
  return bytes[offset + size] === 2 ? (inflatedStreams(block)[0] ?? block) : block;
}

/** Values of a block: entries of shared, unshared and value length, then key rest and value; restarts at the end. */
function* blockValues(block: Buffer): Generator<Buffer> {
  if (block.length < 4) return;
  const end = block.length - 4 - 4 * block.readUInt32LE(block.length - 4);
  let at = 0;
  while (at < end) {
    const shared = varint(block, at);
    const unshared = varint(block, shared.next);
    const length = varint(block, unshared.next);
    const start = length.next + unshared.value;
    yield block.subarray(start, start + length.value);
    at = start + length.value;
  }
}

/**
 * The opened data blocks of a LevelDB table (`.ldb`), by way of its index
 * (https://github.com/google/leveldb/blob/main/doc/table_format.md).
 */
function tableBlocks(bytes: Buffer): Buffer[] {
  if (bytes.length < 48 || !bytes.subarray(-8).equals(TABLE_MAGIC)) return [];
  const footer = bytes.length - 48;
  const metaOffset = varint(bytes, footer);
  const metaSize = varint(bytes, metaOffset.next);
  const offset = varint(bytes, metaSize.next);
  const size = varint(bytes, offset.next);
  return [...blockValues(tableBlock(bytes, offset.value, size.value))].map((handle) => {
    const start = varint(handle, 0);
    return tableBlock(bytes, start.value, varint(handle, start.next).value);
  });
}

/** Firefox's `.jsonlz4` and `.baklz4`: a mark, the length of the content, one LZ4 block. */
function mozLz4(bytes: Buffer): Buffer[] {
  return bytes.subarray(0, 8).equals(MOZ_LZ4) ? [Buffer.from(lz4(bytes.subarray(8)))] : [];
}

/**
 * A log of LevelDB cuts records at every 32 kB by a header of 7 bytes; without those a secret across the cut shows.
 */
function joinedLog(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 7 <= bytes.length) {
    const length = bytes.readUInt16LE(at + 4);
    const type = bytes[at + 6] ?? 0;
    if (type < 1 || type > 4) return parts.length > 1 ? [Buffer.concat(parts)] : [];
    parts.push(bytes.subarray(at + 7, at + 7 + length));
    at += 7 + length;
    if (32_768 - (at % 32_768) < 7) at += 32_768 - (at % 32_768);
  }
  return parts.length > 1 ? [Buffer.concat(parts)] : [];
}

/**
 * Everything that a file holds compressed, opened. Chromium's cache entries are tried with brotli and raw deflate
 * at the start of the body, all other streams are found by their marks wherever they stand. Firefox's cache entries
 * begin with the body, so the start of each file is tried too.
 */
export function openedContents(name: string, bytes: Buffer): Buffer[] {
  const body = simpleCacheBody(bytes);
  const first = [...mozLz4(bytes), ...tableBlocks(bytes), ...(name.endsWith('.log') ? joinedLog(bytes) : [])];
  const opened = [...first, ...inflatedStreams(bytes), ...unmarkedStreams(body ?? bytes)];
  return [...opened, ...first.flatMap(inflatedStreams)];
}
