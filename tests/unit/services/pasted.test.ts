import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../lib/errors.ts';
import { credentialNames } from '../../../lib/services/credentials-in-url.ts';
import { readPasted } from '../../../lib/services/pasted.ts';

describe('readPasted', () => {
  test('an endpoint is asked for its capabilities', () => {
    expect(readPasted(' geo.example.com/geoserver/ows ')).toEqual({
      url: 'https://geo.example.com/geoserver/ows',
      base: 'https://geo.example.com/geoserver/ows',
      kinds: ['WMS'],
      sample: 'https://geo.example.com/geoserver/ows?SERVICE=WMS&REQUEST=GetCapabilities',
    });
    expect(readPasted('https://h.example/cgi-bin/mapserv?map=/a.map').sample).toBe(
      'https://h.example/cgi-bin/mapserv?map=/a.map&SERVICE=WMS&REQUEST=GetCapabilities',
    );
    expect(readPasted('https://h.example/arcgis/rest/services/A/MapServer').sample).toBe(
      'https://h.example/arcgis/rest/services/A/MapServer?f=json',
    );
  });

  test('user and password are taken out and decoded', () => {
    const pasted = readPasted(
      'https://j%C3%BCrg:p%40ss😀%F0%9F%98%80@geo.example.com/wms?service=WMS&request=GetMap',
    );
    expect(pasted).toMatchObject({
      username: 'jürg',
      password: 'p@ss😀😀',
      base: 'https://geo.example.com/wms',
    });
    expect(pasted.url).toBe('https://geo.example.com/wms?service=WMS&request=GetMap');
    expect(readPasted('bob:a{z}%b@geo.example.com/wms')).toMatchObject({
      username: 'bob',
      password: 'a{z}%b',
    });
  });

  test('a key is taken out, exact spelling', () => {
    const tiles = readPasted('https://{a-c}.tile.example.org/cycle/{z}/{x}/{y}{r}.png?apiKey=abc%2B1');
    expect(tiles).toEqual({
      url: 'https://{a-c}.tile.example.org/cycle/{z}/{x}/{y}{r}.png',
      base: 'https://{a-c}.tile.example.org/cycle',
      kinds: ['XYZ'],
      sample: 'https://a.tile.example.org/cycle/0/0/0.png',
      key: { name: 'apiKey', value: 'abc+1' },
    });
    expect(
      readPasted('https://h.example/services;key=abc/wfs?service=WFS&request=GetCapabilities'),
    ).toMatchObject({
      url: 'https://h.example/services/wfs?service=WFS&request=GetCapabilities',
      key: { name: ';key=', value: 'abc' },
    });
  });

  test('a place-holder for a key is no key', () => {
    for (const value of ['{apikey}', 'YOUR_API_KEY', '<insert>', '']) {
      expect(readPasted(`https://t.example.org/{z}/{x}/{y}.png?apikey=${value}`)).not.toHaveProperty('key');
    }
  });

  test('host templates of other programs', () => {
    expect(readPasted('https://{s}.tile.example.org/{z}/{x}/{y}.png').base).toBe(
      'https://{a-c}.tile.example.org/',
    );
    expect(readPasted('https://{switch:one,two}.example.org/{z}/{x}/{y}.png').base).toBe(
      'https://{switch:one,two}.example.org/',
    );
    expect(readPasted('https://t{1-4}.example.org/m/{z}/{x}/{-y}.pbf')).toMatchObject({
      base: 'https://t{1-4}.example.org/m',
      kinds: ['MVT'],
    });
    expect(readPasted('https://h.example/q/{quadkey}.unusual')).toMatchObject({
      kinds: ['XYZ'],
      base: 'https://h.example/q',
    });
  });

  test('international host names become what the browser sends', () => {
    expect(readPasted('https://kärten.example/wms').base).toBe('https://xn--krten-gra.example/wms');
    expect(readPasted('例え.example/geo dienst/wms').base).toBe(
      'https://xn--r8jz45g.example/geo%20dienst/wms',
    );
  });

  test('an address of unusual name is allowed where it can be an endpoint', () => {
    expect(readPasted('https://h.example/guest')).toMatchObject({
      kinds: ['WMS'],
      base: 'https://h.example/guest',
    });
    expect(readPasted('https://wms.h.example/').kinds).toEqual(['WMS']);
  });

  test.each([
    ['', 'badUrl', []],
    ['   ', 'badUrl', []],
    ['hello world', 'badUrl', []],
    ['https://', 'badUrl', []],
    ['https://h.example:99999/wms', 'badUrl', []],
    [`https://h.example/${'a'.repeat(1_000_000)}`, 'badUrl', []],
    ['ftp://h.example/wms', 'notHttpUrl', []],
    ['javascript:alert(1)', 'notHttpUrl', []],
    ['file:///etc/passwd', 'notHttpUrl', []],
    ['mailto:a@b.example', 'notHttpUrl', []],
    ['https://h.example/*/wms', 'badPrefix', []],
    ['https://*.example.org/wms', 'badPrefix', []],
    ['https://h.example/a|b/wms', 'badPrefix', []],
    ['https://h.example/wms?service=WMS&X-Amz-Signature=x', 'signedUrl', ['h.example']],
    ['https://h.example/a?sv=1&se=2&sig=x', 'signedUrl', ['h.example']],
    ['https://h.example/', 'notMapService', ['h.example']],
    ['h.example:8080', 'notMapService', ['h.example:8080']],
    ['https://h.example/manual.pdf', 'notMapService', ['h.example']],
  ])('%.60s: %s', (text, code, values) => {
    expect(() => readPasted(text)).toThrow(expect.objectContaining({ code, values }));
  });

  test('never gives back an address with credentials, and fails in words only', () => {
    const host = fc.constantFrom('h.example', '{a-c}.h.example', 'kärten.example', 'h.example:81', '*.x');
    const path = fc.constantFrom(
      '/wms',
      '/a;token=SECRET/wms',
      '/{z}/{x}/{y}.png',
      '/{z}/SECRET@x/{y}',
      '/',
      '',
    );
    const query = fc.constantFrom(
      '',
      '?key=SECRET',
      '?a=1&API_KEY=SECRET&b={b}',
      '?service=WMS&Token=SECRET#SECRET',
      '?sig=SECRET',
    );
    const user = fc.constantFrom('', 'u:SECRET@', 'SECRET@', 'u:{SECRET}@', 'u@x:SECRET@');
    fc.assert(
      fc.property(user, host, path, query, fc.string(), (...[u, h, p, q, any]) => {
        for (const text of [`https://${u}${h}${p}${q}`, `${u}${h}${p}${q}`, any, `https://${any}`]) {
          try {
            const { url, base, sample } = readPasted(text);
            for (const each of [url, base, sample]) {
              expect(credentialNames(each)).toEqual([]);
              expect(each).toMatch(/^https?:\/\/[^@/]+(?:$|\/)/);
              if (!p.includes('SECRET@')) expect(each).not.toContain('SECRET');
            }
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
