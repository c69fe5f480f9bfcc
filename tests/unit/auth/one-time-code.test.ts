import fc from 'fast-check';
import { Secret } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { codeAt } from '../../../lib/auth/geomapfish/one-time-code.ts';

/** RFC 6238, appendix B: the keys are these digits, repeated to the length of the hash. */
const base32 = (length: number) =>
  Secret.fromUTF8('1234567890'.repeat(7).slice(0, length)).base32.replace(/=+$/, '');
const KEYS = { SHA1: base32(20), SHA256: base32(32), SHA512: base32(64) };

test.each([
  [59, 'SHA1', '94287082'],
  [59, 'SHA256', '46119246'],
  [59, 'SHA512', '90693936'],
  [1_111_111_109, 'SHA1', '07081804'],
  [1_111_111_111, 'SHA256', '67062674'],
  [1_234_567_890, 'SHA512', '93441116'],
  [2_000_000_000, 'SHA1', '69279037'],
  [20_000_000_000, 'SHA256', '77737706'],
] as const)('at %d s by %s (RFC 6238, appendix B): %s', (seconds, algorithm, code) => {
  const address = `otpauth://totp/City:anna?secret=${KEYS[algorithm]}&algorithm=${algorithm}&digits=8&period=30`;
  expect(codeAt(address, seconds * 1000)).toBe(code);
});

test('a secret alone, however it is grouped, makes six digits each 30 seconds', () => {
  const key = KEYS.SHA1;
  const grouped = key.toLowerCase().replace(/.{4}/g, '$& ').replace(' ', '-');
  for (const text of [key, grouped, ` ${key}\n`]) expect(codeAt(text, 59_000)).toBe('287082');
  expect(codeAt(key, 30_000)).toBe(codeAt(key, 59_999));
  expect(codeAt(key, 30_000)).not.toBe(codeAt(key, 60_000));
});

describe('what is no secret is said, and nothing of it', () => {
  test.each([
    '',
    '   ',
    'A',
    'none 0189',
    'otpauth://totp/City:anna',
    'otpauth://totp/City:anna?secret=189',
    `otpauth://hotp/City:anna?secret=${KEYS.SHA1}&counter=1`,
    `otpauth://totp/City:anna?secret=${KEYS.SHA1}&algorithm=MD5`,
    `otpauth://totp/City:anna?secret=${KEYS.SHA1}&period=0`,
    'https://city.example/',
  ])('%j', (text) => {
    expect(() => codeAt(text, 0)).toThrow(
      expect.objectContaining({ code: 'otpSecretWrong', values: ['otpSecret'] }),
    );
  });

  test('whatever is pasted: a code of digits, or that', () => {
    const pasted = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'ABZ27 -=') }));
    fc.assert(
      fc.property(pasted, fc.nat(), (text, now) => {
        try {
          expect(codeAt(text, now)).toMatch(/^\d{6}$/);
        } catch (error) {
          expect(error).toMatchObject({ code: 'otpSecretWrong', values: ['otpSecret'] });
        }
      }),
    );
  });
});
