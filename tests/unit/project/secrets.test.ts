import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanAddress } from '../../../lib/project/clean-address.ts';
import { cleaned } from '../../../lib/project/cleaned.ts';
import type { Project } from '../../../lib/project/model.ts';
import { servicesOf } from '../../../lib/project/named-services.ts';
import { readProject } from '../../../lib/project/read.ts';
import { writeProject } from '../../../lib/project/write.ts';
import { mapServices } from '../../../lib/sign-in/own-record.ts';
import { UNKNOWN_PAGE } from '../../../lib/sign-in/pages.ts';
import { anyProject, CleanUrl, layer, project, source, wms } from '../../fakes/projects.ts';

const XYZ = { kind: 'xyz' as const, minZoom: 0, maxZoom: 18, tms: false };

/** Every form in which a text is likely to be found again. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .slice(offset === 0 ? 0 : offset + 1)
      .replace(/.{0,2}=*$/, ''),
  );
  const percent = encodeURIComponent(secret);
  return [
    ...[
      secret,
      JSON.stringify(secret).slice(1, -1),
      percent,
      percent.toLowerCase(),
      encodeURIComponent(percent),
    ],
    ...[
      new URLSearchParams({ a: secret }).toString().slice(2),
      [...bytes].map((b) => `%${b.toString(16)}`).join(''),
    ],
    ...[...base64, ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))],
    ...[bytes.toString('hex'), bytes.toString('hex').toUpperCase(), [...secret].join('\0')],
    ...[Buffer.from(secret, 'utf16le').toString('latin1'), bytes.toString('latin1')],
    [...secret].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  ];
}

const holds = (text: string, secret: string): string[] =>
  formsOf(secret).filter((form) => text.includes(form));

/** Long enough that chance does not find it; with the characters that addresses treat in their own ways. */
const Secret = fc
  .tuple(
    fc.stringMatching(/^[A-Za-z0-9]{12}$/),
    fc.string({ unit: fc.constantFrom(...'abcXYZ019 +/=&%#?@:;.~-_é漢"\\'), maxLength: 12 }),
  )
  .map(([a, b]) => a + b);

const NAMES = [
  'token',
  'key',
  'apikey',
  'api_key',
  'access_token',
  'API-KEY',
  'code',
  'password',
  'usersession',
  'sig',
];

/** How a secret is brought into an address. */
const PLACES: ((url: string, secret: string, name: string) => string)[] = [
  (url, secret, name) => `${url}${url.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(secret)}`,
  (url, secret, name) => `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams({ [name]: secret })}`,
  (url, secret) => url.replace('://', `://anna:${encodeURIComponent(secret)}@`),
  (url, secret) => url.replace('://', `://${encodeURIComponent(secret)}@`),
  (url, secret) => url.replace(/(:\/\/[^/]+)/, `$1/services;key=${encodeURIComponent(secret)}`),
  (url, secret) => `${url}#access_token=${encodeURIComponent(secret)}`,
  (url, secret, name) =>
    `https://proxy.example.org/?url=${encodeURIComponent(`${url.replace(/\?.*$/, '')}?${name}=${encodeURIComponent(secret)}`)}`,
];

const Planted = fc.tuple(Secret, fc.constantFrom(...NAMES)).chain(([secret, name]) => {
  const Url = fc
    .tuple(CleanUrl, fc.constantFrom(...PLACES), fc.boolean())
    .map(([url, place, isPlanted]) => (isPlanted ? place(url, secret, name) : url));
  return fc.record({ secret: fc.constant(secret), made: anyProject(Url), address: Url });
});

test('whatever was in its addresses, no form of a secret is in the file', () => {
  let found = 0;
  fc.assert(
    fc.property(Planted, ({ secret, made, address }) => {
      const named: Project = {
        ...made,
        name: `Map of ${address}`,
        tree: [
          ...made.tree,
          layer({
            name: address,
            sourceId: 'source0',
            draws: wms({ attribution: `<a href="${address}">x</a>` }),
          }),
        ],
      };
      found += holds(JSON.stringify(named), secret).length > 0 ? 1 : 0;
      const text = writeProject(named);
      expect(holds(text, secret)).toEqual([]);
      // And what is written stays as it is.
      expect(readProject(text)).toEqual({ project: cleaned(named).project, found: [] });
    }),
    { numRuns: 250 },
  );
  // The control: it was there, and would have been seen.
  expect(found).toBeGreaterThan(125);
});

test('what the service is known to take its key under is a secret, too', () => {
  const url = 'https://geo.example.com/ows?map=a&Zugang=Polder-7-dijk';
  const all = project({
    sources: [source({ url, needs: { method: 'key', parameter: 'zugang' } })],
    tree: [],
  });
  expect(cleaned(all).project.sources[0]?.url).toBe('https://geo.example.com/ows?map=a');
  expect(cleaned(project({ sources: [source({ url })], tree: [] })).project.sources[0]?.url).toBe(url);
});

test.each([
  ['https://Geo.Example.com/ows?SERVICE=WMS', 'https://Geo.Example.com/ows?SERVICE=WMS'],
  [
    'https://geo.example.com/{z}/{x}/{-y}.png?style=a b',
    'https://geo.example.com/{z}/{x}/{-y}.png?style=a b',
  ],
  ['https://geo.example.com/ows?token=a&map=b&key=c', 'https://geo.example.com/ows?map=b'],
  ['https://geo.example.com/ows?token=a', 'https://geo.example.com/ows'],
  ['https://anna:pw@geo.example.com/ows', 'https://geo.example.com/ows'],
  ['https://geo.example.com/services;key=abc/wfs', 'https://geo.example.com/services/wfs'],
  [
    'https://p.example.org/?url=https%3A%2F%2Fx.example%2F%7Bz%7D',
    'https://p.example.org/?url=https%3A%2F%2Fx.example%2F%7Bz%7D',
  ],
  [
    'https://p.example.org/?url=https://x.example/{z}?token=a&b=1',
    'https://p.example.org/?url=https%3A%2F%2Fx.example%2F%7Bz%7D&b=1',
  ],
  ['ftp://geo.example.com/', ''],
  ['javascript:alert(1)', ''],
])('%s is kept as %s', (url, clean) => {
  expect(cleanAddress(url)).toBe(clean);
});

test('what is found says whose it is, becomes a word in the KeyVault, and a form that is half filled in', () => {
  const tiles = 'https://tiles.example.org/maps/{z}/{x}/{y}.png';
  const found = cleaned({
    ...project(),
    sources: [
      source({ id: 'a', url: 'https://anna:pw@geo.example.com/ows' }),
      source({ id: 'b', url: 'https://tiles.example.org/maps' }),
      source({ id: 'c', url: 'https://open.example.org/ows?key={key}&token=' }),
      source({ id: 'd', url: 'https://s.example.org/ows?sig=a&se=b' }),
      source({ id: 'e', url: 'https://linz.example.org/services;key=abc/wfs' }),
    ].map(({ needs: _, ...each }) => each),
    tree: [
      layer({
        sourceId: 'b',
        draws: { kind: 'xyz', url: `${tiles}?apikey=K-123`, minZoom: 0, maxZoom: 9, tms: false },
      }),
    ],
  });
  expect(found.project.sources.map(({ needs }) => needs)).toEqual([
    { method: 'basic' },
    { method: 'key', parameter: 'apikey' },
    undefined,
    undefined,
    { method: 'pathKey' },
  ]);
  expect(found.found.map(({ host, of, fate }) => [host, of, fate])).toEqual([
    ['geo.example.com', 'source', 'moved'],
    ['s.example.org', 'source', 'signed'],
    ['linz.example.org', 'source', 'moved'],
    ['tiles.example.org', 'layer', 'moved'],
  ]);
  const services = servicesOf(found.project, found.found);
  const { page, drafts } = mapServices(UNKNOWN_PAGE, services);
  expect(page.services.map(({ service }) => service.base).sort()).toEqual([
    'https://geo.example.com/ows',
    'https://linz.example.org/services/wfs',
    'https://open.example.org/ows',
    'https://s.example.org/ows',
    'https://tiles.example.org/maps',
  ]);
  expect([...drafts.values()].map(({ method, fields }) => [method, fields])).toEqual([
    ['basic', { username: 'anna', password: 'pw' }],
    ['pathKey', { key: 'abc', pathText: ';key=' }],
    ['key', { key: 'K-123', parameter: 'apikey' }],
  ]);
  // Told once: then the worker has it.
  expect(JSON.stringify(servicesOf(found.project, []))).not.toMatch(/pw@|K-123|abc/);
});

test.each([
  ['https://geo.example.com/ows?zugang=Polder-7-dijk', 'a parameter of its own'],
  ['https://geo.example.com/ows?url=https%3A%2F%2Fx.example%2F%3Ftoken%3DPolder-7-dijk', 'an address within'],
  ['https://geo.example.com/readme.txt?token=Polder-7-dijk', 'no service'],
])('%s (%s): what the worker would keep with the address is not sent to it', (url) => {
  const needs = { method: 'key', parameter: 'Zugang' };
  const { project: clean, found } = cleaned(project({ sources: [source({ url, needs })], tree: [] }));
  expect(found.map(({ fate }) => fate)).toEqual(['left']);
  expect(JSON.stringify([clean, servicesOf(clean, found)])).not.toContain('Polder-7');
});

test('what the worker gets of a project, it keeps nothing secret of', () => {
  fc.assert(
    fc.property(Planted, ({ secret, made }) => {
      const { project: clean, found } = cleaned(made);
      const { page } = mapServices(UNKNOWN_PAGE, servicesOf(clean, found));
      expect(holds(JSON.stringify(page), secret)).toEqual([]);
    }),
  );
});

test('a folder of tiles says nothing of itself: its service is named by a layer of it', () => {
  const tiles = 'https://tiles.example.org/topo';
  const url = `${tiles}/{z}/{x}/{y}.png`;
  const drawn = { ...layer(), sourceId: 's1', draws: { ...XYZ, url } };
  const made = { ...project(), sources: [{ id: 's1', name: 'Topo', url: tiles }], tree: [drawn] };
  expect(servicesOf(made, [])).toEqual([{ url }]);
});
