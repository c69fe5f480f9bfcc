import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { compressSync as lz4 } from 'lz4-napi';
import { compressSync as snappy } from 'snappy';
import { describe, expect, test } from 'vitest';
import { searchProfile } from '../e2e/drivers/profile-search.ts';
import { tempFolder } from '../e2e/drivers/temp-folder.ts';

const SECRET = 'Pä ss/w"ö🗺rd+1?';
/** Text around the secret that compresses, so that the secret itself is broken up in the compressed form. */
const TEXT = `${'tile '.repeat(400)}w"ö🗺rd ${SECRET} w"ö🗺rd ${'layer '.repeat(400)}`;

const KEY = Buffer.from('fb00ff3e7f80c1d2e3f4a5b6978869', 'hex');

async function search(content: Buffer | string, name = 'file.bin', secret: string | Uint8Array = SECRET) {
  const folder = await tempFolder('search');
  await mkdir(join(folder, 'Default'), { recursive: true });
  await writeFile(join(folder, 'Default', name), content);
  return searchProfile(folder, [secret]);
}

const ENCODED: [string, Buffer | string][] = [
  ['utf-8', SECRET],
  ['utf-16le', Buffer.from(`x${SECRET}x`, 'utf16le')],
  ['percent', `a=${encodeURIComponent(SECRET)}&`],
  ['percent lower case', encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase())],
  ['form', new URLSearchParams({ p: SECRET }).toString()],
  ['base64 alone', Buffer.from(SECRET).toString('base64')],
  ['base64 after 1 byte', Buffer.from(`u${SECRET}zz`).toString('base64')],
  ['base64 after 2 bytes', Buffer.from(`u:${SECRET}z`).toString('base64')],
  ['base64url', Buffer.from(`xy:${SECRET}`).toString('base64url')],
  ['hex', Buffer.from(SECRET).toString('hex')],
  ['HEX', Buffer.from(SECRET).toString('hex').toUpperCase()],
  ['JSON', JSON.stringify({ password: SECRET })],
  ['JSON, ASCII only', 'P\\u00e4 ss/w\\"\\u00f6\\ud83d\\uddfard+1?'],
];

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

/** A block with one entry, as LevelDB lays it out: lengths, key, value, one restart point at 0. */
function block(key: string, value: Buffer): Buffer {
  const head = Buffer.from([0, ...varint(key.length), ...varint(value.length)]);
  const restarts = Buffer.from([0, 0, 0, 0, 1, 0, 0, 0]);
  return Buffer.concat([head, Buffer.from(key), value, restarts]);
}

/** A table with one compressed data block and an uncompressed index. */
function levelDbTable(text: string): Buffer {
  const data = snappy(block('k', Buffer.from(text)));
  const index = block('k', Buffer.from([0, ...varint(data.length)]));
  const trailer = (type: number) => Buffer.from([type, 0, 0, 0, 0]);
  const footer = Buffer.alloc(48);
  Buffer.from([0, 0, ...varint(data.length + 5), ...varint(index.length)]).copy(footer);
  Buffer.from('57fb808b247547db', 'hex').copy(footer, 40);
  return Buffer.concat([data, trailer(1), index, trailer(0), footer]);
}

/** A log of two records: the first fills its 32 kB, the second goes on in the next. */
function levelDbLog(text: Buffer, cut: number): Buffer {
  const record = (type: number, data: Buffer) => {
    const head = Buffer.alloc(7);
    head.writeUInt16LE(data.length, 4);
    head[6] = type;
    return Buffer.concat([head, data]);
  };
  const first = Buffer.concat([Buffer.alloc(32_768 - 7 - cut, 'a'), text.subarray(0, cut)]);
  return Buffer.concat([record(2, first), record(4, text.subarray(cut))]);
}

function simpleCache(body: Buffer): Buffer {
  const key = Buffer.from('1/0/http://127.0.0.1/tile.png');
  const header = Buffer.alloc(24);
  Buffer.from('305c72a71b6dfbfc', 'hex').copy(header);
  header.writeUInt32LE(key.length, 12);
  return Buffer.concat([header, key, body, Buffer.alloc(40)]);
}

const COMPRESSED: [string, Buffer, string?][] = [
  ['gzip inside a file', Buffer.concat([Buffer.from('key'), gzipSync(TEXT), Buffer.from('end')])],
  ['zlib', Buffer.concat([Buffer.from('key'), deflateSync(TEXT)])],
  ['gzip cut off', gzipSync(TEXT + 'x'.repeat(100)).subarray(0, -9)],
  ['zstd', zstdCompressSync(TEXT)],
  ['zstd in a cache entry', simpleCache(zstdCompressSync(TEXT)), '0123456789abcdef_0'],
  ['brotli', brotliCompressSync(TEXT)],
  ['brotli in a cache entry', simpleCache(brotliCompressSync(TEXT)), '0123456789abcdef_0'],
  ['deflate in a cache entry', simpleCache(deflateRawSync(TEXT)), '0123456789abcdef_0'],
  ['gzip in a cache entry', simpleCache(gzipSync(TEXT)), '0123456789abcdef_0'],
  ['LevelDB table', levelDbTable(TEXT), '000005.ldb'],
  ['LevelDB log, across two records', levelDbLog(Buffer.from(SECRET), 5), '000003.log'],
  ['mozLz4', Buffer.concat([Buffer.from('mozLz40\0'), lz4(Buffer.from(TEXT))]), 'recovery.jsonlz4'],
  ['zip', Buffer.from(zipSync({ 'a.txt': Buffer.from(TEXT) })), 'archive.xpi'],
];

describe('searchProfile', () => {
  test.each(ENCODED)('finds a secret as %s', async (_, content) => {
    const finds = await search(content);
    expect(finds[0]).toMatchObject({ file: join('Default', 'file.bin'), secret: SECRET });
  });

  test.each(COMPRESSED)('opens %s', async (_, content, name) => {
    expect(content.includes(Buffer.from(SECRET)), 'plain to see without opening').toBe(false);
    expect((await search(content, name)).map(({ encoding }) => encoding)).toContain('utf-8 (compressed)');
  });

  test.each<[string, Buffer | string]>([
    ['bytes', Buffer.concat([Buffer.from('x'), KEY, Buffer.from('x')])],
    ['hex', KEY.toString('hex')],
    ['base64, alignment 0', JSON.stringify({ k: KEY.toString('base64') })],
    ['base64url, alignment 0', JSON.stringify({ k: KEY.toString('base64url') })],
    ['base64, alignment 1', Buffer.concat([Buffer.from('k'), KEY]).toString('base64')],
    ['numbers', JSON.stringify([1, ...KEY, 2])],
    ['numbered', JSON.stringify(new Uint8Array(KEY))],
  ])('finds the bytes of a key as %s', async (encoding, content) => {
    const finds = await search(content, 'file.bin', new Uint8Array(KEY));
    expect(finds.map((find) => find.encoding)).toContain(encoding);
    expect(finds[0]?.secret).toBe(KEY.toString('base64url'));
    expect(await search(Buffer.from(KEY).reverse(), 'file.bin', new Uint8Array(KEY))).toEqual([]);
  });

  test('finds a file name', async () => {
    const finds = await search('', encodeURIComponent(SECRET));
    expect(finds[0]?.encoding).toBe('percent (file name)');
  });

  test('finds nothing where there is nothing, whatever the file', async () => {
    const other = TEXT.replaceAll(SECRET, 'something else');
    for (const content of [
      other,
      gzipSync(other),
      levelDbTable(other),
      simpleCache(brotliCompressSync(other)),
    ]) {
      expect(await search(content, '000005.ldb')).toEqual([]);
    }
  });

  test('refuses a secret that would be found by chance', async () => {
    await expect(searchProfile(await tempFolder('search'), ['abc'])).rejects.toThrow('6 bytes');
  });
});
