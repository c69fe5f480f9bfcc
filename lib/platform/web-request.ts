import { browser } from './browser.ts';

/**
 * Adds listeners of `webRequest`, and adds them again with the first host access: Chromium takes none from an extension that has
 * no host at that moment, and says so to nobody.
 */
export function listenWithAccess(listeners: { add(): void; remove(): void }): void {
  listeners.add();
  let isHeard: boolean | null = null;
  const again = () => {
    if (isHeard === true) return;
    isHeard = true;
    listeners.remove();
    listeners.add();
  };
  browser.permissions.onAdded.addListener(again);
  void browser.permissions.getAll().then(({ origins = [] }) => {
    isHeard ??= origins.length > 0;
  });
}
