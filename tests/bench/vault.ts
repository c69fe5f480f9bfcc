import type { Credential } from '../../lib/sources/model.ts';
import { COST, keyFromPassphrase } from '../../lib/vault/derive.ts';
import { type KeyPlace, openVault } from '../../lib/vault/vault.ts';
import { launchChromium } from '../e2e/drivers/chromium.ts';
import { type MemoryArea, memoryArea } from '../fakes/memory-area.ts';
import { destination } from '../fakes/records.ts';
import { buildWorkerSide } from './build.ts';
import { msWithSpread, table } from './figures.ts';
import type { WorkerSide } from './worker-side.ts';

/** What `worker-side.ts` leaves in its worker. */
declare const workerSide: WorkerSide;

const COUNTS = [1, 100, 1000];
const PASSKEY = { id: 'cGFzc2tleQ', output: Buffer.alloc(32, 7).toString('base64url') };

/** The saved sign-ins: how long opening and saving take, and how large they are. */
export async function benchVault(): Promise<string> {
  const rows: string[][] = [await derivation()];
  const sizes: string[][] = [];
  for (const count of COUNTS) {
    const area = await savedOf(count);
    rows.push([
      `unlock with ${count} saved, beyond the derivation`,
      msWithSpread(await times(15, async () => unlock(area))),
      'the index and every entry opened and validated; by passkey, which derives nothing slow',
    ]);
    if (count === 1000) {
      const vault = await unlock(area);
      rows.push([
        `save one among ${count}`,
        msWithSpread(await times(15, () => vault.save(credential(count - 1), 'geo.example.com'))),
        'one entry and the index sealed, one write',
      ]);
    }
    const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
    const whole = bytes(Object.fromEntries(area.items));
    sizes.push([
      String(count),
      kB(whole),
      kB(bytes(area.items.get('vault'))),
      `${bytes(area.items.get('vault:a000000'))} bytes`,
    ]);
  }
  return [
    'Saved sign-ins, in Node over an area in memory: what the browser needs for its own writing comes on top.\n',
    table(['saved sign-ins', 'median (quartiles)', 'of which'], rows),
    '',
    table(["in the browser's worker, over its own storage", 'median (quartiles)'], await inWorker()),
    '',
    table(['saved', 'on disk, items as JSON', 'envelope with its index', 'one entry (two places)'], sizes),
  ].join('\n');
}

/** The same in the browser. */
async function inWorker(): Promise<string[][]> {
  const browser = await launchChromium({ extension: await buildWorkerSide() });
  try {
    const rows: string[][] = [];
    for (const count of COUNTS) {
      const { derive, unlock, save } = await browser.evaluateInWorker((n) => workerSide.vault(n, 12), count);
      if (count === 1) rows.push(['deriving the key of a passphrase', msWithSpread(derive)]);
      rows.push([`unlock with ${count} saved, beyond the derivation`, msWithSpread(unlock)]);
      rows.push([`save one among ${count}`, msWithSpread(save)]);
    }
    return rows;
  } finally {
    await browser.close();
  }
}

async function derivation(): Promise<string[]> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const took = await times(7, () => keyFromPassphrase('correct horse battery staple', salt, COST));
  return [
    'deriving the key of a passphrase',
    msWithSpread(took),
    `Argon2id, ${COST.m / 1024} MiB, ${COST.t} passes`,
  ];
}

/** An area with so many saved sign-ins. */
async function savedOf(count: number): Promise<MemoryArea> {
  const area = memoryArea();
  const vault = await openVault(area, place());
  await vault.create('correct horse battery staple');
  await vault.addPasskey(PASSKEY.id, 'c2FsdA', PASSKEY.output, 0);
  const list = Array.from({ length: count }, (_, at) => ({
    credential: credential(at),
    name: `anna, geo${at}.example.com`,
  }));
  await vault.saveAll(list);
  return area;
}

/** A worker that starts over the area and opens everything. */
async function unlock(area: MemoryArea) {
  const vault = await openVault(area, place());
  await vault.unlockWithPasskey(PASSKEY.id, PASSKEY.output);
  return vault;
}

function credential(at: number): Credential {
  const sourceId = `s${at.toString(36).padStart(6, '0')}`;
  const prefix = `https://geo${at}.example.com/geoserver/ows`;
  return {
    accountId: `a${at.toString(36).padStart(6, '0')}`,
    secrets: { password: `Str0ng-secret-${at}` },
    destinations: [
      destination({ sourceId, prefix }),
      destination({
        sourceId,
        prefix,
        site: 'https://atlas.example.net',
        topSites: ['https://atlas.example.net'],
      }),
    ],
  };
}

function place(): KeyPlace {
  let kept: string | undefined;
  return {
    read: () => kept,
    write: async (key) => {
      kept = key;
    },
    clear: async () => {
      kept = undefined;
    },
  };
}

/** How long each of `count` runs took, in ms, after one that warms up. */
async function times(count: number, run: () => Promise<unknown>): Promise<number[]> {
  await run();
  const took: number[] = [];
  for (let at = 0; at < count; at++) {
    const start = performance.now();
    await run();
    took.push(performance.now() - start);
  }
  return took;
}

const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
