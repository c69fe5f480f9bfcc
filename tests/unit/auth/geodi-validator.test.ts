import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { base64url, CompactEncrypt, EncryptJWT } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { makeValidator, newSecret, readSecret, readValidator } from '../../../lib/auth/geodi/validator.ts';
import { createCheck } from '../../../scripts/geodi-validator/check.ts';
import { readConfig } from '../../../scripts/geodi-validator/config.ts';
import { startValidator, type Validator } from '../../servers/geodi-validator.ts';

const SECRET = newSecret();
const KEY = keyOf(SECRET);
const CLIENT = 'MyClientID';
const NOW = Date.UTC(2026, 5, 1, 12, 0, 0);
const MINUTE = 60_000;

function keyOf(secret: string): Uint8Array {
  const key = readSecret(secret);
  if (key === null) throw new Error('no secret');
  return key;
}

const about = (more: { clientId?: string; loginUser?: string; minutes?: number } = {}) => ({
  ...{ clientId: CLIENT, loginUser: 'GEODI:anna', minutes: 5 },
  ...more,
});
const read = (text: string, now = NOW, key = KEY, clientId = CLIENT) =>
  readValidator(key, text, clientId, now);

describe('a validator', () => {
  test('says to whom it belongs and until when, and nothing of it can be read without the secret', async () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    const at = fc.integer({ min: 1_600_000_000_000, max: 4_000_000_000_000 });
    await fc.assert(
      fc.asyncProperty(
        name,
        name,
        fc.integer({ min: 1, max: 60 }),
        at,
        async (clientId, loginUser, minutes, now) => {
          const text = await makeValidator(KEY, { clientId, loginUser, minutes }, now);
          const second = Math.floor(now / 1000) * 1000;
          expect(await read(text, now, KEY, clientId)).toEqual({
            ...{ clientId, loginUser, id: expect.stringMatching(/^[\w-]{22}$/) },
            ...{ issuedAt: second, expiresAt: second + minutes * MINUTE },
          });
          // It stands in an address, and in GEODI's logs.
          expect(text).toMatch(/^[\w.-]+$/);
          const [header = '', , , sealed = ''] = text.split('.');
          expect(JSON.parse(new TextDecoder().decode(base64url.decode(header)))).toEqual({
            alg: 'dir',
            enc: 'A256GCM',
          });
          if (loginUser.length > 3)
            expect(Buffer.from(sealed, 'base64url').toString()).not.toContain(loginUser);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('expired, at its time and not before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: -50, max: 200 }),
        async (minutes, percent) => {
          const text = await makeValidator(KEY, about({ minutes }), NOW);
          const later = NOW + Math.round((minutes * MINUTE * percent) / 100);
          const result = await read(text, later);
          // Clocks may differ by 30 s.
          if (later >= NOW + minutes * MINUTE + 30_000) expect(result).toBe('expired');
          else if (later < NOW - 30_000) expect(result).toBe('broken');
          else expect(result).toMatchObject({ loginUser: 'GEODI:anna' });
        },
      ),
      { numRuns: 60 },
    );
  });

  test('foreign: made for another client, with whatever name', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string().filter((name) => name !== CLIENT),
        async (clientId) => {
          const result = await read(await makeValidator(KEY, about({ clientId }), NOW));
          expect(result).toBe('foreign');
        },
      ),
      { numRuns: 30 },
    );
  });

  test('tampered: any character changed, left out or added', async () => {
    const text = await makeValidator(KEY, about(), NOW);
    const place = fc.integer({ min: 0, max: text.length - 1 });
    const change = fc.constantFrom('', 'A', '_', '.', '..', ' ');
    await fc.assert(
      fc.asyncProperty(place, change, async (index, put) => {
        const changed = text.slice(0, index) + put + text.slice(index + 1);
        fc.pre(changed !== text && !sameBytes(changed, text));
        expect(await read(changed)).toBe('broken');
      }),
      { numRuns: 200 },
    );
    expect(await read(text, NOW, keyOf(newSecret()))).toBe('broken');
  });

  test('any other text is none, and nothing is thrown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.base64String(), fc.constant('a.b.c.d.e')), async (text) => {
        expect(await read(text)).toBe('broken');
      }),
    );
  });

  test('another kind of token under the same secret is none', async () => {
    const second = NOW / 1000;
    const jwt = (header: { alg: string; enc: string }) =>
      new EncryptJWT({
        sub: 'GEODI:anna',
        aud: CLIENT,
        jti: 'x',
        iat: second,
        exp: second + 60,
      }).setProtectedHeader(header);
    expect(await read(await jwt({ alg: 'dir', enc: 'A256GCM' }).encrypt(KEY))).toMatchObject({ id: 'x' });
    expect(await read(await jwt({ alg: 'A256KW', enc: 'A256GCM' }).encrypt(KEY))).toBe('broken');
    expect(await read(await jwt({ alg: 'dir', enc: 'A128CBC-HS256' }).encrypt(KEY))).toBe('broken');
    for (const missing of ['sub', 'aud', 'jti', 'iat', 'exp'])
      expect(await read(await withoutClaim(missing, second))).toMatch(/broken|foreign/);
    // None lives longer than an hour, whatever it says itself.
    const eternal = await makeValidator(KEY, about({ minutes: 600 }), NOW);
    expect(await read(eternal, NOW + 59 * MINUTE)).toMatchObject({ loginUser: 'GEODI:anna' });
    expect(await read(eternal, NOW + 61 * MINUTE)).toBe('expired');
    const text = new TextEncoder().encode('no claims');
    const plain = await new CompactEncrypt(text)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(KEY);
    expect(await read(plain)).toBe('broken');
  });
});

function withoutClaim(name: string, second: number): Promise<string> {
  const claims: Record<string, unknown> = {
    sub: 'GEODI:anna',
    aud: CLIENT,
    jti: 'x',
    iat: second,
    exp: second + 60,
  };
  delete claims[name];
  return new EncryptJWT(claims).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).encrypt(KEY);
}

/** The last character of a part has bits that say nothing. */
const sameBytes = (one: string, other: string) =>
  one
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('hex'))
    .join() ===
  other
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('hex'))
    .join();

test('a secret is 32 random bytes and no word', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const plain = Buffer.from(bytes);
      for (const text of [plain.toString('base64url'), ` ${plain.toString('base64')}\n`])
        expect(readSecret(text)).toEqual(bytes);
    }),
  );
  for (const text of ['', 'correct horse battery staple', 'x'.repeat(42), 'x'.repeat(44), `${SECRET}!`])
    expect(readSecret(text)).toBeNull();
  expect(newSecret()).not.toBe(newSecret());
});

describe('the check', () => {
  const checkAt = (clock: { now: number }, requestHeader = '') =>
    createCheck({ clientId: CLIENT, key: KEY, requestHeader, now: () => clock.now });
  const sent = (text: string, more = {}) => ({ inQuery: text, inHeader: text, requestHeader: '', ...more });

  test('takes each validator once, whatever came between, and forgets what has expired', async () => {
    const step = fc.record({ which: fc.nat({ max: 4 }), wait: fc.integer({ min: 0, max: 90_000 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const clock = { now: NOW };
        const check = checkAt(clock);
        const texts = await Promise.all(
          [1, 2, 3, 4, 5].map((minutes) => makeValidator(KEY, about({ minutes }), NOW)),
        );
        const taken = new Set<number>();
        for (const { which, wait } of steps) {
          clock.now += wait;
          const isOver = clock.now >= NOW + (which + 1) * MINUTE + 30_000;
          const expected = isOver ? 'expired' : taken.has(which) ? 'replayed' : 'accepted';
          expect(await check(sent(texts[which] ?? ''))).toBe(expected);
          taken.add(which);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('two at the same moment with one validator: one is taken', async () => {
    const check = checkAt({ now: NOW });
    const text = await makeValidator(KEY, about(), NOW);
    const outcomes = await Promise.all([1, 2, 3].map(() => check(sent(text))));
    expect(outcomes.toSorted()).toEqual(['accepted', 'replayed', 'replayed']);
  });

  test('from the address or the header alone; not where they differ', async () => {
    const check = checkAt({ now: NOW });
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => makeValidator(KEY, about(), NOW)));
    expect(await check(sent(one ?? '', { inHeader: '' }))).toBe('accepted');
    expect(await check(sent(two ?? '', { inQuery: '' }))).toBe('accepted');
    expect(await check({ inQuery: three ?? '', inHeader: one ?? '', requestHeader: '' })).toBe('different');
    expect(await check(sent(''))).toBe('missing');
  });

  test('where GEODI names itself, nobody else is answered, and a wrong name uses nothing up', async () => {
    const check = checkAt({ now: NOW }, 'GEODI_Request');
    const text = await makeValidator(KEY, about(), NOW);
    for (const requestHeader of ['', 'GEODI', 'GEODI_Requesu', 'GEODI_Request '])
      expect(await check(sent(text, { requestHeader }))).toBe('notGeodi');
    expect(await check(sent(text, { requestHeader: 'GEODI_Request' }))).toBe('accepted');
  });
});

describe('over http', () => {
  let server: Validator;
  afterEach(() => server.close());
  const start = async (requestHeader = 'GEODI_Request') => {
    server = await startValidator({ clientId: CLIENT, secret: SECRET, requestHeader });
  };
  const asGeodi = async (validator: string, headers: Record<string, string> = {}) => {
    const url = server.url.replace('{ClientValidator}', encodeURIComponent(validator));
    const answer = await fetch(url, {
      headers: { ClientValidator: validator, GEODIRequestHeader: 'GEODI_Request', ...headers },
    });
    return [answer.status, answer.headers.get('content-type'), await answer.text()];
  };
  const OK = [200, 'text/plain; charset=utf-8', 'OK'];
  const NOK = [200, 'text/plain; charset=utf-8', 'NOK'];

  test('OK once, then NOK; the log has time, outcome, ClientID and reason, and no secret', async () => {
    await start();
    const text = await server.make('GEODI:anna');
    expect(await asGeodi(text)).toEqual(OK);
    expect(await asGeodi(text)).toEqual(NOK);
    expect(await asGeodi(await server.make('x'), { GEODIRequestHeader: 'nobody' })).toEqual(NOK);
    expect(await asGeodi('')).toEqual(NOK);
    expect(server.log.map(({ answer, clientId, reason }) => [answer, clientId, reason])).toEqual([
      ['OK', CLIENT, 'accepted'],
      ['NOK', CLIENT, 'replayed'],
      ['NOK', CLIENT, 'notGeodi'],
      ['NOK', CLIENT, 'missing'],
    ]);
    for (const line of server.log)
      expect(Object.keys(line).sort()).toEqual(['answer', 'clientId', 'reason', 'time']);
    for (const secret of [text, text.slice(-20), SECRET, 'anna', 'GEODI_Request'])
      expect(JSON.stringify(server.log)).not.toContain(secret);
  });

  test('any address and method is answered', async () => {
    await start('');
    const origin = new URL(server.url).origin;
    for (const target of [
      '/',
      '/%',
      '//x?validator=%E0%A4%A',
      '/?validator[]=1',
      `/?validator=${'a'.repeat(7000)}`,
    ])
      expect(await (await fetch(origin + target, { method: 'POST', body: 'x' })).text()).toBe('NOK');
  });
});

describe('the configuration', () => {
  const file = async (content: unknown) => {
    const folder = await mkdtemp(join(tmpdir(), 'geodi-'));
    const path = join(folder, 'config.json');
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
  };

  test('a file, and the environment with the last word; this machine alone unless said otherwise', async () => {
    await using config = await file({ clientId: 'A', secret: SECRET, port: 9000 });
    expect(readConfig(config.path, {})).toEqual({
      ...{
        clientId: 'A',
        key: KEY,
        port: 9000,
        host: '127.0.0.1',
        parameter: 'validator',
        requestHeader: '',
      },
    });
    const environment = { GEODI_CLIENT_ID: 'B', GEODI_REQUEST_HEADER: 'G', GEODI_VALIDATOR_HOST: '0.0.0.0' };
    expect(readConfig(config.path, environment)).toMatchObject({
      clientId: 'B',
      requestHeader: 'G',
      host: '0.0.0.0',
    });
    expect(readConfig(undefined, { GEODI_CLIENT_ID: 'C', GEODI_VALIDATOR_SECRET: SECRET })).toMatchObject({
      clientId: 'C',
    });
  });

  test.each([
    ['no client', { secret: SECRET }, /clientId is missing/],
    ['a guessable secret', { clientId: 'A', secret: 'planted-secret-77' }, /32 random bytes/],
    ['no secret', { clientId: 'A' }, /32 random bytes/],
    ['no port', { clientId: 'A', secret: SECRET, port: 'x' }, /port/],
    ['another name', { clientId: 'A', secret: SECRET, secrets: 1 }, /unknown setting: secrets/],
    ['no text', { clientId: {}, secret: SECRET }, /clientId must be a text/],
    ['no object', [], /one JSON object/],
    ['no JSON', '{clientId', /no JSON/],
  ])('%s is said, and no secret with it', async (_, content, sentence) => {
    await using config = await file(content);
    expect(() => readConfig(config.path, {})).toThrow(sentence);
    expect(() => readConfig(config.path, {})).not.toThrow(/planted-secret-77/);
  });

  test('the program starts, answers, and ends when told to; nothing secret is printed', async () => {
    const main = join(import.meta.dirname, '../../../scripts/geodi-validator/main.ts');
    const environment = {
      GEODI_CLIENT_ID: CLIENT,
      GEODI_VALIDATOR_SECRET: SECRET,
      GEODI_VALIDATOR_PORT: '0',
    };
    const child = spawn(process.execPath, [main], { env: { ...process.env, ...environment } });
    let printed = '';
    const prints = (pattern: RegExp) =>
      new Promise<string>((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(printed);
          if (found) resolve(found[1] ?? '');
        };
        child.stdout.on('data', (chunk: Buffer) => {
          printed += String(chunk);
          look();
        });
        child.once('exit', () => reject(new Error(printed)));
      });
    child.stderr.on('data', (chunk: Buffer) => {
      printed += String(chunk);
    });
    const origin = await prints(/on (http:\/\/127\.0\.0\.1:\d+)\//);
    const text = await makeValidator(KEY, about(), Date.now());
    const logged = prints(/OK ClientID="MyClientID" (accepted)/);
    expect(await (await fetch(`${origin}/?validator=${text}`)).text()).toBe('OK');
    await logged;
    for (const secret of [SECRET, text, 'anna']) expect(printed).not.toContain(secret);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
