import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DiagnosticEvent,
  eventOf,
  MOST_EVENTS,
  safeDetail,
  safeHost,
  withEvent,
} from '../../../lib/diagnostics/events.ts';

const listOf = (...events: DiagnosticEvent[]) =>
  events.reduce<readonly DiagnosticEvent[]>((list, event) => withEvent(list, event), []);
const refused = (at: number, host = 'geo.example.com') => eventOf(at, 'refused', host, '401');

test('the last 200 stay, the oldest go', () => {
  const many = Array.from({ length: 250 }, (_, index) => refused(index, `h${index}.example`));
  const list = listOf(...many);
  expect(MOST_EVENTS).toBe(200);
  expect(list.map(({ host }) => host)).toEqual(many.slice(50).map(({ host }) => host));
});

test('what happens again within a minute is counted, with the time of the last', () => {
  expect(listOf(refused(0), refused(60_000), refused(120_000))).toEqual([
    { at: 120_000, code: 'refused', host: 'geo.example.com', detail: '401', times: 3 },
  ]);
  expect(listOf(refused(0), refused(60_001)).map(({ times }) => times)).toEqual([1, 1]);
});

test('only what is the same in everything is counted, whatever came between', () => {
  const other = refused(1, 'tiles.example.net');
  expect(listOf(refused(0), other, refused(2)).map(({ at, times }) => [at, times])).toEqual([
    [1, 1],
    [2, 2],
  ]);
  const status = eventOf(1, 'refused', 'geo.example.com', '403');
  expect(listOf(refused(0), status)).toHaveLength(2);
  expect(listOf(refused(0), eventOf(1, 'notAccepted', 'geo.example.com', '401'))).toHaveLength(2);
});

test('a clock that was set back far does not swallow what comes after', () => {
  expect(listOf(refused(3_600_000), refused(0))).toHaveLength(2);
});

test.each([
  ['https://geo.example.com:8443/ows?token=x', 'geo.example.com:8443'],
  ['https://geo.example.com:443/', 'geo.example.com'],
  ['http://anna:pw@geo.example.com/', 'geo.example.com'],
  ['geo.example.com', 'geo.example.com'],
  ['geo.localhost:8080', 'geo.localhost:8080'],
  ['[::1]:8080', '[::1]:8080'],
])('of %s the host is kept', (text, host) => expect(safeHost(text)).toBe(host));

test.each([
  ...['', '/tiles/key/1', '?token=x', '#access_token=x', '\\\\tiles\\key', 'anna:pw@geo.example.com'],
  ...['tiles/key', 'chrome-extension://abc/popup.html', 'data:text/html,x', 'https://', 'https:///tiles/key'],
  ...['a host', 'https://a b/', `https://${'x'.repeat(300)}.example/`],
])('%s has no host to keep', (text) => expect(safeHost(text)).toBe(''));

test.each([
  ['401', '401'],
  ['ERR_CERT_DATE_INVALID', 'ERR_CERT_DATE_INVALID'],
  ['net::ERR_CERT_DATE_INVALID', 'ERR_CERT_DATE_INVALID'],
  ['timedOut', 'timedOut'],
  [
    'The certificate is not trusted because it is self-signed.',
    'The certificate is not trusted because it is self-signed.',
  ],
])('the detail %s is a code', (text, detail) => expect(safeDetail(text)).toBe(detail));

test.each([
  ...['token=abc', 'https://geo.example.com/', 'Basic dmlzaXRvcjpwdw==', 'Zürich', 'a\nb', 'x'.repeat(61)],
])('the detail %j is dropped whole', (text) => expect(safeDetail(text)).toBe(''));

/** Something that can be told from everything else in an address. */
const planted = fc.stringMatching(/^Planted[A-Za-z0-9]{8,30}$/);

test('nothing of an address but its host gets into an event', () => {
  const address = fc
    .record({
      scheme: fc.constantFrom('https://', 'http://', 'HTTPS://', ''),
      user: planted,
      password: planted,
      withUser: fc.boolean(),
      path: planted,
      query: planted,
      fragment: planted,
    })
    .map(({ scheme, user, password, withUser, path, query, fragment }) => ({
      text: `${scheme}${withUser ? `${user}:${password}@` : ''}geo.example.com/${path};key=${path}/${query}?${query}=${query}#${fragment}`,
      secrets: [user, password, path, query, fragment],
    }));
  fc.assert(
    fc.property(address, ({ text, secrets }) => {
      const { host, detail } = eventOf(0, 'refused', text, text);
      expect(['', 'geo.example.com']).toContain(host);
      expect(detail).toBe('');
      // Control: they stand in what was given.
      expect(secrets.some((secret) => text.includes(secret))).toBe(true);
    }),
  );
});

test('parts of an address without its host are no host and no code', () => {
  const part = fc.oneof(
    planted.map((text) => `/${text}`),
    planted.map((text) => `/${text}/${text}`),
    planted.map((text) => `?${text}`),
    planted.map((text) => `?key=${text}`),
    planted.map((text) => `#${text}`),
    planted.map((text) => `${text}:${text}@`),
    planted.map((text) => `//${text}/${text}`),
  );
  fc.assert(
    fc.property(part, (text) => {
      expect(eventOf(0, 'refused', text, text)).toMatchObject({ host: '', detail: '' });
    }),
  );
});

test('whatever is given, an event is made, and never of anything else than hosts and codes', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true })),
      fc.string({ unit: 'binary' }),
      (host, detail) => {
        const event = eventOf(0, 'failure', host, detail);
        expect(event.host).toMatch(/^[^/?#@\s\\]*$/);
        expect(event.detail).toMatch(/^[A-Za-z0-9_. -]{0,60}$/);
      },
    ),
  );
});
