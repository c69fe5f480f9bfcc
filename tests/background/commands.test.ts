import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createCommands } from '../../entrypoints/background/commands.ts';
import { readCommand } from '../../entrypoints/background/read-command.ts';
import { COMMANDS } from '../../lib/messages/protocol.ts';

vi.mock('../../lib/platform/events.ts', () => ({
  capabilities: { portsInPatterns: true, topDomains: true },
}));

vi.mock('../../lib/platform/worker.ts', () => ({ announceChange: vi.fn(), reloadTab: vi.fn() }));
vi.mock('../../lib/platform/stored-copies.ts', () => ({ clearStored: vi.fn() }));

const ROW = { tabId: 1, key: 'https://maps.example.org https://geo.example.com/ows' };
const DRAFT = {
  method: 'basic',
  fields: { username: 'anna', password: 'pw' },
  acceptPlainHttp: false,
  remember: false,
};

/** One good message of each command that the worker must know. */
const GOOD: Record<string, Record<string, unknown>> = {
  look: { tabId: 1 },
  view: { tabId: 1 },
  watch: { tabId: 1 },
  lookInside: { tabId: 1, frameId: 1 },
  addService: { tabId: 1, url: 'https://geo.example.com/ows' },
  signIn: { ...ROW, draft: DRAFT, reload: true },
  useExisting: { ...ROW, accountId: 'accoun1', reload: false },
  changeSecret: { ...ROW, draft: DRAFT },
  lookUp: { ...ROW, method: 'oauth', typed: 'https://id.example.org' },
  pasteCode: { ...ROW, code: '4711' },
  keepDraft: { ...ROW, draft: null },
  setFrames: { ...ROW, frames: true },
  dismiss: { tabId: 1, code: 'savedMissing' },
  hideWarning: { ...ROW, always: true },
  mapServices: {
    tabId: 1,
    services: [{ url: 'https://geo.example.com/ows', method: 'key', parameter: 'token' }],
  },
  showSource: { tabId: 1, sourceId: 'source1' },
  settings: {},
  diagnostics: {},
  searchProviders: { typed: 'mapt' },
  projects: {},
  keepProject: { id: 'projec1', name: 'Polder', text: '{}', saved: true },
  readProject: { id: 'projec1' },
  dropProject: { id: 'projec1' },
  createVault: { passphrase: 'correct horse' },
  unlock: { passphrase: 'correct horse' },
  unlockWithPasskey: { id: 'aWQ', output: 'b3V0' },
  lock: {},
  changePassphrase: { current: 'correct horse', next: 'battery staple' },
  addPasskey: { id: 'aWQ', salt: 'c2FsdA', output: 'b3V0' },
  removePasskey: { id: 'aWQ' },
  deleteVault: {},
  backup: {},
  restore: { text: '{}', passphrase: 'correct horse' },
  changeSettings: {
    ...{ lockAfterMinutes: 15, lockWithComputer: true, sharedComputer: false },
    ...{ noticeEverywhere: true, hiddenWarnings: [{ host: 'geo.example.com', kind: 'expired', at: 1 }] },
  },
  stopUsingAt: { sourceId: 'source1', site: 'https://maps.example.org' },
  forgetSiteAt: { site: 'https://maps.example.org' },
  dismissNotice: { code: 'savedMissing' },
  sources: {},
  addSource: { name: 'Roads', url: 'https://geo.example.com/ows' },
  editSource: { id: 'source1', name: 'Roads', urls: ['https://geo.example.com/ows'], frames: true },
  duplicateSource: { id: 'source1' },
  removeSources: { ids: ['source1'] },
  undo: {},
  allowSite: { ids: ['source1'], site: 'https://maps.example.org' },
  stopSite: { ids: ['source1'], site: 'https://maps.example.org' },
  testSources: { ids: ['source1'] },
  cancelTest: {},
  importRecords: { sources: [], signIns: [], remember: true },
  exportSignIns: { ids: ['accoun1'] },
};
const ofRow = [
  'check',
  'denied',
  'cancel',
  'pause',
  'resume',
  'signOut',
  'stopUsing',
  'remove',
  'confirmChange',
  'remember',
  'forgetSaved',
  'tryAgain',
  'clearStored',
  'openLink',
];
const ofTab = ['endWatch', 'forgetSite', 'reload'];
const messages = [
  ...Object.entries(GOOD),
  ...ofRow.map((name) => [name, ROW] as const),
  ...ofTab.map((name) => [name, { tabId: 1 }] as const),
].map(([command, payload]) => ({ command, ...payload }));

const refusal = (message: unknown) => {
  try {
    readCommand(message);
    return 'accepted';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('the set of commands is closed: these and no other', () => {
  expect(Object.keys(COMMANDS).sort()).toEqual(messages.map(({ command }) => command).sort());
});

test.each(messages.map((message) => [message.command, message] as const))(
  '%s is taken as it is written',
  (name, message) => {
    const { command: _, ...payload } = message;
    expect(readCommand(message)).toEqual({ name, payload });
  },
);

test.each(messages.map((message) => [message.command, message] as const))(
  '%s: with a member more, less or of another kind it is none of ours',
  (_, message) => {
    expect(refusal({ ...message, extra: 1 })).toBe('badMessage');
    for (const member of Object.keys(message)) {
      const { [member]: __, ...less } = message as Record<string, unknown>;
      expect(refusal(less)).toBe('badMessage');
      expect(refusal({ ...message, [member]: { toString: 1 } })).toBe('badMessage');
      if (member !== 'text') expect(refusal({ ...message, [member]: 'x'.repeat(8001) })).toBe('badMessage');
    }
  },
);

test.each([
  ...[
    null,
    undefined,
    0,
    '',
    'look',
    [],
    [['command', 'look']],
    {},
    { command: null, tabId: 1 },
    () => 'look',
  ],
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty', 'Look', 'look '].map((command) => ({
    command,
    tabId: 1,
  })),
  ...[-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1', null].map((tabId) => ({ command: 'look', tabId })),
  { command: 'lookInside', tabId: 1, frameId: 0 },
  { command: 'useExisting', ...ROW, accountId: '../../x', reload: false },
  { command: 'signIn', ...ROW, reload: true, draft: { ...DRAFT, method: 'x'.repeat(41) } },
  { command: 'signIn', ...ROW, reload: true, draft: { ...DRAFT, fields: { ['x'.repeat(61)]: '' } } },
  { command: 'signIn', ...ROW, reload: true, draft: { ...DRAFT, fields: { password: 'x'.repeat(8001) } } },
  { command: 'signIn', ...ROW, reload: true, draft: { ...DRAFT, fields: { password: 1 } } },
  { command: 'check', tabId: 1, key: 'x'.repeat(3001) },
  { command: 'unlock', passphrase: '' },
  { command: 'addPasskey', id: 'a+b/=', salt: 'c2FsdA', output: 'b3V0' },
  { command: 'restore', text: 'x'.repeat(20_000_001), passphrase: 'correct horse' },
  { command: 'changeSettings', lockAfterMinutes: 1, lockWithComputer: true, sharedComputer: false },
  { command: 'dismiss', tabId: 1, code: 'nothing we know' },
])('%j is no message of ours', (message) => {
  expect(refusal(message)).toBe('badMessage');
});

test('members named like parts of every object change nothing', () => {
  const fields = JSON.parse('{"__proto__": "polluted", "username": "anna"}') as object;
  const message = { command: 'signIn', ...ROW, reload: true, draft: { ...DRAFT, fields } };
  const taken =
    refusal(message) === 'accepted' ? (readCommand(message).payload as { draft: typeof DRAFT }) : null;
  if (taken) expect(Object.getPrototypeOf(taken.draft.fields)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('whatever is sent, the answer is a view or one failure, and nothing is done', async () => {
  const nothing = new Proxy(
    {},
    {
      get: (_, name) =>
        name === 'then'
          ? undefined
          : () => {
              throw new Error('done');
            },
    },
  );
  const parts = {
    session: nothing,
    store: nothing,
    signIns: nothing,
    pages: nothing,
    intents: nothing,
    access: nothing,
    takingBack: nothing,
    vaultCommands: nothing,
  };
  const { handle } = createCommands(parts as unknown as Parameters<typeof createCommands>[0]);
  await fc.assert(
    fc.asyncProperty(fc.anything(), async (message) => {
      expect(await handle(message)).toEqual({ ok: false, failure: { code: 'badMessage', values: [] } });
    }),
  );
  // The control: a good message does reach the worker's parts; what they throw is dropped but for its code.
  expect(await handle({ command: 'look', tabId: 1 })).toEqual({
    ok: false,
    failure: { code: 'unknown', values: [] },
  });
});
