import { expect, test } from 'vitest';
import { AppError } from '../../../lib/errors.ts';
import { readProject } from '../../../lib/project/read.ts';
import { writeProject } from '../../../lib/project/write.ts';
import { layer, project, source, wms } from '../../fakes/projects.ts';

const GOOD = writeProject(project());

/** The good file with one text in it replaced. */
const put = (find: string, replace: string) => {
  expect(GOOD).toContain(find);
  return GOOD.replace(find, () => replace);
};

/** The good file as a value, changed. */
const changed = (change: (file: Record<string, never> & { layers: unknown }) => unknown) =>
  JSON.stringify(change(JSON.parse(GOOD) as never));

const nested = (depth: number, inner: unknown): unknown =>
  depth === 0
    ? inner
    : {
        type: 'group',
        id: `g${depth}`,
        name: '',
        visible: true,
        expanded: true,
        children: [nested(depth - 1, inner)],
      };

const URL_AT = '"url": "https://geo.example.com/geoserver/ows"\n    }';
const address = (url: string) => put(URL_AT, `"url": ${JSON.stringify(url)}\n    }`);
const layers = (count: number) =>
  changed((file) => ({ ...file, layers: Array.from({ length: count }, (_, at) => layer({ id: `l${at}` })) }));

const MEGABYTE = 'x'.repeat(1_000_000);

test.each<[string, string, string]>([
  ['nothing', '', 'projectDamaged'],
  ['no JSON', 'layerkey: 1', 'projectDamaged'],
  ['cut off', GOOD.slice(0, -20), 'projectDamaged'],
  ['a list', '[]', 'projectDamaged'],
  ['null', 'null', 'projectDamaged'],
  ['a number', '1', 'projectDamaged'],
  ['a file of another program', '{"type": "FeatureCollection", "features": []}', 'projectDamaged'],
  ['a version that is none', put('"layerkey": 1', '"layerkey": "1"'), 'projectDamaged'],
  ['version 0', put('"layerkey": 1', '"layerkey": 0'), 'projectDamaged'],
  ['half a version', put('"layerkey": 1', '"layerkey": 1.5'), 'projectDamaged'],
  ['a version beyond all numbers', put('"layerkey": 1', '"layerkey": 1e999'), 'projectDamaged'],
  ['javascript:', address('javascript:alert(1)'), 'projectAddress'],
  ['javascript: after a line break', address('\njavascript:alert(1)'), 'projectAddress'],
  ['javascript: hidden by a line break', address('java\nscript:alert(1)'), 'projectAddress'],
  ['data:', address('data:text/html,<script>alert(1)</script>'), 'projectAddress'],
  ['file:', address('file:///etc/passwd'), 'projectAddress'],
  ['blob:', address('blob:https://geo.example.com/1'), 'projectAddress'],
  ['our own pages', address('chrome-extension://abc/map.html'), 'projectAddress'],
  ['no scheme', address('//geo.example.com/ows'), 'projectAddress'],
  ['no host', address('https://'), 'projectAddress'],
  ['an address of 1 MB', address(`https://geo.example.com/${MEGABYTE}`), 'projectAddress'],
  ['an address that is a list', put(URL_AT, '"url": ["https://geo.example.com"]\n    }'), 'projectDamaged'],
  ['a name of 1 MB', put('"name": "Polder"', `"name": "${MEGABYTE}"`), 'projectDamaged'],
  ['6 MB', put('"name": "Polder"', `"name": "${'x'.repeat(6_000_000)}"`), 'projectTooBig'],
  ['2,000 layers', layers(2000), 'read'],
  ['2,001 layers', layers(2001), 'projectTooMany'],
  [
    '501 sources',
    changed((file) => ({
      ...file,
      sources: Array.from({ length: 501 }, (_, at) => source({ id: `s${at}` })),
    })),
    'projectTooMany',
  ],
  ['groups 20 deep', changed((file) => ({ ...file, layers: [nested(20, layer())] })), 'read'],
  ['groups 21 deep', changed((file) => ({ ...file, layers: [nested(21, layer())] })), 'projectTooMany'],
  [
    'groups 100,000 deep',
    put('"children": [', `"children": [${'{"children":['.repeat(100_000)}${']}'.repeat(100_000)},`),
    'projectTooMany',
  ],
  ['a list 1,000,000 deep', `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`, 'projectDamaged'],
  ['an infinite number', put('13.44', '1e999'), 'projectDamaged'],
  ['a number that is none', put('13.44', 'NaN'), 'projectDamaged'],
  ['a number as text', put('13.44', '"13.44"'), 'projectDamaged'],
  ['no resolution', put('13.44', '0'), 'projectDamaged'],
  ['an opacity of 2', put('"opacity": 0.8', '"opacity": 2'), 'projectDamaged'],
  ['a place in three dimensions', put('[121000, 487000]', '[1, 2, 3]'), 'projectDamaged'],
  ['a CRS that is markup', put('"crs": "EPSG:28992"', '"crs": "<b>"'), 'projectDamaged'],
  ['a kind that nobody knows', put('"kind": "wms"', '"kind": "toString"'), 'projectDamaged'],
  ['a node that is neither', put('"type": "group"', '"type": "constructor"'), 'projectDamaged'],
  ['an id of every object', GOOD.replaceAll('source1', '__proto__'), 'projectDamaged'],
  ['another', GOOD.replaceAll('source1', 'constructor'), 'projectDamaged'],
  ['an id with markup', GOOD.replaceAll('source1', '<i>'), 'projectDamaged'],
  ['two nodes with one id', GOOD.replaceAll('layer1', 'group1'), 'projectDamaged'],
  [
    'two sources with one id',
    put('"sources": [', `"sources": [${JSON.stringify(source())},`),
    'projectDamaged',
  ],
  [
    'a layer of no source',
    put('"sourceId": "source1",\n          "draws"', '"sourceId": "other",\n          "draws"'),
    'projectDamaged',
  ],
  [
    'a KeyVault of no source',
    put('"sourceId": "source1",\n      "method"', '"sourceId": "other",\n      "method"'),
    'projectDamaged',
  ],
  [
    'a KeyVault that is no word',
    put('"method": "basic"', '"method": "javascript:alert(1)"'),
    'projectDamaged',
  ],
])('%s', (_, text, code) => {
  const read = () => {
    try {
      readProject(text);
      return 'read';
    } catch (error) {
      return error instanceof AppError ? error.code : error;
    }
  };
  expect(read()).toBe(code);
});

test('members named like parts of every object change nothing', () => {
  const hostile =
    '"__proto__": {"polluted": 1, "url": "javascript:1"}, "constructor": {"prototype": {"polluted": 1}},';
  const text = GOOD.replaceAll('"name":', `${hostile} "name":`);
  const { project: read } = readProject(text);
  expect(read).toEqual(project());
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  for (const each of [read, read.sources[0], read.tree[0]]) {
    expect(Object.getPrototypeOf(each)).toBe(Object.prototype);
  }
});

test('the sentence names the source or layer, never the address', () => {
  const legend = writeProject(project({ tree: [layer({ name: 'Sheep', draws: wms() })] })).replace(
    '"queryable": true',
    '"queryable": true, "legend": "data:text/html,1"',
  );
  expect(() => readProject(legend)).toThrow(
    expect.objectContaining({ code: 'projectAddress', values: ['Sheep'] }),
  );
  expect(() => readProject(address('javascript:secret'))).toThrow(
    expect.objectContaining({ values: ['Parcels'] }),
  );
});
