import { realpath } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { proceedInChromium, proceedInFirefox } from './certificate-warning.ts';
import { type Chromium, launchChromium } from './chromium.ts';
import { trustAuthority } from './chromium-trust.ts';
import { type Firefox, launchFirefox } from './firefox.ts';
import { tempFolder } from './temp-folder.ts';
import { until } from './wait.ts';

export type BrowserName = 'chrome' | 'firefox';

/** A page in either browser: only what both drivers do alike. */
export interface EitherPage {
  evaluate<R, A = undefined>(fn: (arg: A) => R | Promise<R>, arg?: A): Promise<R>;
  click(selector: string): Promise<void>;
  fill(selector: string, text: string): Promise<void>;
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** Either browser with one extension, for what must hold in both. */
export interface EitherBrowser {
  /** Runs a self-contained function in the extension's worker or background page. */
  inBackground<R, A = undefined>(fn: (arg: A) => R | Promise<R>, arg?: A): Promise<R>;
  newPage(url: string): Promise<EitherPage>;
  /** The extension's popup in a tab, as a page of its own; `?tab=` and its id says of which tab. */
  popup(query?: string): Promise<EitherPage>;
  /** The page, in whichever window, whose address starts so; waits for it. */
  pageAt(start: string): Promise<EitherPage>;
  /** Opens an address whose certificate the browser warns of, and goes on as a user can; gives the page behind it. */
  acceptCertificate(url: string): Promise<EitherPage>;
  /** Ends the worker or background page, as the browser does with an idle one. */
  endBackground(): Promise<void>;
  /** Takes the network away from pages and extension, or gives it back. Firefox goes on reaching loopback. */
  setOffline(offline: boolean): Promise<void>;
  /** Its own driver; not for Firefox. */
  chromium?: Chromium;
  /** Its own driver; not for Chromium. */
  firefox?: Firefox;
  close(): Promise<void>;
}

export interface EitherOptions {
  /** Port of a proxy on 127.0.0.1 for everything that is `https`; whose certificates are there does not matter then. */
  proxyPort?: number;
  /** An authority, PEM, whose certificates the browser trusts. */
  authority?: string;
  /** Names that lead to 127.0.0.1, besides those of `localhost`. */
  names?: readonly string[];
  /** Folder of another unpacked extension, which has no worker. */
  besides?: string;
  /** More command line arguments for Chromium. */
  args?: readonly string[];
}

const eitherPage = (page: Page): EitherPage => ({
  evaluate: (fn, arg) => page.evaluate(fn as never, arg as never),
  click: (selector) => page.click(selector),
  fill: (selector, text) => page.fill(selector, text),
  reload: async () => void (await page.reload()),
  close: () => page.close(),
});

/** Starts the named browser without windows. */
export async function launchEither(
  name: BrowserName,
  extension: string,
  { proxyPort, authority, names = [], besides, args = [] }: EitherOptions = {},
): Promise<EitherBrowser> {
  if (name === 'chrome') {
    const profile = await tempFolder('chromium');
    if (authority !== undefined) await trustAuthority(profile, authority);
    const chromium = await launchChromium({
      extension,
      profile,
      ignoreCertificateErrors: proxyPort !== undefined,
      args: [
        ...args,
        ...(proxyPort === undefined ? [] : [`--proxy-server=https=127.0.0.1:${proxyPort}`]),
        // Of the same switch twice the last one counts.
        ...(besides === undefined
          ? []
          : ['disable-extensions-except', 'load-extension'].map(
              (name) => `--${name}=${extension},${besides}`,
            )),
      ],
      ...(names.length > 0 ? { hostResolverRules: names.map((one) => `MAP ${one} 127.0.0.1`).join() } : {}),
    });
    const open = async (url: string) => eitherPage(await chromium.newPage(url));
    return {
      inBackground: (fn, arg) => chromium.evaluateInWorker(fn, arg),
      newPage: open,
      popup: (query = '') => open(`chrome-extension://${chromium.extensionId}/popup.html${query}`),
      pageAt: async (start) =>
        eitherPage(
          await until(`a page at ${start}`, () =>
            chromium.context.pages().find((page) => page.url().startsWith(start)),
          ),
        ),
      acceptCertificate: async (url) => {
        const page = await chromium.context.newPage();
        await proceedInChromium(page, url);
        return eitherPage(page);
      },
      endBackground: chromium.stopWorker,
      setOffline: (offline) => chromium.context.setOffline(offline),
      chromium,
      close: chromium.close,
    };
  }
  const proxy = {
    'network.proxy.type': 1,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': proxyPort ?? 0,
  };
  const prefs = { 'network.dns.localDomains': names.join(), ...(proxyPort === undefined ? {} : proxy) };
  const firefox = await launchFirefox({ extension, prefs });
  if (proxyPort !== undefined) await firefox.trustAnyCertificate();
  if (authority !== undefined) await firefox.trustAuthority(authority);
  if (besides !== undefined)
    await firefox.marionette.send('Addon:Install', { path: await realpath(besides), temporary: true });
  return {
    inBackground: (fn, arg) => firefox.evaluateInBackground(fn, arg),
    newPage: (url) => firefox.newPage(url),
    popup: (query = '') => firefox.openExtensionPage(`popup.html${query}`),
    pageAt: firefox.pageAt,
    acceptCertificate: async (url) => {
      const page = await firefox.newPage('about:blank');
      await proceedInFirefox(page, url);
      return page;
    },
    endBackground: firefox.stopBackground,
    setOffline: (offline) => firefox.chrome('Services.io.offline = arguments[0];', offline),
    firefox,
    close: firefox.close,
  };
}
