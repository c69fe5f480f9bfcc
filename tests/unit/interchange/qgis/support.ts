import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { expect } from 'vitest';
import { exchange } from '../../../../lib/interchange/qgis/exchange.ts';
import type { Choice, FilesRead, GivenFile, Known } from '../../../../lib/interchange/qgis/port.ts';
import { type Element, parseXml } from '../../../../lib/interchange/qgis/xml.ts';
import { SOURCES_COMMANDS } from '../../../../lib/messages/sources-protocol.ts';
import type { ExportedSignIn, SavedSignIn, SavedSource } from '../../../../lib/messages/sources-view.ts';
import { readPasted } from '../../../../lib/services/pasted.ts';

export const fixture = (name: string): GivenFile => ({
  name,
  bytes: new Uint8Array(
    readFileSync(fileURLToPath(new URL(`../../../fixtures/qgis/${name}`, import.meta.url))),
  ),
});

export const file = (text: string, name = 'file.xml'): GivenFile => ({
  name,
  bytes: new TextEncoder().encode(text),
});

export const NOTHING: Known = { sources: [], signIns: [] };

export const read = (files: GivenFile[], known: Known = NOTHING, passwords: [string, string][] = []) =>
  exchange.read(files, new Map(passwords), known);

/** Reads what has to be good. */
export async function good(files: GivenFile[], passwords: [string, string][] = []): Promise<FilesRead> {
  const done = await read(files, NOTHING, passwords);
  expect(done.failures).toEqual([]);
  expect(done.locked).toEqual([]);
  return done;
}

/** The one failure that a file has. */
export async function failure(given: GivenFile, password?: string) {
  const done = await read([given], NOTHING, password === undefined ? [] : [[given.name, password]]);
  expect(done.rows).toEqual([]);
  return done.failures[0]?.failure ?? done.locked[0]?.failure;
}

type Records = ReturnType<FilesRead['records']>;

/** What the worker has saved once it imported these: what the sources page shows of it, and what an export is made of. */
export function saved(records: Records): { known: Known; exported: ExportedSignIn[] } {
  v.parse(SOURCES_COMMANDS.importRecords, { ...records, remember: false });
  const ids = records.signIns.map(({ id }, index) => id ?? `signin${index}`);
  const sources = records.sources.map(
    ({ signIn, name, kinds, urls, parameter, qgis }, index): SavedSource => {
      const accountId = typeof signIn === 'number' ? ids[signIn] : signIn;
      const url = urls[0] ?? '';
      return {
        ...{
          id: `source${index}`,
          name,
          kinds,
          provider: '',
          sample: '',
          origins: [],
          frames: false,
          status: 'signedIn',
        },
        ...{ tested: null, lastUsed: null, parameter: parameter ?? null, urls: [baseOf(url)] },
        uses: accountId
          ? [
              {
                accountId,
                status: 'signedIn',
                changed: false,
                site: 'https://map.layerkey.invalid',
                name: '',
              },
            ]
          : [],
        qgis,
      };
    },
  );
  const signIns = records.signIns.map(
    ({ method, who, qgis, origins }, index): SavedSignIn => ({
      ...{
        id: ids[index] ?? '',
        method,
        who,
        status: 'signedIn',
        remembered: false,
        ready: true,
        sources: 1,
      },
      ...{ hosts: (origins ?? []).map((origin) => new URL(origin).host), qgis },
    }),
  );
  const exported = records.signIns.map(({ method, who, settings, secrets }, index) => ({
    ...{ id: ids[index] ?? '', method, who, settings, secrets },
  }));
  return { known: { sources, signIns }, exported };
}

function baseOf(url: string): string {
  try {
    return readPasted(url).base;
  } catch {
    return url;
  }
}

export const ALL: ReadonlyMap<string, Choice> = new Map();

/** XML as what it says: attributes have no order, settings of OAuth neither. */
export function meaning(text: string): unknown {
  const plain = ({ name, attributes, children }: Element): unknown => ({
    name,
    attributes: Object.fromEntries(
      [...attributes].map(([each, value]) => [each, each === 'oauth2config' ? JSON.parse(value) : value]),
    ),
    children: children.map(plain),
  });
  return plain(parseXml(text));
}

export const text = ({ bytes }: GivenFile): string => new TextDecoder().decode(bytes);
