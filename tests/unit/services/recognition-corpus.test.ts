import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  carriesCredential,
  matrixCredential,
  queryParameters,
} from '../../../lib/services/credentials-in-url.ts';
import { groupServices } from '../../../lib/services/group.ts';
import { SERVICE_KINDS, type ServiceKind } from '../../../lib/services/kinds.ts';
import { recognise } from '../../../lib/services/recognise.ts';

/** One line of `tests/fixtures/recognition`; its README says where the addresses come from. */
interface Entry {
  url: string;
  kind: ServiceKind | null;
  source: string;
}

/** What is not found at all, and what is found under another name. Lower them when recognition gets better. */
const AT_MOST: Record<ServiceKind, { missed: number; otherKind: number }> = {
  WMS: { missed: 8, otherKind: 1 },
  WFS: { missed: 1, otherKind: 1 },
  WMTS: { missed: 6, otherKind: 7 },
  WCS: { missed: 3, otherKind: 0 },
  CSW: { missed: 1, otherKind: 0 },
  WPS: { missed: 1, otherKind: 0 },
  SOS: { missed: 1, otherKind: 0 },
  'OGC API': { missed: 5, otherKind: 2 },
  XYZ: { missed: 4, otherKind: 0 },
  TMS: { missed: 0, otherKind: 2 },
  MVT: { missed: 1, otherKind: 2 },
  TileJSON: { missed: 0, otherKind: 0 },
  Style: { missed: 2, otherKind: 0 },
  ArcGIS: { missed: 0, otherKind: 0 },
  '3D': { missed: 0, otherKind: 0 },
  STAC: { missed: 4, otherKind: 7 },
  Isogeo: { missed: 0, otherKind: 0 },
  GEODI: { missed: 0, otherKind: 0 },
};
/** Addresses of no map service that the popup would still list. */
const FALSE_ALARMS_AT_MOST = 11;

const FOLDER = join(import.meta.dirname, '../../fixtures/recognition');
const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json') && name !== 'biome.json')
  .map((name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    return { name, text, entries: JSON.parse(text) as Entry[] };
  });
const corpus = files.flatMap(({ entries }) => entries);
const services = corpus.filter(({ kind }) => kind !== null);
const others = corpus.filter(({ kind }) => kind === null);

/** What the popup lists for a page that loaded this alone; null where it lists nothing. */
function listed(url: string): ServiceKind | null {
  return groupServices([{ url, status: 0 }])[0]?.kinds[0] ?? null;
}

describe('the corpus', () => {
  test('is large enough, and has every kind', () => {
    expect(services.length).toBeGreaterThanOrEqual(300);
    expect(others.length).toBeGreaterThanOrEqual(300);
    expect(SERVICE_KINDS.filter((kind) => !services.some((entry) => entry.kind === kind))).toEqual([]);
    expect(new Set(services.map(({ url }) => new URL(url).hostname)).size).toBeGreaterThan(250);
  });

  test.each(files)('$name: one kind, one entry a line, sorted', ({ text, entries }) => {
    expect(new Set(entries.map(({ kind }) => kind)).size).toBe(1);
    expect(text.split('\n').filter((line) => line.trim().startsWith('{'))).toHaveLength(entries.length);
    const urls = entries.map(({ url }) => url);
    expect(urls).toEqual([...urls].sort());
  });

  test('names every address once, as a browser can load it, and its source', () => {
    const urls = corpus.map(({ url }) => url);
    expect(urls.filter((url, index) => urls.indexOf(url) !== index)).toEqual([]);
    expect(urls.filter((url) => !/^https?:\/\/[\x21-\x7e]+$/.test(url) || !URL.canParse(url))).toEqual([]);
    expect(urls.filter((url) => /[{}]/.test(url))).toEqual([]);
    const source = /^(?:https:\/\/\S+|[\w.-]+\/[\w.-]+:\S+)$/;
    expect(corpus.filter((entry) => !source.test(entry.source))).toEqual([]);
    expect(corpus.filter(({ kind }) => kind !== null && !SERVICE_KINDS.includes(kind))).toEqual([]);
  });

  test('holds no credential of anybody', () => {
    const secrets = corpus.flatMap(({ url }) => {
      const { username, password, pathname, search } = new URL(url);
      const inQuery = queryParameters(search.slice(1)).filter(
        ({ name, value }) => carriesCredential(name, value) && !/^(?:KEY|ID)?$/.test(value),
      );
      const inPath = matrixCredential(pathname);
      const isSecret = username + password !== '' || inQuery.length > 0 || (inPath?.value ?? 'KEY') !== 'KEY';
      return isSecret ? [url] : [];
    });
    expect(secrets).toEqual([]);
  });
});

describe('recognition over the corpus', () => {
  test.each(SERVICE_KINDS)('%s is found as often as ever', (kind) => {
    const entries = services.filter((entry) => entry.kind === kind);
    const missed = entries.filter(({ url }) => listed(url) === null).map(({ url }) => url);
    const otherKind = entries.filter(({ url }) => ![null, kind].includes(listed(url))).map(({ url }) => url);
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(AT_MOST[kind].missed);
    expect(otherKind.length, otherKind.join('\n')).toBeLessThanOrEqual(AT_MOST[kind].otherKind);
  });

  test('what is no map service stays unlisted as often as ever', () => {
    const alarms = others.flatMap(({ url }) => (listed(url) === null ? [] : [`${listed(url)} ${url}`]));
    expect(alarms.length, alarms.join('\n')).toBeLessThanOrEqual(FALSE_ALARMS_AT_MOST);
  });

  test('the popup lists what the address alone says', () => {
    const differing = corpus.filter(({ url }) => listed(url) !== (recognise(url)?.kind ?? null));
    expect(differing.map(({ url }) => url)).toEqual([]);
  });

  test('figures', () => {
    const rows = SERVICE_KINDS.map((kind) => {
      const answers = services.filter((entry) => entry.kind === kind).map(({ url }) => listed(url));
      const found = answers.filter((answer) => answer !== null).length;
      return {
        kind,
        addresses: answers.length,
        found,
        'same kind': answers.filter((answer) => answer === kind).length,
        recall: `${((100 * found) / answers.length).toFixed(1)} %`,
      };
    });
    const found = rows.reduce((sum, row) => sum + row.found, 0);
    const alarms = others.filter(({ url }) => listed(url) !== null).length;
    console.table(rows);
    console.log(
      `Found: ${found} of ${services.length} (${((100 * found) / services.length).toFixed(1)} %). ` +
        `False alarms: ${alarms} of ${others.length} (${((100 * alarms) / others.length).toFixed(1)} %).`,
    );
    expect(found / services.length).toBeGreaterThan(0.9);
    expect(alarms / others.length).toBeLessThan(0.03);
  });
});
