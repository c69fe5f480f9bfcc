import { launchChromium } from './chromium.ts';
import { launchFirefox } from './firefox.ts';

export type BrowserName = 'chrome' | 'firefox';

/** A page in either browser: only what both drivers do alike. */
export interface EitherPage {
  evaluate<R, A = undefined>(fn: (arg: A) => R | Promise<R>, arg?: A): Promise<R>;
  click(selector: string): Promise<void>;
  fill(selector: string, text: string): Promise<void>;
  reload(): Promise<void>;
}

/** Either browser with one extension, for what must hold in both. */
export interface EitherBrowser {
  /** Runs a self-contained function in the extension's worker or background page. */
  inBackground<R, A = undefined>(fn: (arg: A) => R | Promise<R>, arg?: A): Promise<R>;
  newPage(url: string): Promise<EitherPage>;
  /** The extension's popup in a tab, as a page of its own. */
  popup(): Promise<EitherPage>;
  close(): Promise<void>;
}

/** Starts the named browser without windows. */
export async function launchEither(name: BrowserName, extension: string): Promise<EitherBrowser> {
  if (name === 'chrome') {
    const chromium = await launchChromium({ extension });
    const open = async (url: string): Promise<EitherPage> => {
      const page = await chromium.newPage(url);
      return {
        evaluate: (fn, arg) => page.evaluate(fn as never, arg as never),
        click: (selector) => page.click(selector),
        fill: (selector, text) => page.fill(selector, text),
        reload: async () => void (await page.reload()),
      };
    };
    return {
      inBackground: (fn, arg) => chromium.evaluateInWorker(fn, arg),
      newPage: open,
      popup: () => open(`chrome-extension://${chromium.extensionId}/popup.html`),
      close: chromium.close,
    };
  }
  const firefox = await launchFirefox({ extension });
  return {
    inBackground: (fn, arg) => firefox.evaluateInBackground(fn, arg),
    newPage: (url) => firefox.newPage(url),
    popup: () => firefox.openExtensionPage('popup.html'),
    close: firefox.close,
  };
}
