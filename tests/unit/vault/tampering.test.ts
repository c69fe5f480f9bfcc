import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Credential } from '../../../lib/sources/model.ts';
import type { Opened } from '../../../lib/vault/vault.ts';
import {
  ANNA,
  anOlderDisk,
  codeOf,
  type Disk,
  envelope,
  HEADER,
  KEY,
  NAMES,
  PASSPHRASE,
  start,
  threeOnDisk,
  unlockQuickly,
  withHeader,
} from './world.ts';

vi.mock(import('hash-wasm'), async (original) => {
  const { derivedOnce } = await import('../../fakes/derived-once.ts');
  return derivedOnce(await original());
});

const CLEAN = { damaged: [], altered: [], missing: [], removed: [] };
const ALL: Record<string, Credential> = { accoun1: ANNA, accoun2: KEY, accoun3: HEADER };

/** How the report calls it. */
const entry = (accountId: string) => ({ accountId, name: NAMES[accountId] ?? '' });

/** Another character at this place. */
function flip(text: string, at: number): string {
  const other = text[at] === 'A' ? 'B' : 'A';
  return `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
}

/** Every credential that opened is the right one, and everything else is named. */
function expectHonest({ credentials, report }: Opened): void {
  for (const credential of credentials) expect(credential).toEqual(ALL[credential.accountId]);
  const opened = new Set(credentials.map(({ accountId }) => NAMES[accountId]));
  const wrong = [...report.damaged, ...report.altered, ...report.missing, ...report.removed].map(
    ({ name }) => name,
  );
  for (const name of Object.values(NAMES)) expect(opened.has(name) !== wrong.includes(name)).toBe(true);
}

const open = async (disk: Disk) => unlockQuickly((await start(disk)).vault);

test('each character of a sealed entry: it is named, the rest opens', async () => {
  const disk = await threeOnDisk();
  const jwe = String(disk['vault:accoun2']);
  for (let at = 0; at < jwe.length; at++) {
    const opened = await open({ ...disk, 'vault:accoun2': flip(jwe, at) });
    expect(opened.credentials).toEqual([ANNA, HEADER]);
    expect([...opened.report.damaged, ...opened.report.altered]).toEqual([entry('accoun2')]);
  }
});

test.each([
  ['the tag', (jwe: string) => flip(jwe, jwe.length - 3), 'altered'],
  ['the ciphertext', (jwe: string) => flip(jwe, jwe.lastIndexOf('.') - 3), 'damaged'],
  ['the IV', (jwe: string) => flip(jwe, jwe.indexOf('..') + 4), 'damaged'],
  ['the account in the header', (jwe: string) => withHeader(jwe, { acc: 'accoun1' }), 'damaged'],
  ['the type in the header', (jwe: string) => withHeader(jwe, { typ: 'layerkey-index' }), 'damaged'],
  ['the version in the header', (jwe: string) => withHeader(jwe, { v: 2 }), 'damaged'],
  ['the algorithm in the header', (jwe: string) => withHeader(jwe, { alg: 'A256KW' }), 'damaged'],
  ['one more word in the header', (jwe: string) => withHeader(jwe, { zip: 'DEF' }), 'damaged'],
  ['the text, cut', (jwe: string) => jwe.slice(0, -1), 'damaged'],
  ['the text, doubled', (jwe: string) => `${jwe}.${jwe}`, 'damaged'],
  ['an encrypted key', (jwe: string) => jwe.replace('..', '.AAAA.'), 'damaged'],
  ['no text', () => 17, 'damaged'],
  ['nothing at all', () => '', 'damaged'],
  ['null', () => null, 'removed'],
] as const)('an entry with a change in %s', async (_, change, verdict) => {
  const disk = await threeOnDisk();
  const { credentials, report } = await open({
    ...disk,
    'vault:accoun2': change(String(disk['vault:accoun2'])),
  });
  expect(credentials).toEqual([ANNA, HEADER]);
  expect(report).toEqual({ ...CLEAN, [verdict]: [entry('accoun2')] });
});

test('each character of the index: the vault does not open', async () => {
  const disk = await threeOnDisk();
  const { index } = envelope(disk);
  for (let at = 0; at < index.length; at++) {
    const broken = { ...disk, vault: { ...envelope(disk), index: flip(index, at) } };
    const { vault, place } = await start(broken);
    expect(await unlockQuickly(vault).catch(codeOf)).toBe('vaultDamaged');
    expect([vault.state(), place.key]).toEqual(['locked', undefined]);
  }
});

test("each character of a passkey's wrap: it does not open", async () => {
  const disk = await threeOnDisk();
  const [passkey] = envelope(disk).passkeys;
  const jwe = passkey?.jwe ?? '';
  for (let at = 0; at < jwe.length; at++) {
    const broken = { ...envelope(disk), passkeys: [{ ...passkey, jwe: flip(jwe, at) }] };
    expect(await open({ ...disk, vault: broken }).catch(codeOf)).toBe('passkeyRefused');
  }
});

test("each part of the passphrase's wrap: it does not open", async () => {
  const disk = await threeOnDisk();
  const { passphrase } = envelope(disk);
  // Each costs a derivation, so it is a few: first, middle and last character of each part.
  const parts = [...passphrase.matchAll(/[^.]+/g)].flatMap(({ index, 0: { length } }) => [
    index,
    index + Math.floor(length / 2),
    index + length - 1,
  ]);
  expect(parts).toHaveLength(12);
  for (const at of parts) {
    const { vault, place } = await start({
      ...disk,
      vault: { ...envelope(disk), passphrase: flip(passphrase, at) },
    });
    expect(await vault.unlock(PASSPHRASE).catch(codeOf)).toMatch(/^(?:wrongPassphrase|vaultDamaged)$/);
    expect([vault.state(), place.key]).toEqual(['locked', undefined]);
  }
});

test('anything in the place of anything: what opens is right, what does not is named', async () => {
  const disk = await threeOnDisk();
  const older = await anOlderDisk();
  const places = Object.keys(disk);
  const value = fc.oneof(
    fc.jsonValue().map((json) => () => json),
    fc.constantFrom(...places).map((key) => () => disk[key]),
    fc.constantFrom(...places).map((key) => () => older[key]),
    fc.constant(() => undefined),
    fc.nat(5000).map((at) => (now: unknown) => (typeof now === 'string' ? flip(now, at % now.length) : now)),
  );
  const change = fc.record({ key: fc.constantFrom(...places), value });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const broken = structuredClone(disk);
      for (const { key, value: make } of changes) {
        broken[key] = make(broken[key]);
        if (broken[key] === undefined) delete broken[key];
      }
      const result = await open(broken).catch(codeOf);
      if (typeof result === 'string') {
        // badMessage: no vault is there any more.
        expect(['vaultDamaged', 'vaultNewer', 'passkeyRefused', 'badMessage']).toContain(result);
      } else if ((broken.vault as { index?: unknown }).index === envelope(disk).index) {
        expectHonest(result as Opened);
      }
    }),
    { numRuns: 300 },
  );
});

test('each member of the envelope with anything in its place', async () => {
  const disk = await threeOnDisk();
  const member = fc.constantFrom('version', 'passphrase', 'passkeys', 'index', 'more');
  await fc.assert(
    fc.asyncProperty(member, fc.jsonValue(), async (name, value) => {
      const result = await open({ ...disk, vault: { ...envelope(disk), [name]: value } }).catch(codeOf);
      if (typeof result === 'string') {
        expect(['vaultDamaged', 'vaultNewer', 'passkeyRefused']).toContain(result);
      } else {
        expectHonest(result as Opened);
      }
    }),
    { numRuns: 200 },
  );
});
