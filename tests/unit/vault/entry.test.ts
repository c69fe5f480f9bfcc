import { expect, test } from 'vitest';
import type { Credential } from '../../../lib/sources/model.ts';
import { openEntry, sealEntry } from '../../../lib/vault/entry.ts';
import { sealJson } from '../../../lib/vault/jwe.ts';
import { importDataKey, newDataKey } from '../../../lib/vault/wrap.ts';
import { destination } from '../../fakes/records.ts';

const ANNA: Credential = {
  accountId: 'anna001',
  secrets: { password: 'hers' },
  destinations: [destination()],
};

test("an entry opens under its own account's id, and under no other", async () => {
  const key = await importDataKey(newDataKey());
  const sealed = await sealEntry(ANNA, key);
  expect(await openEntry(sealed, 'anna001', key)).toEqual(ANNA);
  expect(await openEntry(sealed, 'benn001', key)).toBeNull();
});

test("sealed under one id and about another: nobody's", async () => {
  const key = await importDataKey(newDataKey());
  const sealed = await sealJson(ANNA, key, 'layerkey-entry', { acc: 'benn001' });
  expect(await openEntry(sealed, 'benn001', key)).toBeNull();
  expect(await openEntry(sealed, 'anna001', key)).toBeNull();
});

test('what says nothing of where it may go is no entry', async () => {
  const key = await importDataKey(newDataKey());
  const sealed = await sealJson({ accountId: 'anna001', secrets: ANNA.secrets }, key, 'layerkey-entry', {
    acc: 'anna001',
  });
  expect(await openEntry(sealed, 'anna001', key)).toBeNull();
});
