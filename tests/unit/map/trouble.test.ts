import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText } from '../../../lib/map/text.ts';
import { type Came, troubleOf, type Wanted } from '../../../lib/map/trouble.ts';

const URL_ASKED = 'https://geo.example.com/ows?REQUEST=GetMap';
const came = (more: Partial<Came>): Came => ({
  url: URL_ASKED,
  status: 200,
  contentType: 'image/png',
  start: '',
  ...more,
});
const report = (code: string, words: string) =>
  `<?xml version="1.0"?><ServiceExceptionReport><ServiceException code="${code}">${words}</ServiceException></ServiceExceptionReport>`;

describe('what is wrong with an answer', () => {
  test.each<[string, Partial<Came>, Wanted, string | null]>([
    ['a picture', {}, 'picture', null],
    ['a refusal', { status: 401 }, 'tile', 'refused'],
    ['a ban', { status: 403 }, 'data', 'refused'],
    ['a tile beyond the coverage', { status: 404 }, 'tile', 'outside'],
    ['no content', { status: 204 }, 'tile', 'outside'],
    ['a document that is gone', { status: 404 }, 'data', 'missing'],
    ['a server in trouble', { status: 502, start: '<h1>Bad gateway</h1>' }, 'tile', 'failed'],
    [
      'Esri’s refusal in a 200',
      { contentType: 'application/json', start: '{"error":{"code":499,"message":"Token Required"}}' },
      'picture',
      'refused',
    ],
    [
      'Esri’s other errors',
      { contentType: 'application/json', start: '{"error":{"code":400,"message":"Invalid bbox"}}' },
      'picture',
      'empty',
    ],
    [
      'an exception about access',
      { contentType: 'text/xml', start: report('', 'Access denied') },
      'picture',
      'refused',
    ],
    [
      'any other exception',
      { contentType: 'text/xml', start: report('LayerNotDefined', 'No such layer') },
      'picture',
      'empty',
    ],
    [
      'a login page',
      { contentType: 'text/html', start: '<html><title>Log in</title><input type="password">' },
      'data',
      'empty',
    ],
    ['a page that was asked for', { contentType: 'text/html', start: '<html>Lake</html>' }, 'words', null],
    ['a key that is missing', { status: 400, start: 'API key required' }, 'tile', 'refused'],
    ['data', { contentType: 'application/geo+json', start: '{"type":"FeatureCollection"}' }, 'data', null],
  ])('%s', (_, answer, wanted, what) => {
    const found = troubleOf(came(answer), wanted);
    expect(found === null || found === 'outside' ? found : found.what).toBe(what);
  });

  test('says the service’s words as text', () => {
    const words = report(
      'LayerNotDefined',
      '&lt;b&gt;No&lt;/b&gt; <![CDATA[<script>alert(1)</script>such]]> layer',
    );
    expect(troubleOf(came({ contentType: 'text/xml', start: words }), 'picture')).toEqual({
      what: 'empty',
      status: 200,
      words: '<b>No</b> such layer',
    });
  });
});

describe('text without markup', () => {
  test.each([
    ['<p>One</p><p>Two</p>', 'One Two'],
    ['a < b & c > d', 'a < b & c > d'],
    ['<a href="x">&copy; Town</a> &amp; country &#228; &#xe9;', '© Town & country ä é'],
    ['<style>p { color: red }</style><!-- no -->Seen<script>alert(1)</script>', 'Seen'],
    ['<img src=x onerror="alert(1)">Lake', 'Lake'],
    ['\u202eevil\u0000', 'evil'],
    ['<unfinished tag', ''],
  ])('%s', (markup, text) => {
    expect(plainText(markup)).toBe(text);
  });

  test('is never longer than asked, has no tag of what was markup, and takes no time', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), (before, inside) => {
        const text = plainText(`${before}<script>${inside}</script><b title="${inside}">`, 40);
        expect([...text].length).toBeLessThanOrEqual(41);
        expect(text.toLowerCase()).not.toContain('<script>');
      }),
    );
    for (const hostile of [
      '<'.repeat(400_000),
      '<!--'.repeat(100_000),
      '<script>'.repeat(50_000),
      '&#'.repeat(200_000),
    ]) {
      plainText(hostile);
    }
  });
});
