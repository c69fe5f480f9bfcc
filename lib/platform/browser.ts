import browser from 'webextension-polyfill';

/**
 * The one promise-based `browser` of the project, from webextension-polyfill. Its types lack what Manifest V3 added
 * since (session rules with `topDomains`, `action.openPopup`), which `chrome`'s own types have.
 */
export { browser };

/** declarativeNetRequest with the rules' full types; the same object in both browsers. */
export const netRequest = browser.declarativeNetRequest as unknown as typeof chrome.declarativeNetRequest;

/** Firefox has no condition on the page on top, no ports in match patterns, and other names for errors. */
export const isFirefox: boolean = import.meta.env.FIREFOX;

/** Name of the alarm that wakes the worker to look whether the computer is still in use. */
export const LOCK_ALARM = 'lock';

/** Names of the alarms of accounts that are paused begin so; the account's id follows. */
export const GUARD_ALARM = 'guard ';

/** Name of the alarm for the earliest renewal of a sign-in. */
export const RENEWAL_ALARM = 'renew';
