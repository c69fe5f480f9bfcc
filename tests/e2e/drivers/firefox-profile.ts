import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Prefs = Record<string, string | number | boolean>;

/** The address of the extension's pages is `moz-extension://` and this. */
export const FIREFOX_UUID = '1a7e4e11-0000-4000-8000-6c617965726b';

/**
 * What makes Firefox drivable, quiet and the same each time. Optional permissions are granted at the request without
 * a prompt, because Marionette cannot answer that one; the request itself still needs the user's click.
 */
function basicPrefs(addonId: string): Prefs {
  return {
    'marionette.port': 0,
    'remote.prefs.recommended': true,
    'extensions.webextensions.uuids': JSON.stringify({ [addonId]: FIREFOX_UUID }),
    'extensions.webextensions.keepStorageOnUninstall': true,
    'extensions.webextensions.keepUuidOnUninstall': true,
    // Host permissions of the manifest, which `grantedCopy` adds, count at once instead of waiting for the user.
    'extensions.originControls.grantByDefault': true,
    'extensions.webextOptionalPermissionPrompts': false,
    'xpinstall.signatures.required': false,
    'browser.shell.checkDefaultBrowser': false,
    'browser.startup.page': 0,
    'browser.aboutwelcome.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'browser.safebrowsing.downloads.remote.enabled': false,
  };
}

/** Writes the profile's `user.js`, which Firefox reads at each start. */
export async function writePrefs(profile: string, addonId: string, prefs: Prefs = {}): Promise<void> {
  await mkdir(profile, { recursive: true });
  const lines = Object.entries({ ...basicPrefs(addonId), ...prefs }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), `${lines.join('\n')}\n`);
}
