import type { CommandName } from '../../../lib/messages/protocol.ts';

export const VAULT_PASSPHRASE = 'the passphrase of this vault';

interface About {
  row: { tabId: number; key: string };
  site: string;
  accountId: string;
  sourceId: string;
}

/** One of each command, well formed, that would change or give away something where it was heard. */
export function everyCommand({ row, site, accountId, sourceId }: About): { command: CommandName }[] {
  const { tabId } = row;
  const draft = {
    method: 'basic',
    fields: { username: 'visitor', password: 'x' },
    acceptPlainHttp: true,
    remember: false,
  };
  // A wrong passphrase leaves a trace: the count of the wrong ones.
  const passphrase = 'not the passphrase';
  const commands: Record<CommandName, object> = {
    look: { tabId },
    reload: { tabId },
    clearStored: row,
    hideWarning: { ...row, always: false },
    view: { tabId },
    lookInside: { tabId, frameId: 1 },
    watch: { tabId },
    endWatch: { tabId },
    addService: { tabId, url: 'https://geo.example.com/wms?service=WMS' },
    signIn: { ...row, draft, reload: false },
    useExisting: { ...row, accountId, reload: false },
    changeSecret: { ...row, draft },
    check: row,
    denied: row,
    cancel: row,
    keepDraft: { ...row, draft },
    pause: row,
    resume: row,
    signOut: row,
    stopUsing: row,
    remove: row,
    confirmChange: row,
    setFrames: { ...row, frames: true },
    remember: row,
    forgetSaved: row,
    tryAgain: row,
    forgetSite: { tabId },
    lookUp: { ...row, method: 'oauth', typed: 'https://id.example.com' },
    openLink: row,
    pasteCode: { ...row, code: 'abc' },
    mapServices: { tabId, services: [{ url: 'https://geo.example.com/wms?service=WMS' }] },
    showSource: { tabId, sourceId },
    dismiss: { tabId, code: 'storageFailed' },
    settings: {},
    createVault: { passphrase },
    unlock: { passphrase },
    unlockWithPasskey: { id: 'cGFzc2tleQ', output: 'A'.repeat(43) },
    lock: {},
    changePassphrase: { current: VAULT_PASSPHRASE, next: passphrase },
    addPasskey: { id: 'cGFzc2tleQ', salt: 'c2FsdA', output: 'A'.repeat(43) },
    removePasskey: { id: 'cGFzc2tleQ' },
    deleteVault: {},
    backup: {},
    restore: { text: '{}', passphrase },
    changeSettings: { lockAfterMinutes: 5, lockWithComputer: false, sharedComputer: true },
    stopUsingAt: { sourceId, site },
    forgetSiteAt: { site },
    dismissNotice: { code: 'storageFailed' },
    diagnostics: {},
    searchProviders: { typed: 'map' },
    projects: {},
    keepProject: { id: 'projec1', name: 'Polder', text: '{}', saved: true },
    readProject: { id: 'projec1' },
    dropProject: { id: 'projec1' },
    sources: {},
    addSource: { name: 'Roads', url: 'https://geo.example.com/wms?service=WMS' },
    editSource: { id: sourceId, name: 'Roads', urls: ['https://geo.example.com/wms'], frames: true },
    duplicateSource: { id: sourceId },
    removeSources: { ids: [sourceId] },
    undo: {},
    allowSite: { ids: [sourceId], site: 'https://other.example' },
    stopSite: { ids: [sourceId], site },
    testSources: { ids: [sourceId] },
    cancelTest: {},
    importRecords: { sources: [], signIns: [], remember: false },
    exportSignIns: { ids: [accountId] },
  };
  return Object.entries(commands).map(([command, payload]) => ({
    command: command as CommandName,
    ...payload,
  }));
}

/** The same, each broken in every way that one can think of for it, and messages that are no command at all. */
export function everyMalformed(about: About): unknown[] {
  const { row, site } = about;
  const good = everyCommand(about);
  const draft = { method: 'basic', fields: {}, acceptPlainHttp: true, remember: false };
  const text = (length: number) => 'x'.repeat(length);
  return [
    ...[null, true, 0, '', 'signOut', [], {}, { command: null }, { command: 'unknown' }],
    ...['__proto__', 'constructor', 'toString', 'SIGNOUT', 'signOut '].map((command) => ({
      command,
      ...row,
    })),
    // Without what belongs to it: some need nothing.
    ...good.filter((message) => Object.keys(message).length > 1).map(({ command }) => ({ command })),
    ...good.map((message) => ({ ...message, extra: 1 })),
    ...good.map((message) => ({ ...message, tabId: '1' })),
    ...good.map((message) => ({ ...message, tabId: -1 })),
    ...good.map((message) => ({ ...message, tabId: 1.5 })),
    ...good.filter((message) => 'key' in message).map((message) => ({ ...message, key: text(3001) })),
    ...good.filter((message) => 'key' in message).map((message) => ({ ...message, key: ['x'] })),
    ...good
      .filter((message) => 'passphrase' in message)
      .flatMap((message) =>
        ['', text(2001), 12345678, null].map((passphrase) => ({ ...message, passphrase })),
      ),
    ...good
      .filter((message) => 'id' in message)
      .flatMap((message) => ['', 'a+b/', 'a b', text(2001), 1].map((id) => ({ ...message, id }))),
    { ...row, command: 'setFrames', frames: 'yes' },
    { ...row, command: 'useExisting', accountId: '../..', reload: false },
    { ...row, command: 'signIn', draft: { ...draft, fields: { a: 1 } }, reload: false },
    { ...row, command: 'signIn', draft: { ...draft, fields: { a: text(8001) } }, reload: false },
    { ...row, command: 'lookInside', frameId: 0 },
    { tabId: row.tabId, command: 'addService', url: 'not an address' },
    { tabId: row.tabId, command: 'addService', url: 'javascript:alert(1)' },
    { ...row, key: 'https://nowhere.example https://nowhere.example/wms', command: 'signOut' },
    { command: 'changePassphrase', current: VAULT_PASSPHRASE, next: '' },
    { command: 'restore', text: { format: 'layerkey-backup' }, passphrase: VAULT_PASSPHRASE },
    { command: 'restore', text: 'no backup', passphrase: VAULT_PASSPHRASE },
    { command: 'changeSettings', lockAfterMinutes: 7, lockWithComputer: true, sharedComputer: false },
    { command: 'changeSettings', lockAfterMinutes: 5, lockWithComputer: 'yes', sharedComputer: false },
    { command: 'stopUsingAt', sourceId: '../..', site },
    { command: 'forgetSiteAt', site: text(301) },
    { command: 'dismissNotice', code: 'noSuchCode' },
  ];
}
