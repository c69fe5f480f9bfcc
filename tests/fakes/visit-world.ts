import { expect } from 'vitest';
import { createIntents } from '../../entrypoints/background/intents.ts';
import { createVisits } from '../../entrypoints/background/visits.ts';
import { createAuthorizer } from '../../lib/sign-in/authorizer.ts';
import { rowsOf } from '../../lib/sign-in/rows.ts';
import type { Intent, RowState } from '../../lib/sign-in/session.ts';
import { eventually } from './eventually.ts';
import { ISSUER } from './memory-provider.ts';
import { CLIENT_SECRET, type OAuthWorld, oauthWorker, oauthWorld } from './oauth-world.ts';
import { page, seen } from './pages.ts';
import { textOf } from './remembered.ts';
import { signInWindows } from './sign-in-windows.ts';
import { seenRow } from './sign-in-world.ts';

const EMPTY: RowState = { draft: null, failure: null, pending: null, origins: [] };
export const ROW_KEY = seenRow().key;

/** The form as it is filled in. */
export const providerDraft = (fields: Record<string, string> = {}) => ({
  method: 'oauth',
  fields: {
    ...{
      issuer: ISSUER,
      clientId: 'maps',
      scopes: 'maps',
      identity: 'userinfo',
      clientSecret: CLIENT_SECRET,
    },
    tokenScheme: 'Bearer',
    ...fields,
  },
  acceptPlainHttp: false,
  remember: false,
});

/**
 * Intents, visits and windows over a provider, as the worker has them.
 * @param before the worker that was stopped.
 * @param challenges what the page saw; without any the service is asked before the window.
 */
export async function visitWorld(before?: OAuthWorld, challenges = ['Bearer realm="x"']) {
  const world = before ? await oauthWorker(before.kept, before.provider) : await oauthWorld();
  const { session, store, signIns, recheck, permissions, quiet } = world;
  const windows = signInWindows(world.log);
  const authorizer = createAuthorizer({ port: windows.port, session, syncRules: world.installed.sync });
  const shownPage = page({ services: [seen({ state: 'refuses', challenges })] });
  const pages = {
    ...{ pageOf: () => shownPage, setPage: async () => undefined, markStale: async () => undefined },
    rowOf: async (_: number, key: string) =>
      rowsOf(shownPage, await store.read()).find((row) => row.key === key),
    view: async () => ({ rows: [{ key: ROW_KEY, keyNames: [], details: null }] }),
    hasRow: (key: string) => session.get('row', key) !== undefined,
    rowState: (key: string) => session.get('row', key) ?? EMPTY,
    setRow: (key: string, change: Partial<RowState>) =>
      session.set('row', key, { ...(session.get('row', key) ?? EMPTY), ...change }),
  };
  const visits = createVisits({ pages, authorizer, permissions, quiet } as unknown as Parameters<
    typeof createVisits
  >[0]);
  const given: string[] = [];
  const parts = {
    ...{ session, signIns, recheck, pages, visits, permissions },
    locking: { arm: async () => undefined },
    log: { note: () => undefined },
    access: { giveBack: async () => void given.push('given back') },
  };
  const intents = createIntents(parts as unknown as Parameters<typeof createIntents>[0]);
  const intent = (fields: Record<string, string> = {}, tabId = 1): Omit<Intent, 'expires'> => ({
    ...{ key: ROW_KEY, tabId, origins: [] },
    act: { what: 'signIn', draft: providerDraft(fields), reload: false, replaces: null },
  });
  return {
    ...{ ...world, ...windows, authorizer, visits, intents, intent, pages },
    row: () => session.get('row', ROW_KEY),
    pending: () => session.get('row', ROW_KEY)?.pending?.what ?? null,
    /** The newest of the browser's own flows, once there are so many. */
    flow: async (count = 1) => {
      await eventually(() => windows.flows.length).toBe(count);
      const last = windows.flows.at(-1);
      if (!last) throw new Error('No flow.');
      return {
        ...last,
        finish: (who = 'anna') =>
          last.answer({ what: 'answered', url: world.provider.authorize(last.url, who) }),
      };
    },
    /** As the command does. */
    cancel: () => {
      visits.end(ROW_KEY);
      return intents.cancel(ROW_KEY);
    },
  };
}

/** Forms for a window of our own, and for a code that is pasted. */
export const OWN = { redirect: 'http://127.0.0.1:7070/' };
export const PASTED = { redirect: 'urn:ietf:wg:oauth:2.0:oob' };
/** No issuer: nothing is looked up before the window. */
export const GIVEN = {
  issuer: '',
  authorizationEndpoint: `${ISSUER}/authorization`,
  tokenEndpoint: `${ISSUER}/token`,
};

/** Nobody is signed in, and nothing of the form or of a token is left. */
export async function expectNobody({
  session,
  store,
  memory,
  provider,
  injected,
  row,
}: Awaited<ReturnType<typeof visitWorld>>) {
  expect(row()).toBeUndefined();
  expect(injected()).toEqual([]);
  expect((await store.read()).accounts).toEqual([]);
  expect(session.all('credential').size).toBe(0);
  for (const secret of [CLIENT_SECRET, ...provider.secrets()]) expect(textOf(memory)).not.toContain(secret);
}
