import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalise, requireLongEnough } from '../../../lib/vault/passphrase.ts';

test.each([
  ['eight letters', 'abcdefgh'],
  ['eight emoji', '🗺🧭🏔🌍🌲🏖🚲⛺'],
  ['with spaces', 'a b c d '],
  ['accents, composed', '\u00e9'.repeat(8)],
])('%s are enough', (_, passphrase) => {
  expect(() => requireLongEnough(passphrase)).not.toThrow();
});

test.each([
  ['nothing', ''],
  ['seven letters', 'abcdefg'],
  ['four emoji, which are eight code units', '🗺🧭🏔🌍'],
  ['seven letters with accents of their own', 'e\u0301'.repeat(7)],
])('%s are too short', (_, passphrase) => {
  expect(() => requireLongEnough(passphrase)).toThrow(
    expect.objectContaining({ code: 'shortPassphrase', values: [] }),
  );
});

test('however a text is composed and spaced, it is one passphrase', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\u00a0', '\u2002', '\u3000'),
      (text, space) => {
        const once = normalise(text);
        expect(normalise(once)).toBe(once);
        expect(normalise(text.normalize('NFD'))).toBe(normalise(text.normalize('NFC')));
        expect(normalise(`${text}${space}x`)).toBe(normalise(`${text} x`));
      },
    ),
  );
});
