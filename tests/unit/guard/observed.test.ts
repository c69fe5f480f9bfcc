import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { type Answer, observe } from '../../../lib/guard/observed.ts';
import { retryTime } from '../../../lib/guard/retry-after.ts';

const NOW = Date.UTC(2026, 0, 15, 12, 0, 0);
const MAP =
  'https://geo.example.com/geoserver/ows?service=WMS&request=GetMap&format=image%2Fpng&layers=sewers';
const TILE = 'https://tiles.example.net/roads/5/10/12.png';

/** An answer to a picture that a rule of ours signed. */
const answer = (given: Partial<Answer> & { header?: Record<string, string> }): Answer => ({
  url: TILE,
  status: 200,
  type: 'image',
  headers: Object.entries(given.header ?? {}).map(([name, value]) => ({ name, value })),
  location: '',
  error: '',
  fromCache: false,
  ours: 'signed',
  ...given,
});
const says = (given: Parameters<typeof answer>[0]) => {
  const seen = observe(answer(given), NOW);
  return seen.what === 'refusal' ? `refusal ${seen.why}` : seen.what;
};

describe('statuses', () => {
  test.each<[string, number[]]>([
    ['fine', [200, 204, 206, 304]],
    ['refusal signIn', [401, 498, 499, 511]],
    ['refusal access', [403]],
    ['refusal proxy', [407]],
    ['limited', [429]],
    ['fault', [408, 500, 501, 502, 503, 504, 520, 599]],
    ['nothing', [0, 100, 301, 400, 404, 405, 410, 451, 452, 453, 454, 455, 456, 497]],
  ])('%s: %j', (expected, statuses) => {
    for (const status of statuses) expect([status, says({ status })]).toEqual([status, expected]);
  });

  test('452 to 455 are refusals at GEODI’s TokenHandler, and nowhere else', () => {
    const at = (url: string, status: number) =>
      says({ url: `https://geodi.example.com/geodi/${url}`, status });
    for (const status of [452, 453, 454, 455]) {
      expect(at('TokenHandler?op=GetAutoLoginToken', status)).toBe('refusal signIn');
      expect(at('FeedHandler?op=BulkFeed', status)).toBe('nothing');
      expect(at('FeedHandler?op=BulkFeed&back=/TokenHandler/', status)).toBe('nothing');
    }
    expect(at('FeedHandler?op=BulkFeed', 401)).toBe('refusal signIn');
  });

  test('a refusal names its challenges, several lines of them as well', () => {
    const seen = (value: string) =>
      observe(answer({ status: 401, headers: [{ name: 'WWW-Authenticate', value }] }), NOW);
    expect(seen('Negotiate\nNTLM\nBasic realm="a, b"')).toEqual({
      what: 'refusal',
      why: 'signIn',
      status: 401,
      challenges: ['negotiate', 'ntlm', 'basic'],
    });
    const lines = ['Negotiate', 'Digest nonce="1"'].map((value) => ({ name: 'www-authenticate', value }));
    expect(observe(answer({ status: 401, headers: lines }), NOW)).toMatchObject({
      challenges: ['negotiate', 'digest'],
    });
  });

  test.each([
    ['https://basemaps.linz.govt.nz/v1/tiles/aerial/3857/5/10/12.webp', 400, 'refusal hidden'],
    ['https://data.linz.govt.nz/services;key=abcdefgh/wfs?service=WFS', 400, 'refusal hidden'],
    ['https://linz.govt.nz.example.com/1/2/3.png', 400, 'nothing'],
    [MAP, 400, 'nothing'],
    [MAP, 404, 'refusal hidden'],
    ['https://geo.example.com/geoserver/gwc/service/wmts?request=GetTile', 404, 'nothing'],
    ['https://basemaps.linz.govt.nz/v1/tiles/aerial/3857/5/10/12.webp', 404, 'nothing'],
    [TILE, 404, 'nothing'],
  ])('%s that answers %i: %s, where it is known to need a sign-in', (url, status, expected) => {
    expect(says({ url, status, ours: 'signed' })).toBe(expected);
    expect(says({ url, status, ours: 'known' })).toBe(expected);
    expect(says({ url, status, ours: 'unknown' })).toBe('nothing');
  });
});

describe('redirects', () => {
  test.each([
    ['https://sso.example.org/realms/city/protocol/openid-connect/auth?x=1', 'refusal loginPage'],
    ['https://geo.example.com/login?next=%2Fgeoserver', 'refusal loginPage'],
    ['/users/sign-in', 'refusal loginPage'],
    ['https://cdn.example.com/tiles/5/10/12.png', 'nothing'],
    ['/geoserver/ows/', 'nothing'],
    ['http://[', 'nothing'],
  ])('to %s: %s', (location, expected) => {
    expect(says({ url: MAP, status: 302, location })).toBe(expected);
  });

  test.each([
    ['http://geo.example.com/auth/wms', 'https://geo.example.com/auth/wms'],
    ['https://geo.example.com/oauth2/tiles?x=1', 'https://geo.example.com/oauth2/tiles?x=1&token=abc'],
    ['https://auth.example.com/services/wfs', 'https://auth.example.com/services;key=login/wfs'],
  ])('%s to itself is no login', (url, location) => {
    expect(says({ url, location, status: 307 })).toBe('nothing');
  });

  test('a service below /auth that leads to its login', () => {
    const url = 'https://geo.example.com/auth/wms';
    expect(says({ url, location: '/auth/login', status: 302 })).toBe('refusal loginPage');
  });
});

describe('a page where a picture was asked', () => {
  test.each([
    [TILE, 'image', 'text/html; charset=utf-8', 'refusal html'],
    [TILE, 'xmlhttprequest', 'text/html', 'refusal html'],
    ['https://g.example/rest/services/a/MapServer/export?f=image', 'image', 'text/html', 'refusal html'],
    [`${TILE}?v=2`, 'xmlhttprequest', 'application/xhtml+xml', 'refusal html'],
    [MAP, 'xmlhttprequest', 'TEXT/HTML', 'refusal html'],
    [MAP, 'image', 'image/png', 'fine'],
    [MAP, 'image', 'application/vnd.ogc.se_xml', 'fine'],
    [MAP.replace('format=image%2Fpng', 'info_format=text/html'), 'xmlhttprequest', 'text/html', 'fine'],
    ['https://geo.example.com/ows?request=GetCapabilities', 'xmlhttprequest', 'text/html', 'fine'],
  ])('%s as %s is %s: %s', (url, type, contentType, expected) => {
    expect(says({ url, type, header: { 'Content-Type': contentType } })).toBe(expected);
    expect(says({ url, type, header: { 'content-type': contentType }, status: 500 })).toBe('fault');
  });
});

describe('the cache', () => {
  test('says nothing about a sign-in, but shows what a page without one is refused', () => {
    for (const status of [200, 401, 403, 429])
      expect(says({ status, fromCache: true, ours: 'signed' })).toBe('nothing');
    expect(says({ status: 403, fromCache: true, ours: 'unknown' })).toBe('refusal access');
    expect(says({ status: 403, fromCache: true, ours: 'known' })).toBe('refusal access');
  });
});

describe('errors', () => {
  test.each([
    ['net::ERR_CERT_AUTHORITY_INVALID', 'certificate'],
    ['net::ERR_CERT_DATE_INVALID', 'certificate'],
    ['net::ERR_CERTIFICATE_TRANSPARENCY_REQUIRED', 'certificate'],
    ['The certificate is not trusted because it is self-signed.', 'certificate'],
    ['Le certificat n’est pas sûr car il est auto-signé.', 'certificate'],
    ['Het certificaat wordt niet vertrouwd.', 'certificate'],
    ['Dem Zertifikat wird nicht vertraut.', 'certificate'],
    ['Sertifika güvenilir değil.', 'certificate'],
    ['SEC_ERROR_UNKNOWN_ISSUER', 'certificate'],
    ['net::ERR_CONNECTION_REFUSED', 'fault'],
    ['net::ERR_NAME_NOT_RESOLVED', 'fault'],
    ['net::ERR_INTERNET_DISCONNECTED', 'fault'],
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'fault'],
    ['NS_ERROR_UNKNOWN_HOST', 'fault'],
    ['NS_ERROR_NET_TIMEOUT', 'fault'],
    ['net::ERR_ABORTED', 'nothing'],
    ['net::ERR_BLOCKED_BY_CLIENT', 'nothing'],
    ['NS_BINDING_ABORTED', 'nothing'],
  ])('%s: %s', (error, expected) => {
    expect(says({ status: 0, error })).toBe(expected);
    // Whatever status came before it broke off.
    expect(says({ status: 401, error })).toBe(expected);
  });
});

describe('Retry-After', () => {
  const DAY = 24 * 60 * 60_000;
  test.each([
    ['120', '', 120_000],
    [' 0 ', '', 0],
    ['Thu, 15 Jan 2026 12:01:30 GMT', '', 90_000],
    ['Thursday, 15-Jan-26 12:01:30 GMT', '', 90_000],
    ['Thu Jan 15 12:01:30 2026', '', 90_000],
    // The server's clock is an hour ahead.
    ['Thu, 15 Jan 2026 13:01:30 GMT', 'Thu, 15 Jan 2026 13:00:00 GMT', 90_000],
    ['Thu, 15 Jan 2026 11:00:00 GMT', '', 0],
    ['99999999', '', DAY],
    ['9'.repeat(400), '', DAY],
    ['Fri, 15 Jan 2027 12:00:00 GMT', '', DAY],
    ['', '', null],
    ['-5', '', null],
    ['1.5', '', null],
    ['soon', '', null],
    ['2026-01-15T12:01:30Z', '', null],
    ['Thu, 99 Jan 2026 12:01:30 GMT', '', null],
  ])('%j: after %s ms', (text, date, wait) => {
    const until = wait === null ? null : NOW + wait;
    expect(retryTime(text, date, NOW)).toBe(until);
    const header = { 'retry-after': text, date };
    expect(observe(answer({ status: 429, header }), NOW)).toEqual({ what: 'limited', until });
    expect(observe(answer({ status: 503, header }), NOW)).toEqual({ what: 'fault', until });
  });

  test('a date without a zone means GMT, wherever the computer is', () => {
    vi.stubEnv('TZ', 'Asia/Tokyo');
    expect(new Date(NOW).getHours()).toBe(21);
    expect(retryTime('Thu Jan 15 12:01:30 2026', '', NOW)).toBe(NOW + 90_000);
    vi.unstubAllEnvs();
  });

  test('any text: null, or between now and a day from now', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.nat().map(String)), fc.string(), (text, date) => {
        const until = retryTime(text, date, NOW);
        expect(until === null || (until >= NOW && until <= NOW + DAY)).toBe(true);
      }),
    );
  });
});

test('anything is answered, and a fault is never a refusal', () => {
  const anything = fc.record({
    url: fc.oneof(fc.webUrl(), fc.string()),
    status: fc.oneof(fc.integer(), fc.integer({ min: 100, max: 599 })),
    type: fc.string(),
    headers: fc.array(
      fc.oneof(fc.record({ name: fc.string() }), fc.record({ name: fc.string(), value: fc.string() })),
    ),
    location: fc.oneof(fc.constant(''), fc.string(), fc.webUrl()),
    error: fc.oneof(fc.constant(''), fc.string()),
    fromCache: fc.boolean(),
    ours: fc.constantFrom('signed', 'known', 'unknown'),
  });
  fc.assert(
    fc.property(anything, (given) => {
      const { what } = observe(given as Answer, NOW);
      if (given.error !== '' || (given.status >= 500 && given.status !== 511))
        expect(what).not.toBe('refusal');
    }),
  );
});
