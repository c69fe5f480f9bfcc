import { expect, test } from 'vitest';
import { PASSWORD } from '../../fakes/anna.ts';
import { SITE } from '../../fakes/records.ts';
import { BEN_PASSWORD, lockedWorld, unlockedWorld } from '../../fakes/remembered.ts';
import { basicOf } from '../../fakes/sign-in-world.ts';

const BEN = basicOf('ben', BEN_PASSWORD);

/** Anna and Ben are both remembered; what stands on the disk is changed by `edit` while the browser is closed. */
async function afterEdit(edit: (items: Record<string, unknown>, annaKey: string, benKey: string) => void) {
  const before = await unlockedWorld();
  await before.signIns.setRemembered(before.benId, true);
  const items = Object.fromEntries(before.local.items);
  edit(items, `vault:${before.annaId}`, `vault:${before.benId}`);
  const made = await lockedWorld(undefined, items);
  await made.open();
  await made.recheck.openSites(new Set([SITE]));
  return made;
}

const middleChanged = (text: unknown) => {
  const parts = String(text).split('.');
  parts[3] = `${parts[3]?.startsWith('A') ? 'B' : 'A'}${parts[3]?.slice(1)}`;
  return parts.join('.');
};

test.each<[string, Parameters<typeof afterEdit>[0], string]>([
  [
    'damaged',
    (items, anna) => void Object.assign(items, { [anna]: middleChanged(items[anna]) }),
    'savedDamaged',
  ],
  ['no text', (items, anna) => void Object.assign(items, { [anna]: 42 }), 'savedDamaged'],
  ['taken away', (items, anna) => void delete items[anna], 'savedMissing'],
])(
  'an entry that is %s: said by name, its account has to sign in, the other one is signed in',
  async (_, edit, code) => {
    const made = await afterEdit(edit);
    expect(made.session.get('notice', code)).toEqual({ code, values: ['anna, geo.example.com'] });
    expect([...made.session.all('notice').keys()]).toEqual([code]);
    expect(made.session.get('account', made.annaId)).toMatchObject({
      status: 'signIn',
      why: 'savedUnreadable',
    });
    expect(made.injected()).toEqual([BEN]);
    expect(made.asked).toHaveLength(1);
  },
);

test('two entries that were swapped: both said, nothing is sent to the wrong service', async () => {
  const made = await afterEdit((items, anna, ben) => {
    [items[anna], items[ben]] = [items[ben], items[anna]];
  });
  expect(made.session.get('notice', 'savedAltered')).toEqual({
    code: 'savedAltered',
    values: ['anna, geo.example.com; ben, geo.example.com'],
  });
  expect(made.asked).toEqual([]);
  expect(made.injected()).toEqual([]);
});

test('an older entry put back: said, and the older password is not tried', async () => {
  const before = await unlockedWorld();
  const old = before.local.items.get(`vault:${before.annaId}`);
  const held = before.credentials.get(before.annaId);
  if (held) await before.credentials.hold({ ...held, secrets: { password: 'n3w' } });
  const items = { ...Object.fromEntries(before.local.items), [`vault:${before.annaId}`]: old };
  const made = await lockedWorld(undefined, items);
  await made.open();
  await made.recheck.openSites(new Set([SITE]));
  expect(made.session.get('notice', 'savedAltered')?.values).toEqual(['anna, geo.example.com']);
  expect(made.asked).toEqual([]);
  expect(JSON.stringify([...made.memory.items])).not.toContain(PASSWORD);
});

test('entry and account taken away: said by the name that the vault has', async () => {
  const made = await afterEdit((items, anna) => {
    delete items[anna];
    delete items[anna.replace('vault:', 'account:')];
  });
  expect(made.session.get('notice', 'savedMissing')).toEqual({
    code: 'savedMissing',
    values: ['anna, geo.example.com'],
  });
  expect(made.injected()).toEqual([BEN]);
});

test('an entry without its account: nobody could use it, so it goes', async () => {
  const made = await afterEdit((items, anna) => void delete items[anna.replace('vault:', 'account:')]);
  expect(made.local.items.has(`vault:${made.annaId}`)).toBe(false);
  expect(made.credentials.get(made.annaId)).toBeUndefined();
  expect(made.injected()).toEqual([BEN]);
});

test('records that cannot be read: nothing is opened', async () => {
  const made = await lockedWorld();
  made.local.items.set('version', 2);
  const { local } = made;
  const newer = await lockedWorld(undefined, Object.fromEntries(local.items));
  await expect(newer.open()).rejects.toMatchObject({ code: 'newerData' });
  expect(newer.vault.state()).toBe('locked');
});
