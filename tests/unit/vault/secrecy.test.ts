import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Credential } from '../../../lib/sources/model.ts';
import { destination } from '../../fakes/records.ts';
import { diskOf, emptyOnDisk, PASSKEY, PASSPHRASE, start, unlocked } from './world.ts';

/** Every form in which a text is likely to be found again. */
function formsOf(secret: string | Buffer): string[] {
  const bytes = Buffer.from(secret);
  // Inside a longer text, base64 looks different at each of three offsets; what is at the edges depends on the neighbours.
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64url')
      .slice(offset === 0 ? 0 : offset + 1)
      .slice(0, -2),
  );
  const forms = [
    bytes.toString('latin1'),
    ...base64,
    ...base64.map((text) => text.replaceAll('-', '+').replaceAll('_', '/')),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  ];
  if (typeof secret !== 'string') return forms;
  return [...forms, secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
}

/** All that is stored, as text, and each part of it that is base64url, as bytes. */
function everyForm(stored: unknown): string {
  const text = JSON.stringify(stored);
  const decoded = [...text.matchAll(/[\w-]{8,}/g)].map(([part]) =>
    Buffer.from(part, 'base64url').toString('latin1'),
  );
  return [text, text.replaceAll('\\"', '"'), ...decoded].join('\n');
}

/** Long enough that chance does not find it. */
const Secret = fc.oneof(
  fc.string({ minLength: 8, maxLength: 60 }),
  fc.string({ unit: 'grapheme', minLength: 8, maxLength: 60 }),
  fc.base64String({ minLength: 8 }),
);

test('no secret, place, name or key is in anything that is stored or backed up', async () => {
  const empty = await emptyOnDisk();
  await fc.assert(
    fc.asyncProperty(fc.array(Secret, { minLength: 1, maxLength: 4 }), Secret, async (secrets, name) => {
      const { vault, area, place } = await unlocked(empty);
      const credential: Credential = {
        accountId: 'accoun1',
        secrets: Object.fromEntries(secrets.map((secret, at) => [`secret${at}`, secret])),
        destinations: [destination()],
      };
      await vault.save(credential, name);
      const backup = JSON.parse(await vault.backup({ sources: [{ name }] })) as unknown;
      const stored = everyForm([diskOf(area), backup]);
      const hidden = [
        ...secrets,
        name,
        PASSPHRASE,
        'geo.example.com',
        'maps.example.org',
        Buffer.from(place.key ?? '', 'base64url'),
        Buffer.from(PASSKEY.output, 'base64url'),
      ];
      for (const one of hidden) for (const form of formsOf(one)) expect(stored.includes(form)).toBe(false);
      // What is looked for would be found: the same in a vault that forgot to seal.
      for (const one of hidden) {
        const unsealed = everyForm([typeof one === 'string' ? one : one.toString('base64url')]);
        expect(formsOf(one).some((form) => unsealed.includes(form))).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});

test('nor is the passphrase, after each thing that is done with it', async () => {
  const [first, second] = ['Zo\u00eb\u2019s geheime Karte 🗺️', 'une autre phrase, plus longue'];
  const { vault, area } = await start();
  const kept: unknown[] = [];
  await vault.create(first);
  kept.push(diskOf(area));
  await vault.unlock(second).catch(() => undefined);
  kept.push(diskOf(area));
  await vault.changePassphrase(first, second);
  kept.push(diskOf(area), JSON.parse(await vault.backup({})));
  const stored = everyForm(kept);
  for (const one of [first, second]) {
    for (const form of formsOf(one)) expect(stored.includes(form)).toBe(false);
  }
});

test('errors carry no secret', async () => {
  const { vault } = await start(await emptyOnDisk());
  const error = await vault.unlock('my mistyped passphrase').catch((reason: unknown) => reason);
  const all: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) all.push(at.message, at.stack ?? '');
  expect(all.join('\n')).not.toContain('mistyped');
  expect(error).toMatchObject({ code: 'wrongPassphrase', values: [] });
});
