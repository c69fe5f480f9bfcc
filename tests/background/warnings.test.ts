import { expect, test } from 'vitest';
import { createWarnings } from '../../entrypoints/background/warnings.ts';
import { openSession } from '../../lib/sign-in/session.ts';
import { openSettings } from '../../lib/vault/settings.ts';
import { memoryArea } from '../fakes/memory-area.ts';

const HOST = 'geo.example.com:8443';

async function warnings(local = memoryArea(), memory = memoryArea()) {
  const [session, settings] = [await openSession(memory), await openSettings(local)];
  return { ...createWarnings({ session, settings }), session, settings, local, memory };
}

test('until the browser closes: nothing on the disk', async () => {
  const made = await warnings();
  await made.hide([HOST], false);
  expect([...made.hidden()]).toEqual([[HOST, 'other']]);
  expect(made.local.items.size).toBe(0);
  expect([...(await warnings(made.local)).hidden()]).toEqual([]);
});

test('always: with the reason, once a host, and after the browser was closed, too', async () => {
  const made = await warnings();
  await made.session.set('certificate', HOST, { error: 'net::ERR_CERT_DATE_INVALID', at: 1 });
  await made.hide([HOST], true);
  await made.hide(['other.example'], true);
  await made.hide([HOST], true);
  const listed = made.settings.now().hiddenWarnings.map(({ host, kind }) => [host, kind]);
  expect(listed).toEqual([
    ['other.example', 'other'],
    [HOST, 'expired'],
  ]);
  expect([...(await warnings(made.local)).hidden()]).toEqual(listed);
});

test('a proxy in the way of several hosts: hidden for all of them, by what is wrong with the first', async () => {
  const made = await warnings();
  await made.session.set('certificate', HOST, { error: 'net::ERR_CERT_AUTHORITY_INVALID', at: 1 });
  await made.hide([HOST, 'api.example'], false);
  expect([...made.hidden()]).toEqual([
    [HOST, 'unknownIssuer'],
    ['api.example', 'unknownIssuer'],
  ]);
});
