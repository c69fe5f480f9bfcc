import { hostOf } from '../addresses.ts';
import { AppError } from '../errors.ts';
import { isCallback } from '../oauth/authorize.ts';
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
  /**
   * @param options.signal closes the browser's window.
   * @param options.opened is told which window it is.
   */
  launchFlow(
    url: string,
    interactive: boolean,
    options?: { signal?: AbortSignal; opened?: (windowId: number) => void },
  ): Promise<Answer>;
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

/** Name of the browser's own window among those that a worker which died left open. */
const FLOW = 'flow';

/** Takes the user to a provider and brings its answer back. */
export function createAuthorizer({ port, session, syncRules }: Parts) {
  async function inBrowsersWindow(url: string, signal: AbortSignal): Promise<Answer> {
    const opened = (windowId: number) => void session.set('window', FLOW, { windowId, redirect: null });
    try {
      return await Promise.race([port.launchFlow(url, true, { signal, opened }), aborted(signal)]);
    } finally {
      await session.remove('window', FLOW);
    }
  }

  /**
   * In a window of our own, for clients that are registered with another redirect URI: the navigation there is stopped by a
   * rule for that tab before it leaves the browser, and its address is the answer.
   */
  async function inOwnWindow(url: string, redirect: string, signal: AbortSignal): Promise<Answer> {
    const window = await port.openWindow();
    try {
      await session.set('window', window.tabId, { windowId: window.windowId, redirect });
      await syncRules();
      return await answerIn(window, url, redirect, signal);
    } finally {
      await leave(window);
    }
  }

  /** The answer is there already, whatever fails here: the next sync takes the rule away. */
  async function leave(window: OwnWindow): Promise<void> {
    await window.close().catch(() => undefined);
    await session.remove('window', window.tabId).catch(() => undefined);
    await syncRules().catch(() => undefined);
  }

  return {
    redirectUri: port.redirectUri,
    /**
     * @param redirect where the provider sends its answer; null for the browser's own flow.
     * @returns the address of the answer.
     * @throws AppError `signInCancelled` where the user closed the window, `windowWithoutAnswer` where it ended without an answer.
     */
    ask: async (url: string, redirect: string | null, signal: AbortSignal): Promise<string> => {
      if (signal.aborted) throw new AppError('signInCancelled');
      const asked = redirect === null ? inBrowsersWindow(url, signal) : inOwnWindow(url, redirect, signal);
      const answer = await asked.catch((): Answer => ({ what: 'ended' }));
      if (signal.aborted || answer.what === 'cancelled') throw new AppError('signInCancelled');
      if (answer.what === 'answered') return answer.url;
      throw new AppError('windowWithoutAnswer', [hostOf(url)]);
    },
    /** Shows a provider's page in a window of our own. @returns what closes it. @throws AppError `windowWithoutAnswer`. */
    show: async (url: string): Promise<() => Promise<void>> => {
      const window = await port.openWindow().catch(() => null);
      if (!window) throw new AppError('windowWithoutAnswer', [hostOf(url)]);
      const stopWatching = window.watch({ leads: () => {}, closed: () => {} });
      const close = () => {
        stopWatching();
        return leave(window);
      };
      try {
        await session.set('window', window.tabId, { windowId: window.windowId, redirect: null });
        await window.show(url);
        return close;
      } catch {
        await close();
        throw new AppError('windowWithoutAnswer', [hostOf(url)]);
      }
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

/** Shows the page and waits for the navigation to the redirect URI. */
function answerIn(window: OwnWindow, url: string, redirect: string, signal: AbortSignal): Promise<Answer> {
  let end = () => {};
  const answer = new Promise<Answer>((resolve, reject) => {
    const limit = setTimeout(() => resolve({ what: 'ended' }), PATIENCE_MS);
    const stopWatching = window.watch({
      leads: (address) => {
        if (isCallback(address, redirect)) resolve({ what: 'answered', url: address });
      },
      closed: () => resolve({ what: 'cancelled' }),
    });
    end = () => {
      clearTimeout(limit);
      stopWatching();
    };
    void aborted(signal).then(resolve);
    if (!signal.aborted) window.show(url).catch(reject);
  });
  return answer.finally(end);
}

/** The user gives up. */
function aborted(signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve) => {
    const cancel = () => resolve({ what: 'cancelled' });
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel);
  });
}
