import type { PopupActions } from '../../components/popup-actions.ts';
import type { Failure } from '../../lib/errors.ts';
import type { Command } from '../../lib/messages/protocol.ts';
import type { PagePort } from './page-port.ts';

/**
 * Turns what the user does into commands.
 * @param send Sends a command and shows the view it answers with; resolves to its failure, or null.
 */
export function createActions(
  page: PagePort,
  tabId: number,
  send: (command: Command) => Promise<Failure | null>,
): PopupActions {
  /**
   * The browser's prompt may close this page at once, and Firefox shows it only in the click's own tick. So the command
   * goes first, unawaited; then the request; the worker goes on by itself when the answer is yes.
   */
  const postAndAsk = (command: Command, origins: string[], denied: Command) => {
    page.post(command);
    void page.requestOrigins(origins).then((given) => send(given ? { command: 'view', tabId } : denied));
  };
  const forRow = (key: string) => ({ tabId, key });
  const deniedRow = (key: string): Command => ({ command: 'denied', ...forRow(key) });
  const view: Command = { command: 'view', tabId };

  return {
    look: () => void send({ command: 'look', tabId }),
    addService: (url) => send({ command: 'addService', tabId, url }),
    // Without a row there is nothing to tell of a no: the worker's intent ends by itself.
    watch: (origins) => postAndAsk({ command: 'watch', tabId }, origins, view),
    endWatch: (origins, keep) => {
      page.post({ command: 'endWatch', tabId });
      void page.swapOrigins(origins, keep).then(() => send(view));
    },
    lookInside: ({ frameId, origins }) =>
      postAndAsk({ command: 'lookInside', tabId, frameId }, origins, view),

    signIn: ({ key, origins }, draft, reload) =>
      postAndAsk({ command: 'signIn', ...forRow(key), draft, reload }, origins, deniedRow(key)),
    useExisting: ({ key, origins }, accountId, reload) =>
      postAndAsk({ command: 'useExisting', ...forRow(key), accountId, reload }, origins, deniedRow(key)),
    check: ({ key, origins }) => postAndAsk({ command: 'check', ...forRow(key) }, origins, deniedRow(key)),
    // A permission may have been taken back since; where it was not, the browser does not ask.
    resume: ({ key, origins }) => postAndAsk({ command: 'resume', ...forRow(key) }, origins, deniedRow(key)),
    confirmChange: ({ key, origins }) =>
      postAndAsk({ command: 'confirmChange', ...forRow(key) }, origins, deniedRow(key)),

    changeSecret: ({ key }, draft) => void send({ command: 'changeSecret', ...forRow(key), draft }),
    cancel: ({ key }) => void send({ command: 'cancel', ...forRow(key) }),
    // The answer would only bring back what is being typed.
    keepDraft: ({ key }, draft) => page.post({ command: 'keepDraft', ...forRow(key), draft }),
    pause: ({ key }) => void send({ command: 'pause', ...forRow(key) }),
    signOut: ({ key }) => void send({ command: 'signOut', ...forRow(key) }),
    stopUsing: ({ key }) => void send({ command: 'stopUsing', ...forRow(key) }),
    remove: ({ key }) => void send({ command: 'remove', ...forRow(key) }),
    setFrames: ({ key }, frames) => void send({ command: 'setFrames', ...forRow(key), frames }),

    hasOrigins: (origins) => page.hasOrigins(origins),
    openHelp: () => {
      page.openPage('/welcome.html');
      page.closeSelf();
    },
    close: () => page.closeSelf(),
  };
}
