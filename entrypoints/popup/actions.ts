import type { PopupActions } from '../../components/popup-actions.ts';
import type { Failure } from '../../lib/errors.ts';
import type { Draft } from '../../lib/messages/form-view.ts';
import type { ServiceRow } from '../../lib/messages/view.ts';
import type { PageCommand, VaultCommand } from './commands.ts';
import type { PagePort } from './page-port.ts';
import { settingsFile } from './settings-file.ts';

/**
 * Turns what the user does into commands.
 * @param send Sends a command and shows the view it answers with; resolves to its failure, or null.
 * @param tell The same for a command about the saved sign-ins.
 */
export function createActions(
  page: PagePort,
  tabId: number,
  send: (command: PageCommand) => Promise<Failure | null>,
  tell: (command: VaultCommand) => Promise<Failure | null>,
): PopupActions {
  /**
   * The browser's prompt may close this page at once, and Firefox shows it only in the click's own tick. So the command
   * goes first, unawaited; then the request; the worker goes on by itself when the answer is yes.
   */
  const postAndAsk = (command: PageCommand, origins: string[], denied: PageCommand) => {
    page.post(command);
    void page.requestOrigins(origins).then((given) => send(given ? { command: 'view', tabId } : denied));
  };
  const forRow = (key: string) => ({ tabId, key });
  const deniedRow = (key: string): PageCommand => ({ command: 'denied', ...forRow(key) });
  const view: PageCommand = { command: 'view', tabId };
  const originsFor = ({ origins, forms, provider }: ServiceRow, { method, fields }: Draft): string[] => {
    if (!forms.some((form) => form.method === method && form.provider)) return origins;
    return [...new Set([...origins, ...(provider?.origins ?? []), ...page.patternsOfForm(fields)])];
  };
  const open = (path: string) => {
    // A popup that is gone opens nothing any more.
    void page.openPage(path, tabId).then(page.closeSelf);
  };

  return {
    look: () => void send({ command: 'look', tabId }),
    addService: (url) => send({ command: 'addService', tabId, url }),
    searchProviders: async (typed) => {
      const reply = await page.send({ command: 'searchProviders', typed });
      return reply.ok ? reply.view : [];
    },
    // Without a row there is nothing to tell of a no: the worker's intent ends by itself.
    watch: (origins) => postAndAsk({ command: 'watch', tabId }, origins, view),
    endWatch: (origins, keep) => {
      page.post({ command: 'endWatch', tabId });
      void page.swapOrigins(origins, keep).then(() => send(view));
    },
    lookInside: ({ frameId, origins }) =>
      postAndAsk({ command: 'lookInside', tabId, frameId }, origins, view),

    signIn: (row, draft, reload) => {
      const { key } = row;
      postAndAsk(
        { command: 'signIn', ...forRow(key), draft, reload },
        originsFor(row, draft),
        deniedRow(key),
      );
    },
    originsFor,
    useExisting: ({ key, origins }, accountId, reload) =>
      postAndAsk({ command: 'useExisting', ...forRow(key), accountId, reload }, origins, deniedRow(key)),
    check: ({ key, origins }) => postAndAsk({ command: 'check', ...forRow(key) }, origins, deniedRow(key)),
    // A permission may have been taken back since; where it was not, the browser does not ask.
    resume: ({ key, origins }) => postAndAsk({ command: 'resume', ...forRow(key) }, origins, deniedRow(key)),
    tryAgain: ({ key, origins }) =>
      postAndAsk({ command: 'tryAgain', ...forRow(key) }, origins, deniedRow(key)),
    confirmChange: ({ key, origins }) =>
      postAndAsk({ command: 'confirmChange', ...forRow(key) }, origins, deniedRow(key)),

    changeSecret: (row, draft) => {
      const { key } = row;
      postAndAsk({ command: 'changeSecret', ...forRow(key), draft }, originsFor(row, draft), deniedRow(key));
    },
    cancel: ({ key }) => void send({ command: 'cancel', ...forRow(key) }),
    // The answer would only bring back what is being typed.
    keepDraft: ({ key }, draft) => page.post({ command: 'keepDraft', ...forRow(key), draft }),
    lookUp: ({ key }, method, typed) => void send({ command: 'lookUp', ...forRow(key), method, typed }),
    pasteCode: ({ key }, code) => void send({ command: 'pasteCode', ...forRow(key), code }),
    pause: ({ key }) => void send({ command: 'pause', ...forRow(key) }),
    signOut: ({ key }) => void send({ command: 'signOut', ...forRow(key) }),
    stopUsing: ({ key }) => void send({ command: 'stopUsing', ...forRow(key) }),
    remove: ({ key }) => void send({ command: 'remove', ...forRow(key) }),
    openLink: ({ key }) => void send({ command: 'openLink', ...forRow(key) }),
    reload: () => void send({ command: 'reload', tabId }),
    clearStored: ({ key }) => void send({ command: 'clearStored', ...forRow(key) }),
    hideWarning: ({ key }, always) => void send({ command: 'hideWarning', ...forRow(key), always }),
    openAddress: (url) => void page.openAddress(url, tabId).then(page.closeSelf),
    copyText: page.copyText,
    saveFile: page.saveFile,
    settingsFile,
    setFrames: ({ key }, frames) => void send({ command: 'setFrames', ...forRow(key), frames }),

    hasOrigins: (origins) => page.hasOrigins(origins),
    remember: ({ key }) => void send({ command: 'remember', ...forRow(key) }),
    forgetSaved: ({ key }) => void send({ command: 'forgetSaved', ...forRow(key) }),
    forgetSite: () => void send({ command: 'forgetSite', tabId }),
    dismiss: (code) => void send({ command: 'dismiss', tabId, code }),

    unlock: (passphrase) => tell({ command: 'unlock', passphrase }),
    createVault: (passphrase) => tell({ command: 'createVault', passphrase }),
    lock: () => void tell({ command: 'lock' }),
    estimate: page.estimate,

    openUnlock: () => open('/unlock.html'),
    openForgotten: () => open('/settings.html#forgotten'),
    openSources: () => open('/options.html'),
    openMap: () => open('/map.html'),
    openSettings: () => open('/settings.html'),
    openDiagnostics: () => open('/diagnostics.html'),
    toTab: page.isTab ? null : () => open(`/popup.html?tab=${tabId}`),
    openHelp: () => open('/welcome.html'),
    close: () => page.closeSelf(),
  };
}
