import { AppError } from '../errors.ts';
import type { Session } from './session.ts';

/** How the browser's flow, or a window of our own, ended. */
export type Answer =
  | { what: 'answered'; url: string }
  /** The user closed it. */
  | { what: 'cancelled' }
  /** Without an answer: a page that could not be loaded, or that answered 4xx. */
  | { what: 'ended' }
  /** Tried without a window, and the provider wants to see somebody. */
  | { what: 'needsUser' };

/** A window of our own with one tab. */
export interface OwnWindow {
  tabId: number;
  windowId: number;
  show(url: string): Promise<void>;
  close(): Promise<void>;
  /** @returns a function that ends the watching. */
  watch(callbacks: { leads: (url: string) => void; closed: () => void }): () => void;
}

/** What the browser gives. */
export interface AuthorizerPort {
  redirectUri(): string;
  launchFlow(url: string, interactive: boolean): Promise<Answer>;
  openWindow(): Promise<OwnWindow>;
  closeWindow(windowId: number): Promise<void>;
}

interface Parts {
  port: AuthorizerPort;
  session: Session;
  /** Installs the rules anew: a window's answer is stopped by one. */
  syncRules: () => Promise<unknown>;
}

/** A person may take this long in front of a provider's pages, in milliseconds. */
const PATIENCE_MS = 10 * 60_000;

/** Takes the user to a provider and brings its answer back. */
export function createAuthorizer({ port, session, syncRules }: Parts) {
  /**
   * In a window of our own, for clients that are registered with another redirect URI: the navigation there is stopped by a
   * rule for that tab before it leaves the browser, and its address is the answer.
   */
  async function inOwnWindow(url: string, redirect: string, signal: AbortSignal): Promise<Answer> {
    const window = await port.openWindow();
    let stopWatching = () => {};
    try {
      await session.set('window', window.tabId, { windowId: window.windowId, redirect });
      await syncRules();
      return await new Promise<Answer>((resolve, reject) => {
        const limit = setTimeout(() => resolve({ what: 'ended' }), PATIENCE_MS);
        stopWatching = window.watch({
          leads: (address) => {
            if (isAt(address, redirect)) resolve({ what: 'answered', url: address });
          },
          closed: () => resolve({ what: 'cancelled' }),
        });
        const stop = stopWatching;
        stopWatching = () => {
          clearTimeout(limit);
          stop();
        };
        signal.addEventListener('abort', () => resolve({ what: 'cancelled' }));
        window.show(url).catch(reject);
      });
    } finally {
      stopWatching();
      await window.close();
      await session.remove('window', window.tabId);
      await syncRules();
    }
  }

  return {
    redirectUri: port.redirectUri,
    /**
     * @param redirect where the provider sends its answer; null for the browser's own flow.
     * @returns the address of the answer.
     * @throws AppError `signInCancelled` where the user closed the window, `windowWithoutAnswer` where it ended without an answer.
     */
    ask: async (url: string, redirect: string | null, signal: AbortSignal): Promise<string> => {
      const answer = await (redirect === null
        ? port.launchFlow(url, true)
        : inOwnWindow(url, redirect, signal));
      // The browser's own window cannot be closed from here; its answer is not wanted any more.
      if (signal.aborted) throw new AppError('signInCancelled');
      if (answer.what === 'answered') return answer.url;
      throw new AppError(answer.what === 'cancelled' ? 'signInCancelled' : 'windowWithoutAnswer', [
        new URL(url).host,
      ]);
    },
    /** Shows a provider's page in a window of our own. @returns what closes it. */
    show: async (url: string): Promise<() => Promise<void>> => {
      const window = await port.openWindow();
      await session.set('window', window.tabId, { windowId: window.windowId, redirect: null });
      await window.show(url);
      const stopWatching = window.watch({ leads: () => {}, closed: () => {} });
      return async () => {
        stopWatching();
        await window.close();
        await session.remove('window', window.tabId);
      };
    },
    /** Without a window: the provider's own session may still live. @returns null where it wants to see somebody. */
    askSilently: async (url: string): Promise<string | null> => {
      const answer = await port.launchFlow(url, false);
      return answer.what === 'answered' ? answer.url : null;
    },
    /** A worker that died left its window open: nobody reads its answer any more. */
    afterStart: async (): Promise<void> => {
      const left = [...session.all('window')];
      for (const [tabId, { windowId }] of left) {
        await port.closeWindow(windowId);
        await session.remove('window', tabId);
      }
    },
  };
}

export type Authorizer = ReturnType<typeof createAuthorizer>;

/** Whether an address is the redirect URI with an answer behind it. */
function isAt(address: string, redirect: string): boolean {
  const [url, wanted] = [URL.parse(address), URL.parse(redirect)];
  return url !== null && wanted !== null && url.origin === wanted.origin && url.pathname === wanted.pathname;
}
