import { expect, test } from 'vitest';
import { createActions } from '../../entrypoints/popup/actions.ts';
import type { PagePort } from '../../entrypoints/popup/page-port.ts';
import type { Command } from '../../lib/messages/protocol.ts';
import { row, USUAL } from './fixtures.ts';

const draft = {
  method: 'basic',
  fields: { username: 'ada', password: 'pw' },
  acceptPlainHttp: false,
  remember: true,
};

/** A platform that writes down what it is asked, in order. */
function recorder(answer: boolean) {
  const log: (Command | { asked: string[] } | { opened: string } | { copied: string })[] = [];
  const page: PagePort = {
    send: async () => ({ ok: false, failure: { code: 'unknown', values: [] } }),
    post: (command) => void log.push(command),
    requestOrigins: async (asked) => {
      log.push({ asked });
      return answer;
    },
    swapOrigins: async () => undefined,
    hasOrigins: async () => answer,
    onChanged: () => () => {},
    openPage: async (opened) => void log.push({ opened }),
    openAddress: async (opened) => void log.push({ opened }),
    copyText: async (copied) => {
      log.push({ copied });
      return true;
    },
    saveFile: () => undefined,
    closeSelf: () => void log.push({ opened: 'nothing more' }),
    estimate: async () => ({ score: 0, seconds: 0 }),
    isTab: false,
    patternsOfForm: (fields) => (fields.issuer ? [`${fields.issuer}/*`] : []),
  };
  const take = async (command: Command) => {
    log.push(command);
    return null;
  };
  const actions = createActions(page, 7, take, take);
  return { log, actions };
}

const refusing = row();
const frame = USUAL.frames[0]!;
const inRow = { tabId: 7, key: refusing.key };
const cases = [
  [
    'signIn',
    (a: Actions) => a.signIn(refusing, draft, true),
    { command: 'signIn', ...inRow, draft, reload: true },
  ],
  [
    'useExisting',
    (a: Actions) => a.useExisting(refusing, 'acc0001', false),
    { command: 'useExisting', ...inRow, accountId: 'acc0001', reload: false },
  ],
  ['check', (a: Actions) => a.check(refusing), { command: 'check', ...inRow }],
  ['resume', (a: Actions) => a.resume(refusing), { command: 'resume', ...inRow }],
  ['tryAgain', (a: Actions) => a.tryAgain(refusing), { command: 'tryAgain', ...inRow }],
  ['confirmChange', (a: Actions) => a.confirmChange(refusing), { command: 'confirmChange', ...inRow }],
] as const;
type Actions = ReturnType<typeof createActions>;

test.each(cases)(
  '%s: the command first, then the request, both in the tick of the click',
  (_, act, command) => {
    const { log, actions } = recorder(true);
    act(actions);
    expect(log).toEqual([command, { asked: refusing.origins }]);
  },
);

test.each(cases)('%s: a no is told to the worker', async (_, act) => {
  const { log, actions } = recorder(false);
  act(actions);
  await Promise.resolve().then(() => {});
  expect(log.at(-1)).toEqual({ command: 'denied', ...inRow });
});

test('a frame and watching ask for exactly their own origins', () => {
  const { log, actions } = recorder(true);
  actions.lookInside(frame);
  actions.watch(['*://*/*']);
  expect(log).toEqual([
    { command: 'lookInside', tabId: 7, frameId: 3 },
    { asked: ['https://geo.city.example/*'] },
    { command: 'watch', tabId: 7 },
    { asked: ['*://*/*'] },
  ]);
});

test('a draft is posted without waiting, so that a closing popup still keeps it', () => {
  const { log, actions } = recorder(true);
  actions.keepDraft(refusing, draft);
  expect(log).toEqual([{ command: 'keepDraft', ...inRow, draft }]);
});

test('what needs no permission asks for none', () => {
  const { log, actions } = recorder(true);
  actions.lookUp(refusing, 'oauth', 'https://id.example.com');
  actions.pasteCode(refusing, '4/abc');
  actions.remember(refusing);
  actions.forgetSaved(refusing);
  actions.forgetSite();
  actions.dismiss('savedDamaged');
  actions.reload();
  actions.clearStored(refusing);
  actions.hideWarning(refusing, true);
  actions.lock();
  void actions.unlock('lune carte pont');
  void actions.createVault('lune carte pont');
  expect(log).toEqual([
    { command: 'lookUp', ...inRow, method: 'oauth', typed: 'https://id.example.com' },
    { command: 'pasteCode', ...inRow, code: '4/abc' },
    { command: 'remember', ...inRow },
    { command: 'forgetSaved', ...inRow },
    { command: 'forgetSite', tabId: 7 },
    { command: 'dismiss', tabId: 7, code: 'savedDamaged' },
    { command: 'reload', tabId: 7 },
    { command: 'clearStored', ...inRow },
    { command: 'hideWarning', ...inRow, always: true },
    { command: 'lock' },
    { command: 'unlock', passphrase: 'lune carte pont' },
    { command: 'createVault', passphrase: 'lune carte pont' },
  ]);
});

test.each([
  ['openUnlock', '/unlock.html'],
  ['openSources', '/options.html'],
  ['openMap', '/map.html'],
  ['openSettings', '/settings.html'],
  ['openDiagnostics', '/diagnostics.html'],
  ['openForgotten', '/settings.html#forgotten'],
  ['openHelp', '/welcome.html'],
] as const)('%s opens its page in a tab and closes the popup once it is there', async (action, path) => {
  const { log, actions } = recorder(true);
  actions[action]();
  expect(log).toEqual([{ opened: path }]);
  await Promise.resolve();
  expect(log).toEqual([{ opened: path }, { opened: 'nothing more' }]);
});

test('an address of the web opens in a tab, too; the text to copy goes as it is', async () => {
  const { log, actions } = recorder(true);
  actions.openAddress('https://geo.example.com/');
  await Promise.resolve();
  expect(log).toEqual([{ opened: 'https://geo.example.com/' }, { opened: 'nothing more' }]);
  expect(await actions.copyText('a\nb')).toBe(true);
  expect(log.at(-1)).toEqual({ copied: 'a\nb' });
});
