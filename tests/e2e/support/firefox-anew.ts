import { expect } from 'vitest';
import type { Firefox } from '../drivers/firefox.ts';
import { until } from '../drivers/wait.ts';
import { accessIn, heldIn, reloadExtension, rulesIn, savedIn } from './firefox-harness.ts';

/**
 * As after the installation, in a browser that goes on: no host is allowed, nothing is saved, held or signed, no site has
 * a cookie, and the extension starts. Its pages are closed by that.
 */
export async function installedAnew(firefox: Firefox): Promise<void> {
  await firefox.evaluateInBackground(async () => {
    const { origins = [] } = await chrome.permissions.getAll();
    if (origins.length > 0) await chrome.permissions.remove({ origins });
  });
  await until('no rule', async () => (await rulesIn(firefox)).length === 0);
  await firefox.chrome('Services.cookies.removeAll();');
  await firefox.evaluateInBackground(async () => {
    await chrome.storage.local.clear();
    await chrome.storage.session.clear();
  });
  await reloadExtension(firefox);
  expect(await accessIn(firefox)).toEqual([]);
  expect(await savedIn(firefox)).toEqual({});
  expect(JSON.stringify(await heldIn(firefox))).not.toMatch(/"(account|credential|source|grant|row):/);
}
