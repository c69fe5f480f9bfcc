import { spawn } from 'node:child_process';
import { readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest } from './extension.ts';
import { evaluateInBackground } from './firefox-background.ts';
import { type FirefoxPage, firefoxPage, type InTab, type Script } from './firefox-page.ts';
import { FIREFOX_UUID, type Prefs, writePrefs } from './firefox-profile.ts';
import { connectMarionette, type Marionette } from './marionette.ts';
import { tempFolder } from './temp-folder.ts';
import { until } from './wait.ts';

export interface FirefoxOptions {
  /** Folder of the unpacked extension; its manifest must have a gecko id. */
  extension: string;
  /** More preferences, or other values for the driver's own. */
  prefs?: Prefs;
  /** Profile folder to use again; a new one by default. */
  profile?: string;
}

export interface Firefox {
  marionette: Marionette;
  profileDir: string;
  /** `moz-extension://...` without a slash at the end. */
  extensionOrigin: string;
  newPage(url: string): Promise<FirefoxPage>;
  /** The page, in whichever window, whose address starts so; waits for it. */
  pageAt(start: string): Promise<FirefoxPage>;
  /** Of all tabs of all windows. */
  addresses(): Promise<string[]>;
  /** A page of the extension in a tab of its own, for example `popup.html`. */
  openExtensionPage(path: string): Promise<FirefoxPage>;
  /** The browser's id of the tab that shows this page, as the extension knows it. */
  tabId(page: FirefoxPage): Promise<number>;
  /** Gives the extension `activeTab` for this page, as a click on the toolbar button does; until it navigates. */
  giveActiveTab(page: FirefoxPage): Promise<void>;
  /** The popup's page in a tab of its own, bound to the tab of `page`, which gets `activeTab`. */
  openPopup(page: FirefoxPage): Promise<FirefoxPage>;
  /** Runs a self-contained function in the extension's background page; wakes it where it sleeps. */
  evaluateInBackground<R, A = undefined>(fn: (arg: A) => R | Promise<R>, arg?: A): Promise<R>;
  /** Runs a script with the browser's own rights. */
  chrome<R>(fn: Script<R>, ...args: unknown[]): Promise<R>;
  /** Self-signed certificates count from now on, and so does any other. */
  trustAnyCertificate(): Promise<void>;
  /** Certificates that this authority (PEM) issued count from now on. */
  trustAuthority(authority: string): Promise<void>;
  /** Ends the background page, as the browser does with an idle one. */
  stopBackground(): Promise<void>;
  /** `kill -9` of all the browser's processes. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Runs one after another, so that nobody else changes the current tab meanwhile. */
function oneByOne(): <R>(work: () => Promise<R>) => Promise<R> {
  let tail: Promise<unknown> = Promise.resolve();
  return <R>(work: () => Promise<R>) => {
    const result = tail.then(work);
    tail = result.catch(() => undefined);
    return result;
  };
}

/** Starts a headless Firefox with a profile of its own and the extension as a temporary add-on. */
export async function launchFirefox(options: FirefoxOptions): Promise<Firefox> {
  const extension = await realpath(options.extension);
  const addonId = (await readManifest(extension)).browser_specific_settings?.gecko?.id;
  if (!addonId) throw new Error('The manifest names no gecko id');
  const profileDir = await realpath(options.profile ?? (await tempFolder('firefox')));
  const portFile = join(profileDir, 'MarionetteActivePort');
  await rm(portFile, { force: true });
  await writePrefs(profileDir, addonId, options.prefs);

  const child = spawn(
    '/usr/bin/firefox-esr',
    ['-headless', '-marionette', '-remote-allow-system-access', '-no-remote', '-profile', profileDir],
    { detached: true, stdio: 'ignore', env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' } },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const killGroup = () => {
    if (child.exitCode === null && child.signalCode === null && child.pid)
      process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', killGroup);
  // Firefox makes the file first and writes into it then: an empty one is no port yet.
  const port = await until('Firefox', async () => Number(await readFile(portFile, 'utf8')) || null, 60_000);
  const marionette = await until('Marionette', () => connectMarionette(port), 60_000);
  const { send } = marionette;
  await send('WebDriver:NewSession', {
    capabilities: { alwaysMatch: { unhandledPromptBehavior: 'ignore' } },
  });
  await send('Addon:Install', { path: extension, temporary: true });

  const alone = oneByOne();
  const inTab: InTab = (handle, work) =>
    alone(async () => {
      await send('WebDriver:SwitchToWindow', { handle });
      return work();
    });

  const [firstTab] = await send<string[]>('WebDriver:GetWindowHandles');
  /** A script runs in some window and is lost with it: so not in one that may close. What is in front stays there. */
  const toFirstWindow = () => send('WebDriver:SwitchToWindow', { handle: firstTab, focus: false });

  const chrome: Firefox['chrome'] = <R>(fn: Script<R>, ...args: unknown[]) =>
    alone(async () => {
      await toFirstWindow();
      await send('Marionette:SetContext', { value: 'chrome' });
      try {
        const script = typeof fn === 'string' ? fn : `return (${fn}).apply(null, arguments)`;
        return (await send<{ value: R }>('WebDriver:ExecuteScript', { script, args, sandbox: null })).value;
      } finally {
        await send('Marionette:SetContext', { value: 'content' });
      }
    });

  async function newTab(): Promise<FirefoxPage> {
    const { handle } = await alone(() => send<{ handle: string }>('WebDriver:NewWindow', { type: 'tab' }));
    return firefoxPage(marionette, inTab, handle);
  }

  const handles = () => alone(() => send<string[]>('WebDriver:GetWindowHandles'));

  async function openExtensionPage(path: string): Promise<FirefoxPage> {
    const before = new Set(await handles());
    await chrome(
      `const [id, path] = arguments; const policy = WebExtensionPolicy.getByID(id);
       gBrowser.selectedTab = gBrowser.addTab(policy.getURL(path), { triggeringPrincipal: policy.extension.principal });`,
      addonId,
      path,
    );
    const handle = await until('the new tab', async () => (await handles()).find((one) => !before.has(one)));
    const page = firefoxPage(marionette, inTab, handle);
    await until(path, () =>
      page.evaluate((end: string) => document.readyState === 'complete' && location.href.endsWith(end), path),
    );
    return page;
  }

  async function pages(): Promise<{ page: FirefoxPage; url: string }[]> {
    const found = [];
    for (const handle of await handles()) {
      const page = firefoxPage(marionette, inTab, handle);
      // It may close while it is looked at.
      found.push({ page, url: await page.url().catch(() => '') });
    }
    return found;
  }

  /** Runs a script with the browser's own rights while the page's tab is the selected one. */
  function overTab<R>(page: FirefoxPage, script: string): Promise<R> {
    return inTab(page.handle, async () => {
      await send('Marionette:SetContext', { value: 'chrome' });
      try {
        return (
          await send<{ value: R }>('WebDriver:ExecuteScript', { script, args: [addonId], sandbox: null })
        ).value;
      } finally {
        await send('Marionette:SetContext', { value: 'content' });
      }
    });
  }

  const tabId = (page: FirefoxPage) =>
    overTab<number>(
      page,
      `const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
       return ExtensionParent.apiManager.global.tabTracker.getId(gBrowser.selectedTab);`,
    );

  /** The very call that Firefox makes when the user clicks the toolbar button. */
  const giveActiveTab = (page: FirefoxPage) =>
    overTab<void>(
      page,
      `WebExtensionPolicy.getByID(arguments[0]).extension.tabManager.addActiveTabPermission(gBrowser.selectedTab);`,
    );

  async function end(stop: () => void | Promise<void>): Promise<void> {
    await stop();
    await ended;
    process.off('exit', killGroup);
    marionette.close();
  }

  return {
    marionette,
    profileDir,
    extensionOrigin: `moz-extension://${FIREFOX_UUID}`,
    newPage: async (url) => {
      const page = await newTab();
      await page.navigate(url);
      return page;
    },
    pageAt: (start) =>
      until(`a page at ${start}`, async () => (await pages()).find(({ url }) => url.startsWith(start))?.page),
    addresses: async () => (await pages()).map(({ url }) => url),
    openExtensionPage,
    tabId,
    giveActiveTab,
    openPopup: async (page) => {
      await giveActiveTab(page);
      return openExtensionPage(`popup.html?tab=${await tabId(page)}`);
    },
    evaluateInBackground: (fn, arg) => evaluateInBackground(chrome, addonId, fn as never, arg),
    chrome,
    trustAnyCertificate: () =>
      chrome(
        `Cc['@mozilla.org/security/certoverride;1'].getService(Ci.nsICertOverrideService)
           .setDisableAllSecurityChecksAndLetAttackersInterceptMyData(true);`,
      ),
    trustAuthority: async (authority) => {
      await chrome(
        `Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB).addCertFromBase64(arguments[0], 'CT,,');`,
        authority.replace(/-----[^-]+-----|\s/g, ''),
      );
    },
    stopBackground: async () => {
      await chrome(
        `return WebExtensionPolicy.getByID(arguments[0]).extension.terminateBackground();`,
        addonId,
      );
    },
    kill: () => end(killGroup),
    close: () =>
      end(async () => {
        await alone(() => send('Marionette:Quit', { flags: ['eForceQuit'] })).catch(() => undefined);
      }),
  };
}
