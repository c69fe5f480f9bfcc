import { expect, test } from 'vitest';
import { openSession } from '../../../lib/sign-in/session.ts';
import { memoryArea } from '../../fakes/memory-area.ts';
import { held } from '../../fakes/records.ts';

test('what one worker wrote the next one reads', async () => {
  const area = memoryArea();
  const first = await openSession(area);
  await first.set('credential', 'accoun1', held());
  await first.set('account', 'accoun1', { status: 'signedIn', why: null, since: 0 });
  await first.set('marker', '', true);
  const next = await openSession(area);
  expect(next.get('credential', 'accoun1')).toEqual(held());
  expect(next.get('marker', '')).toBe(true);
  expect([...next.all('account').keys()]).toEqual(['accoun1']);
});

test('removed is gone from memory and storage; ids with a colon stay whole', async () => {
  const area = memoryArea();
  const session = await openSession(area);
  const row = { draft: null, failure: null, pending: null, origins: [] };
  await session.set('row', 'https://a.example:8443 https://b.example/x:y', row);
  expect([...session.all('row').keys()]).toEqual(['https://a.example:8443 https://b.example/x:y']);
  await session.set('credential', 'accoun1', held());
  await session.remove('credential', 'accoun1');
  expect(session.get('credential', 'accoun1')).toBeUndefined();
  expect([...area.items.keys()]).toEqual(['row:https://a.example:8443 https://b.example/x:y']);
});
