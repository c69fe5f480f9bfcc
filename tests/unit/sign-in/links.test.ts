import { expect, test } from 'vitest';
import { writeHeld } from '../../../lib/auth/geodi/held.ts';
import { newSecret } from '../../../lib/auth/geodi/validator.ts';
import type { Credentials } from '../../../lib/sign-in/credentials.ts';
import { createLinks } from '../../../lib/sign-in/links.ts';
import type { Held, Session } from '../../../lib/sign-in/session.ts';
import type { Status } from '../../../lib/sign-in/status.ts';
import type { SavedStore } from '../../../lib/sources/store.ts';

const ID = 'accoun1';
const SERVER = 'https://geodi.example.com/geodi';
const TRUSTED = {
  ...{ clientId: 'C', loginUser: 'GEODI:anna', ipFilter: '', minutes: 120, by: 'POST' as const },
  validator: { from: 'computed' as const, minutes: 5 },
};
const SECRETS = writeHeld({
  ...{ server: SERVER, receivedAt: 1, expiresAt: 2, trusted: TRUSTED },
  ...{ token: 'the-token', userSession: 'session', secret: newSecret() },
});
const WITHOUT_LINK = writeHeld({
  ...{ server: SERVER, receivedAt: 1, expiresAt: null, trusted: null },
  ...{ token: 'the-token', userSession: '', secret: '' },
});

function world({
  status = 'signedIn',
  method = 'geodi',
  secrets = SECRETS,
  refused = false,
  leaves = false,
} = {}) {
  const opened: string[] = [];
  const asked: string[] = [];
  let held: Held | undefined = { accountId: ID, secrets, destinations: [], remembered: false, refused };
  const open = createLinks({
    store: { read: async () => ({ accounts: [{ id: ID, method }] }) } as unknown as SavedStore,
    session: { get: () => ({ status: status as Status }) } as unknown as Session,
    credentials: { get: () => held } as unknown as Credentials,
    quiet: {
      ...{ now: () => 1, redirectUri: '', authorizeSilently: async () => null },
      fetch: async (url) => {
        asked.push(url);
        if (leaves) held = undefined;
        return Response.json(`${SERVER}/?autologin=x`);
      },
    },
    openTab: async (url) => void opened.push(url),
  });
  return { opened, asked, open: () => open(ID) };
}

test('opens the link that the system gives, asked for in this moment', async () => {
  const { open, opened, asked } = world();
  await open();
  await open();
  expect(opened).toEqual([`${SERVER}/?autologin=x`, `${SERVER}/?autologin=x`]);
  expect(asked).toEqual([1, 2].map(() => `${SERVER}/TokenHandler?op=GetAutoLoginLink`));
});

test.each([
  ['paused', { status: 'paused' }],
  ['signed out', { status: 'signIn' }],
  ['not accepted', { status: 'notAccepted' }],
  ['refused before', { refused: true }],
  ['a sign-in that has no link', { secrets: WITHOUT_LINK }],
  ['a way of signing in that has none', { method: 'basic' }],
])('%s: nobody is asked, nothing opens', async (_, more) => {
  const { open, opened, asked } = world(more);
  await expect(open()).rejects.toMatchObject({ code: 'badMessage' });
  expect([opened, asked]).toEqual([[], []]);
});

test('signed out meanwhile: nothing opens', async () => {
  const { open, opened, asked } = world({ leaves: true });
  await expect(open()).rejects.toMatchObject({ code: 'badMessage' });
  expect([opened.length, asked.length]).toEqual([0, 1]);
});
