import { expect, test } from 'vitest';
import { rulesBySource } from '../../../lib/diagnostics/rules.ts';
import { compileRules } from '../../../lib/rules/compile.ts';
import { windowRules } from '../../../lib/rules/windows.ts';
import { destination, NOTHING, saved, source } from '../../fakes/records.ts';
import { HEADER, installed, PREFIX, rulesFor } from './scene.ts';

const URL_FILTERS = `|${PREFIX}[/?|]`;
/** What is shown of the one source. */
const own = (rules: Parameters<typeof rulesBySource>[0], records = saved()) =>
  rulesBySource(rules, records).filter(({ hosts }) => hosts.length > 0);

test('a password: which headers are set, where, for whose requests', () => {
  const [shown, ...others] = own(rulesFor(HEADER));
  expect(others).toEqual([]);
  expect(shown).toEqual({
    hosts: ['geo.example.com'],
    kinds: ['WMS'],
    rules: [
      {
        does: 'headers',
        names: ['authorization', 'cache-control'],
        filters: [URL_FILTERS],
        count: 3,
        initiators: ['maps.example.org'],
        notInitiators: ['below.maps.example.org'],
        topDomains: ['maps.example.org'],
        types: ['image', 'media', 'other', 'xmlhttprequest'],
        methods: ['get', 'head'],
      },
    ],
  });
});

test('a key in the query: the names of its parameters', () => {
  const parameters = [
    { name: 'token', value: 'planted-secret' },
    { name: 'app_id', value: 'planted-too' },
  ];
  const [shown] = own(rulesFor({ kind: 'query', parameters }));
  expect(shown?.rules).toMatchObject([
    { does: 'parameters', names: ['token', 'app_id'], filters: [URL_FILTERS], count: 3 },
  ]);
  expect(JSON.stringify(shown)).not.toContain('planted');
});

test('a key in the query beside a header: its exceptions, without it', () => {
  const parameters = [{ name: 'token', value: 'planted-secret/?|*' }];
  const headers = [{ name: 'referer', value: 'https://maps.example.org/' }];
  const rules = rulesFor({ kind: 'query', parameters, headers });
  // Control: the filters themselves hold it.
  expect(rules.filter((rule) => JSON.stringify(rule.condition).includes('planted-secret'))).toHaveLength(4);
  const [shown] = own(rules);
  expect(shown?.rules.map(({ does }) => does).sort()).toEqual(['allow', 'headers', 'parameters']);
  expect(JSON.stringify(shown)).not.toContain('planted');
});

test('a key in the path: the address without it', () => {
  const rules = rulesFor({ kind: 'path', text: '/', value: 'planted-secret' });
  // Control: the rules themselves hold it, in the exceptions for what was rewritten too.
  expect(rules.filter((rule) => JSON.stringify(rule.condition).includes('planted-secret'))).toHaveLength(3);
  const [shown] = own(rules);
  expect(shown?.rules).toMatchObject([
    { does: 'path', names: [], filters: [`^${PREFIX}`], count: 1 },
    { does: 'allow', names: [], filters: [`|${PREFIX}/•••`], count: 3 },
  ]);
  expect(JSON.stringify(shown)).not.toContain('planted');
});

test('a whole host, and one with a key in its saved address', () => {
  const base = 'https://geo.example.com/';
  const whole = saved({ sources: [source({ urls: [base] })] });
  expect(own(rulesFor(HEADER, { prefix: base }), whole)[0]?.rules[0]?.filters).toEqual([`|${base}`]);
  for (const [url, shown] of [
    [
      'https://geo.example.com/token/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9/wms',
      '|https://geo.example.com/token/•••/wms[/?|]',
    ],
    [
      'https://geo.example.com/services;key=0a1b2c3d/wfs',
      '|https://geo.example.com/services;key=•••/wfs[/?|]',
    ],
  ] as const) {
    const records = saved({ sources: [source({ urls: [url] })] });
    expect(own(rulesFor(HEADER, { prefix: url }), records)[0]?.rules[0]?.filters).toEqual([shown]);
  }
});

test('of two addresses below each other each has its own rules', () => {
  const deeper = `${PREFIX}/deeper`;
  const records = saved({
    sources: [source(), source({ id: 'source2', urls: [deeper], kinds: ['WFS'] })],
  });
  const placements = [destination(), destination({ sourceId: 'source2', prefix: deeper })].map((each) => ({
    destination: each,
    injection: HEADER,
  }));
  const shown = own(
    installed(compileRules(placements, { topDomains: true, allowed: [], ownHost: 'layerkey' })),
    records,
  );
  expect(shown.map(({ kinds, rules }) => [kinds, rules.map(({ does, filters }) => [does, filters])])).toEqual(
    [
      [['WMS'], [['headers', [URL_FILTERS]]]],
      [
        ['WFS'],
        [
          // What the shorter one would do is kept out, links apart.
          ['allow', [`|${deeper}[/?|]`]],
          ['allow', [`|${deeper}[/?|]`]],
          ['headers', [`|${deeper}[/?|]`]],
        ],
      ],
    ],
  );
});

test('exceptions for everybody stand last; our own windows and rules of unknown sources are masked', () => {
  const window = windowRules([{ tabId: 4, redirect: 'http://127.0.0.1:7070/planted-secret' }]);
  const rules = installed([
    ...window,
    ...compileRules([{ destination: destination(), injection: HEADER }], {
      topDomains: true,
      allowed: [],
      ownHost: 'layerkey',
    }),
  ]);
  const shown = rulesBySource(rules, NOTHING);
  expect(shown.map(({ hosts }) => hosts)).toEqual([[]]);
  expect(shown[0]?.rules.map(({ does, filters }) => [does, filters])).toEqual([
    ['block', ['•••']],
    ['disguised', []],
    ['signed', []],
    ['headers', ['•••']],
  ]);
  expect(JSON.stringify(shown)).not.toContain('planted');
  expect(rulesBySource(rules, saved()).map(({ hosts }) => hosts)).toEqual([['geo.example.com'], []]);
});

test('nothing installed, nothing shown', () => expect(rulesBySource([], saved())).toEqual([]));
