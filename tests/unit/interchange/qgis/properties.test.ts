import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../../../lib/errors.ts';
import { putSecrets, takeSecrets } from '../../../../lib/interchange/qgis/address-secrets.ts';
import { decrypt, encrypt } from '../../../../lib/interchange/qgis/authentication-crypto.ts';
import { readAuthentication } from '../../../../lib/interchange/qgis/authentication-read.ts';
import { writeAuthentication } from '../../../../lib/interchange/qgis/authentication-write.ts';
import { readConnections } from '../../../../lib/interchange/qgis/connections-read.ts';
import { writeConnections } from '../../../../lib/interchange/qgis/connections-write.ts';
import { FAMILIES } from '../../../../lib/interchange/qgis/families.ts';
import { headerDraft, headersOf } from '../../../../lib/interchange/qgis/header-draft.ts';
import { isXmlText, parseXml } from '../../../../lib/interchange/qgis/xml.ts';

const xmlText = fc.string({ unit: 'binary' }).filter(isXmlText);
const names = fc
  .stringMatching(/^[A-Za-z_][\w.-]{0,12}$/)
  .filter((name) => !/^(?:__proto__|constructor|prototype)$/.test(name));
const attributes = fc.array(fc.tuple(names, xmlText)).map((pairs) => new Map(pairs));

test('connections: what is written is what is read', () => {
  const connection = fc.tuple(fc.constantFrom(...FAMILIES), fc.array(attributes, { minLength: 1 }));
  fc.assert(
    fc.property(connection, ([family, all]) => {
      const given = all.map((each) => ({ family, name: each.get('name')?.trim() ?? '', attributes: each }));
      expect(readConnections(parseXml(writeConnections(family, given)))).toEqual(given);
    }),
  );
});

test('authentication: what is written is what is read, encrypted or not', async () => {
  const safe = xmlText.filter((text) => !/\|\|\||:::|\|$/.test(text));
  const configuration = fc.record({
    ...{
      id: fc.stringMatching(/^[0-9a-z]{7}$/),
      name: xmlText,
      uri: xmlText,
      method: xmlText,
      version: xmlText,
    },
    config: fc.array(fc.tuple(names, safe)).map((pairs) => new Map(pairs)),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(configuration, { minLength: 1, maxLength: 4 }), async (given) => {
      expect(readAuthentication(parseXml(await writeAuthentication(given, '')))).toEqual(given);
    }),
  );
});

test('encryption opens with its password and no other', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme' }),
      fc.string(),
      fc.string(),
      async (text, password, other) => {
        const encrypted = await encrypt(text, password);
        expect(await decrypt(encrypted, password)).toBe(
          new TextDecoder().decode(new TextEncoder().encode(text)),
        );
        if (other === password) return;
        await expect(decrypt(encrypted, other)).rejects.toEqual(new AppError('exchangePassword'));
      },
    ),
    { numRuns: 20 },
  );
});

test('secrets of an address come out and go back; none of them stays', () => {
  const value = fc.stringMatching(/^[\w~!@/+ %&=:;ü-]{8,20}$/);
  const key = fc.constantFrom('key', 'token', 'apiKey', 'access_token', 'UserSession');
  const rest = fc.array(fc.constantFrom('map=a', 'x', 'LAYERS=b,c', 'q=%20', ''), { maxLength: 3 });
  const user = fc.option(fc.record({ username: value, password: value }));
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 2 }),
      rest,
      rest,
      user,
      (keys, before, after, who) => {
        const encoded = keys.map(([name, secret]) => `${name}=${encodeURIComponent(secret)}`);
        const info = who ? `${encodeURIComponent(who.username)}:${encodeURIComponent(who.password)}@` : '';
        const query = [...before, ...encoded, ...after].filter(Boolean).join('&');
        const address = `https://${info}t.example.test/{z}/{x}/{y}.png${query === '' ? '' : `?${query}`}`;
        const { blank, secrets } = takeSecrets(address);
        expect(secrets.query).toEqual(keys.map(([name, secret]) => ({ name, value: secret })));
        for (const [, secret] of keys) expect(blank).not.toContain(encodeURIComponent(secret));
        if (who) expect(blank).not.toContain('@');
        expect(putSecrets(blank, secrets)).toBe(address);
      },
    ),
  );
});

test('headers come out and go back', () => {
  const value = fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,20}[\x21-\x7e])?$/);
  const name = fc.constantFrom('X-Api-Key', 'Authorization', 'x-tenant', 'apikey');
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(name, value), { selector: ([each]) => each, minLength: 1 }),
      (headers) => {
        const converted = headerDraft(headers);
        if ('cannot' in converted) throw new Error(converted.cannot.key);
        expect(headersOf(converted.made)).toEqual(headers);
      },
    ),
  );
});

test.each([
  ['1abc', 'v', 'exchangeHeaderName'],
  ['x:y', 'v', 'exchangeHeaderName'],
  ['a b', 'v', 'exchangeHeaderName'],
  ['X', 'a|||b', 'exchangeSeparator'],
  ['X', 'a:::b', 'exchangeSeparator'],
  ['X', 'a|', 'exchangeSeparator'],
  ['X', 'a\u0000', 'exchangeCharacter'],
])('%j with %j is refused, and the sign-in is named', async (name, value, code) => {
  const given = {
    id: 'abc1234',
    name: 'City',
    uri: '',
    method: 'APIHeader',
    version: '2',
    config: new Map([[name, value]]),
  };
  const refused = writeAuthentication([given], '');
  await expect(refused).rejects.toMatchObject({ code, values: expect.arrayContaining(['City']) });
});
