import { launchChromium } from './chromium.ts';
import type { BrowserName, EitherBrowser, EitherPage } from './either-browser.ts';
import { readManifest } from './extension.ts';
import { type Firefox, launchFirefox } from './firefox.ts';
import { vaultProbe } from './vault-probe.ts';

/** Either browser without windows, with the probe of the vault and a page of it. */
export interface VaultBench extends Pick<EitherBrowser, 'inBackground' | 'endBackground' | 'close'> {
  /** `page.html`. */
  page: Pick<EitherPage, 'evaluate'>;
  newPage(url: string): Promise<unknown>;
  /** What the browser would tell the user at installation about these permissions. */
  warnings(permissions: string[]): Promise<string[]>;
  /** The extension reloads itself; `page` is gone then. */
  reloadExtension(): Promise<void>;
}

function firefoxWarnings(firefox: Firefox, permissions: string[]): Promise<string[]> {
  return firefox.chrome<string[]>(
    `const { ExtensionData } = ChromeUtils.importESModule('resource://gre/modules/Extension.sys.mjs');
     const permissions = { origins: [], permissions: arguments[0], data_collection: [] };
     return ExtensionData.formatPermissionStrings({ permissions, type: 'install' }).msgs;`,
    permissions,
  );
}

/** Comes back when the new background is there: one that is asked while it goes never answers. */
async function reloadFirefoxAddon(firefox: Firefox, extension: string): Promise<void> {
  await firefox.chrome(
    `const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
     return (async (id) => {
       await (await AddonManager.getAddonByID(id)).reload();
       await WebExtensionPolicy.getByID(id).extension.promiseBackgroundStarted?.();
     })(arguments[0]);`,
    (await readManifest(extension)).browser_specific_settings?.gecko?.id,
  );
}

export async function startVaultBench(name: BrowserName, grant: string[]): Promise<VaultBench> {
  const extension = await vaultProbe(name, grant);
  if (name === 'firefox') {
    const firefox = await launchFirefox({ extension });
    return {
      page: await firefox.openExtensionPage('page.html'),
      inBackground: firefox.evaluateInBackground,
      newPage: firefox.newPage,
      warnings: (permissions) => firefoxWarnings(firefox, permissions),
      endBackground: firefox.stopBackground,
      reloadExtension: () => reloadFirefoxAddon(firefox, extension),
      close: firefox.close,
    };
  }
  const chromium = await launchChromium({ extension });
  return {
    page: await chromium.newPage(`chrome-extension://${chromium.extensionId}/page.html`),
    inBackground: chromium.evaluateInWorker,
    newPage: chromium.newPage,
    warnings: (permissions) =>
      chromium.evaluateInWorker((asked: string[]) => {
        const manifest = { manifest_version: 3, name: 'x', version: '1', permissions: asked };
        return chrome.management.getPermissionWarningsByManifest(JSON.stringify(manifest));
      }, permissions),
    endBackground: chromium.stopWorker,
    reloadExtension: chromium.reloadExtension,
    close: chromium.close,
  };
}
