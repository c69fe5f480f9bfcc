import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AppError } from '../../../lib/errors.ts';
import { jSettingsName, writeJSettings } from '../../../lib/interchange/jsettings.ts';

/** As GEODI reads it: JSON with names that need no quotes, which is what a script reads, too. */
const read = (text: string) => ({ ...(runInNewContext(`(${text})`) as Record<string, string>) });
const failure = (client: Parameters<typeof writeJSettings>[0]) => {
  try {
    return writeJSettings(client);
  } catch (error) {
    return [(error as AppError).code, ...(error as AppError).values];
  }
};
const CLIENT = {
  clientId: 'MyClientID',
  validateUrl: 'https://yourhost/check?validator={ClientValidator}',
  requestHeader: 'GEODI_Request',
};

test('has the shape of GEODI’s own example', () => {
  expect(writeJSettings(CLIENT)).toBe(`{

ClientID:"MyClientID",
ValidateURL: "https://yourhost/check?validator={ClientValidator}",
GEODIRequestHeader:"GEODI_Request"

}
`);
});

test('without a request header there is none in it', () => {
  expect(read(writeJSettings({ ...CLIENT, requestHeader: ' ' }))).toEqual({
    ClientID: CLIENT.clientId,
    ValidateURL: CLIENT.validateUrl,
  });
});

test('whatever stands in it, GEODI reads what was typed; the bytes are UTF-8 without a mark', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((each) => each.trim() !== '');
  const visible = fc.stringMatching(/^[\x21-\x7e]{0,30}$/);
  fc.assert(
    fc.property(text, fc.webUrl({ withQueryParameters: true }), visible, (clientId, base, requestHeader) => {
      const validateUrl = `${base}${base.includes('?') ? '&' : '?'}v={ClientValidator}`;
      fc.pre(!/[{}]/.test(base));
      const written = writeJSettings({ clientId, validateUrl, requestHeader });
      expect(read(written)).toEqual({
        ...{ ClientID: clientId.trim(), ValidateURL: validateUrl },
        ...(requestHeader === '' ? {} : { GEODIRequestHeader: requestHeader }),
      });
      const bytes = new TextEncoder().encode(written);
      expect(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)).toBe(written);
    }),
  );
});

test.each<[string, Partial<typeof CLIENT>, string[]]>([
  ['no client', { clientId: ' ' }, ['emptyField', 'clientId']],
  ['no address', { validateUrl: '' }, ['emptyField', 'validateUrl']],
  ['no whole address', { validateUrl: 'yourhost/check?v={ClientValidator}' }, ['badUrl', 'validateUrl']],
  ['another scheme', { validateUrl: 'ftp://yourhost/{ClientValidator}' }, ['badUrl', 'validateUrl']],
  ['a space', { validateUrl: 'https://your host/?v={ClientValidator}' }, ['badUrl', 'validateUrl']],
  ['another place', { validateUrl: 'https://yourhost/?v={clientvalidator}' }, ['geodiPlace', 'validateUrl']],
  ['half a place', { validateUrl: 'https://yourhost/?v={ClientValidator' }, ['geodiPlace', 'validateUrl']],
  ['a header of two lines', { requestHeader: 'a\nb' }, ['badHeaderValue', 'requestHeader']],
])('%s: said, and no file', (_, more, expected) => {
  expect(failure({ ...CLIENT, ...more })).toEqual(expected);
});

test('an address that relies on the header has no place for the validator', () => {
  const validateUrl = 'http://127.0.0.1:8452/';
  expect(read(writeJSettings({ ...CLIENT, validateUrl })).ValidateURL).toBe(validateUrl);
});

test('bad input is answered, never half written', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (clientId, validateUrl, requestHeader) => {
      const made = failure({ clientId, validateUrl, requestHeader });
      if (typeof made === 'string') expect(Object.keys(read(made)).length).toBeGreaterThan(1);
      else expect(made[0]).toMatch(/^(?:emptyField|badUrl|badHeaderValue|geodiPlace)$/);
    }),
  );
});

test.each([
  ['MyClientID', 'MyClientID.jSettings'],
  ['../../etc/passwd', '.._.._etc_passwd.jSettings'],
  ['Karten – Köln', 'Karten_K_ln.jSettings'],
  ['', 'client.jSettings'],
])('%j is the file %s', (clientId, name) => {
  expect(jSettingsName(clientId)).toBe(name);
});
