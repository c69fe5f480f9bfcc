import type { Answer, AuthorizerPort } from '../../lib/sign-in/authorizer.ts';

interface Opened {
  tabId: number;
  windowId: number;
  shown: string[];
  closed: boolean;
  watching: number;
  leads(url: string): void;
  /** The user closes it. */
  closeByUser(): void;
}

/** The browser's windows and its own flow, as far as signing in knows them. @param log gets `open`, `show`, `close`, in order. */
export function signInWindows(log: string[] = []) {
  const windows: Opened[] = [];
  const flows: { url: string; interactive: boolean; answer: (answer: Answer) => void }[] = [];
  const failing = new Set<'openWindow' | 'show' | 'launchFlow'>();
  const fail = (what: 'openWindow' | 'show' | 'launchFlow') => {
    if (failing.has(what)) throw new Error(`The browser refuses: ${what}.`);
  };
  const closeWindow = async (windowId: number) => {
    log.push(`close ${windowId}`);
    for (const each of windows) if (each.windowId === windowId) each.closed = true;
  };
  const port: AuthorizerPort = {
    redirectUri: () => 'https://layerkey.chromiumapp.org/',
    launchFlow: async (url, interactive) => {
      fail('launchFlow');
      return new Promise((answer) => flows.push({ url, interactive, answer }));
    },
    openWindow: async () => {
      fail('openWindow');
      const windowId = windows.length + 1;
      const watchers = new Set<{ leads: (url: string) => void; closed: () => void }>();
      const opened: Opened = {
        ...{ windowId, tabId: windowId + 100, shown: [], closed: false },
        get watching() {
          return watchers.size;
        },
        leads: (url) => {
          for (const each of watchers) each.leads(url);
        },
        closeByUser: () => {
          opened.closed = true;
          for (const each of [...watchers]) each.closed();
        },
      };
      windows.push(opened);
      log.push(`open ${windowId}`);
      return {
        ...{ tabId: opened.tabId, windowId },
        show: async (url) => {
          fail('show');
          log.push(`show ${windowId}`);
          opened.shown.push(url);
        },
        close: () => closeWindow(windowId),
        watch: (callbacks) => {
          watchers.add(callbacks);
          return () => watchers.delete(callbacks);
        },
      };
    },
    closeWindow,
  };
  return { port, windows, flows, failing };
}
