import { expect, test } from 'vitest';
import { shouldSuppressDialog } from '../../entrypoints/background/dialogs.ts';
import { openSession } from '../../lib/sign-in/session.ts';
import { STATUSES, type Status } from '../../lib/sign-in/status.ts';
import { memoryArea } from '../fakes/memory-area.ts';
import { credential, PREFIX, SITE } from '../fakes/records.ts';

const question = {
  url: `${PREFIX}?REQUEST=GetMap`,
  method: 'get',
  isProxy: false,
  site: SITE as string | undefined,
};

async function sessionWith(status: Status) {
  const session = await openSession(memoryArea());
  await session.set('credential', 'accoun1', credential());
  await session.set('account', 'accoun1', { status, why: null });
  return session;
}

test("the browser's dialog stays away for a request that we sign", async () => {
  expect(shouldSuppressDialog(question, await sessionWith('signedIn'))).toBe(true);
});

test.each([
  ["a proxy's question", { isProxy: true }],
  ['a path beside', { url: `${PREFIX}~old` }],
  ['a disguised path', { url: `${PREFIX}/..%2fmanager` }],
  ['another host', { url: 'https://evil.example/geoserver/ows' }],
  ['another site', { site: 'https://other.example' }],
  ['an address that the user typed', { site: undefined }],
  ['a method that is not signed', { method: 'post' }],
])('%s gets its dialog', async (_, more) => {
  expect(shouldSuppressDialog({ ...question, ...more }, await sessionWith('signedIn'))).toBe(false);
});

test.each(STATUSES.filter((status) => status !== 'signedIn'))(
  '%s: nothing is signed, the dialog comes',
  async (status) => {
    expect(shouldSuppressDialog(question, await sessionWith(status))).toBe(false);
  },
);

test('nobody signed in: the dialog comes', async () => {
  expect(shouldSuppressDialog(question, await openSession(memoryArea()))).toBe(false);
});
