import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Firefox } from './firefox.ts';

const xprop = (display: string, ...args: string[]) =>
  promisify(execFile)('xprop', ['-display', display, '-root', ...args]);

/**
 * Locks the computer as far as Chromium with windows can tell: xscreensaver's own mark on the root window. Chromium
 * looks once a second. Without windows it never sees a lock, nor anybody idle.
 * @param display As in `Desktop.display`.
 */
export async function lockComputer(display: string): Promise<void> {
  await xprop(display, '-f', '_SCREENSAVER_STATUS', '32a', '-set', '_SCREENSAVER_STATUS', 'LOCK');
}

export async function unlockComputer(display: string): Promise<void> {
  await xprop(display, '-remove', '_SCREENSAVER_STATUS');
}

/**
 * Tells Firefox's idle service when the user last did something; its observers learn of it within seconds. Without
 * windows nothing else counts as use, clicks of the driver neither.
 * @param seconds Since the last use; 0 for just now.
 */
export async function idleFor(firefox: Firefox, seconds: number): Promise<void> {
  await firefox.chrome(
    `Cc['@mozilla.org/widget/useridleservice;1'].getService(Ci.nsIUserIdleServiceInternal)
       .resetIdleTimeOut(arguments[0]);`,
    seconds * 1000,
  );
}
