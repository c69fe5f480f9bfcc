import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collapseHosts, expandTemplate } from '../../../lib/services/template.ts';

describe('expandTemplate', () => {
  test.each([
    [
      'https://{a-c}.t.example/{z}',
      ['https://a.t.example/{z}', 'https://b.t.example/{z}', 'https://c.t.example/{z}'],
    ],
    [
      'https://t{1-3}.example.org/',
      ['https://t1.example.org/', 'https://t2.example.org/', 'https://t3.example.org/'],
    ],
    ['https://{s}.t.example/', ['https://a.t.example/', 'https://b.t.example/', 'https://c.t.example/']],
    [
      'https://{switch:server,services}.t.example/',
      ['https://server.t.example/', 'https://services.t.example/'],
    ],
    ['https://t.example/{a-c}', ['https://t.example/{a-c}']],
    ['https://{switch:,}.t.example/', ['https://{switch:,}.t.example/']],
    ['https://t.example/{z}/{x}/{y}', ['https://t.example/{z}/{x}/{y}']],
    ['not a url {s}', ['not a url {s}']],
  ])('%s', (template, urls) => {
    expect(expandTemplate(template)).toEqual(urls);
  });

  test('gives at most 40', () => {
    expect(expandTemplate('https://{1-999}.{a-z}.example/')).toHaveLength(40);
    expect(expandTemplate(`https://${'{a-z}'.repeat(50)}.example/`)).toHaveLength(40);
  });
});

describe('collapseHosts', () => {
  test.each([
    [
      ['https://a.t.example/x', 'https://b.t.example/x', 'https://c.t.example/x'],
      ['https://{a-c}.t.example/x'],
    ],
    [['https://t2.example.org/', 'https://t1.example.org/'], ['https://t{1-2}.example.org/']],
    [['https://tile-a.example.org/', 'https://tile-b.example.org/'], ['https://tile-{a-b}.example.org/']],
    [
      ['https://a.t.example/', 'https://c.t.example/'],
      ['https://a.t.example/', 'https://c.t.example/'],
    ],
    [
      ['https://a.t.example/', 'https://b.t.example/', 'https://d.t.example/'],
      ['https://{a-b}.t.example/', 'https://d.t.example/'],
    ],
    // other people's names, other paths, other schemes, addresses
    [
      ['https://a.example/', 'https://b.example/'],
      ['https://a.example/', 'https://b.example/'],
    ],
    [
      ['https://a.co.uk/', 'https://b.co.uk/'],
      ['https://a.co.uk/', 'https://b.co.uk/'],
    ],
    [
      ['https://a.github.io/', 'https://b.github.io/'],
      ['https://a.github.io/', 'https://b.github.io/'],
    ],
    [
      ['https://a.t.example/x', 'https://b.t.example/y', 'http://b.t.example/x'],
      ['https://a.t.example/x', 'https://b.t.example/y', 'http://b.t.example/x'],
    ],
    [
      ['https://1.0.0.1/', 'https://2.0.0.1/'],
      ['https://1.0.0.1/', 'https://2.0.0.1/'],
    ],
    [
      ['https://alpha.t.example/', 'https://alphb.t.example/'],
      ['https://alpha.t.example/', 'https://alphb.t.example/'],
    ],
  ])('%j', (bases, collapsed) => {
    expect(collapseHosts(bases)).toEqual(collapsed);
  });

  test('expanding gives back what was collapsed, never more', () => {
    const label = fc.constantFrom(
      'a',
      'b',
      'c',
      'd',
      'f',
      '1',
      '2',
      '3',
      't1',
      't2',
      't3',
      'x-a',
      'x-b',
      'maps',
      't10',
      't11',
    );
    const rest = fc.constantFrom(
      '.t.example.org/',
      '.example.org/wms',
      '.example.org:8080/a',
      '.co.uk/',
      '.0.0.1/',
    );
    const base = fc.tuple(fc.constantFrom('https://', 'http://'), label, rest).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(base), (bases) => {
        const back = collapseHosts(bases).flatMap(expandTemplate);
        expect(back.toSorted()).toEqual([...new Set(bases)].toSorted());
      }),
    );
  });

  test('any texts stay what they are', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        expect(collapseHosts(texts)).toEqual([...new Set(texts)]);
      }),
    );
  });
});
