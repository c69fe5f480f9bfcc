import { expect, test } from 'vitest';
import { isDisguised, isUnder, parsePrefix, prefixText } from '../../../lib/sources/prefix.ts';

const text = (base: string) => prefixText(parsePrefix(base));

test.each([
  ['https://geo.example.com/geoserver/ows', 'https://geo.example.com/geoserver/ows'],
  ['https://geo.example.com/geoserver/ows/', 'https://geo.example.com/geoserver/ows'],
  ['https://geo.example.com/geoserver/ows///', 'https://geo.example.com/geoserver/ows'],
  ['https://geo.example.com', 'https://geo.example.com/'],
  ['https://geo.example.com//', 'https://geo.example.com/'],
  ['https://geo.example.com:443/ows', 'https://geo.example.com/ows'],
  ['https://geo.example.com:8443/ows', 'https://geo.example.com:8443/ows'],
  ['http://geo.example.com:80/ows', 'http://geo.example.com/ows'],
  ['HTTPS://Geo.Example.COM/OWS', 'https://geo.example.com/OWS'],
  ['https://bücher.example/karte/ä', 'https://xn--bcher-kva.example/karte/%C3%A4'],
  ['https://geo.example.com/a/../b/./c', 'https://geo.example.com/b/c'],
  ['https://geo.example.com/ows?service=WMS#x', 'https://geo.example.com/ows'],
  ['http://[2001:db8::1]:8080/ows', 'http://[2001:db8::1]:8080/ows'],
])('%s is kept to %s, and that to itself', (base, expected) => {
  expect(text(base)).toBe(expected);
  expect(text(expected)).toBe(expected);
});

test.each([
  ['https://geo.example.com/ows*', 'badPrefix'],
  ['https://geo.example.com/*/ows', 'badPrefix'],
  ['https://geo.example.com/a|b', 'badPrefix'],
  ['https://*.example.com/ows', 'badPrefix'],
  ['https://*/ows', 'badPrefix'],
  ['https://geo.example.com/a..%2fb', 'badPrefix'],
  ['https://geo.example.com/a%252e', 'badPrefix'],
  ['ftp://geo.example.com/ows', 'notHttpUrl'],
  ['javascript:alert(1)', 'notHttpUrl'],
  ['geo.example.com/ows', 'badUrl'],
  ['https://', 'badUrl'],
  ['', 'badUrl'],
  ['https://anna:pw@geo.example.com/ows', 'badUrl'],
  ['https://anna@geo.example.com/ows', 'badUrl'],
])('%s is refused: %s', (base, code) => {
  expect(() => parsePrefix(base)).toThrow(expect.objectContaining({ code }));
});

test('a caret in a path is no operator of the filter: either refused or written as %5E', () => {
  let kept = '';
  try {
    kept = text('https://geo.example.com/o^ws');
  } catch (error) {
    expect(error).toMatchObject({ code: 'badPrefix' });
  }
  expect(kept).not.toContain('^');
});

const DISGUISED = [
  '/geoserver/ows/..%2fmanager',
  '/geoserver/ows/..%2Fmanager',
  '/geoserver/ows/%2e%2e%2fmanager',
  '/geoserver/ows/.%2E%2fmanager',
  '/geoserver/ows/..;/manager',
  '/geoserver/ows/.;./manager',
  '/geoserver/ows/..%5cmanager',
  '/geoserver/ows/%252e%252e/manager',
  '/geoserver/ows/%252fmanager',
  '/geoserver/ows/%c0%ae%c0%ae/manager',
  '/geoserver/ows/%EF%BC%8E%EF%BC%8E/manager',
];

test.each(DISGUISED)('%s may mean another path to the server', (path) => {
  expect(isDisguised(path)).toBe(true);
  expect(
    isUnder(parsePrefix('https://geo.example.com/geoserver/ows'), new URL(`https://geo.example.com${path}`)),
  ).toBe(false);
});

test.each([
  '/geoserver/ows',
  '/v1.2/tile.png',
  '/a%20b',
  '/a%2fb',
  '/a;key=1/b',
  '/1.0.0/WMTSCapabilities.xml',
  '/.well-known/x',
])('%s means itself', (path) => {
  expect(isDisguised(path)).toBe(false);
});

const OWS = parsePrefix('https://geo.example.com/geoserver/ows');

test.each([
  ['https://geo.example.com/geoserver/ows', true],
  ['https://geo.example.com/geoserver/ows?REQUEST=GetMap', true],
  ['https://geo.example.com/geoserver/ows/x/y.png', true],
  ['https://geo.example.com/geoserver/ows#part', true],
  ['https://geo.example.com/geoserver/ows?next=../..%2f', true],
  ['https://geo.example.com/geoserver/ows~old', false],
  ['https://geo.example.com/geoserver/ows@x', false],
  ['https://geo.example.com/geoserver/ows;v=1', false],
  ['https://geo.example.com/geoserver/owsx', false],
  ['https://geo.example.com/geoserver/OWS', false],
  ['https://geo.example.com/geoserver', false],
  ['https://geo.example.com/geoserver/ows/../manager', false],
  ['http://geo.example.com/geoserver/ows', false],
  ['https://geo.example.com:8443/geoserver/ows', false],
  ['https://a.geo.example.com/geoserver/ows', false],
  ['https://geo.example.com.evil.example/geoserver/ows', false],
  ['https://evil.example/https://geo.example.com/geoserver/ows', false],
])('%s lies under /geoserver/ows: %s', (url, expected) => {
  expect(isUnder(OWS, new URL(url))).toBe(expected);
});

test('a root takes the whole origin and nothing else', () => {
  const root = parsePrefix('https://geo.example.com/');
  expect(isUnder(root, new URL('https://geo.example.com/any/thing'))).toBe(true);
  expect(isUnder(root, new URL('https://geo.example.com:444/'))).toBe(false);
});
