import { expect, test } from 'vitest';
import { createDiagnostics } from '../../entrypoints/background/diagnostics.ts';
import { openSession } from '../../lib/sign-in/session.ts';
import { createSavedStore } from '../../lib/sources/store.ts';
import { openSettings } from '../../lib/vault/settings.ts';
import { memoryArea } from '../fakes/memory-area.ts';
import { ruleMemory } from '../fakes/rule-memory.ts';
import { HEADER, parts, rulesFor } from '../unit/diagnostics/scene.ts';

const { versions, accounts, guards, events, saved, permissions } = parts();

/** The worker's part over what is stored here. */
async function world(local = memoryArea()) {
  const session = await openSession(memoryArea());
  await session.setAll('account', accounts);
  await session.setAll('guard', guards);
  const rules = ruleMemory();
  await rules.updateSessionRules({ addRules: rulesFor(HEADER) });
  const diagnostics = createDiagnostics({
    session,
    store: createSavedStore(local),
    settings: await openSettings(local),
    permissions: { granted: async () => [...permissions.hosts] },
    log: { all: () => events },
    ruleStore: rules,
    about: { versions: async () => versions, apiPermissions: async () => [...permissions.api] },
  });
  return { diagnostics, local };
}

test('what the browser has now, and what happened', async () => {
  const { diagnostics, local } = await world();
  await createSavedStore(local).change(() => saved);
  expect(await diagnostics.view()).toMatchObject({
    versions,
    permissions: { hosts: ['https://geo.example.com/*', 'https://maps.example.org/*'], api: ['storage'] },
    sources: [{ hosts: ['geo.example.com'], rules: [{ does: 'headers', count: 3 }] }, { hosts: [] }],
    accounts: [{ hosts: ['geo.example.com'], status: 'signedIn', guard: { mode: 'active', round: 3 } }],
    events,
  });
});

test('records that cannot be read do not keep the rest from being seen', async () => {
  const { diagnostics } = await world(memoryArea({ version: 999 }));
  const view = await diagnostics.view();
  expect(view.accounts).toEqual([]);
  expect(view.sources.flatMap(({ rules }) => rules.map(({ does, filters }) => [does, filters]))).toEqual([
    ['disguised', []],
    ['signed', []],
    ['headers', ['•••']],
  ]);
  expect(view.events).toEqual(events);
});
