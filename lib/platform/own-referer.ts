import { browser, netRequest } from './browser.ts';

/** Far above the numbers of the rules that sign: those are never touched here, nor these there. */
const FIRST_ID = 1_000_000_000;

let last = FIRST_ID;

/** True for a rule of this file. */
export const isOwnReferer = ({ id }: { id: number }): boolean => id > FIRST_ID;

/**
 * `fetch` sets no `Referer` (Fetch standard, *forbidden request-header*), and some tokens are good with one alone. A session rule
 * that lives as long as the request adds it: for what we ask ourselves, at this address, and for nothing else.
 */
export async function withReferer<T>(url: string, value: string, request: () => Promise<T>): Promise<T> {
  last += 1;
  const id = last;
  const rule: chrome.declarativeNetRequest.Rule = {
    id,
    action: { type: 'modifyHeaders', requestHeaders: [{ header: 'referer', operation: 'set', value }] },
    condition: {
      urlFilter: `|${url}|`,
      isUrlFilterCaseSensitive: true,
      // Our own pages' host is the initiator of what the worker asks, and no tab shows it.
      initiatorDomains: [new URL(browser.runtime.getURL('')).hostname],
      tabIds: [-1],
      resourceTypes: ['xmlhttprequest'],
    },
  };
  // A number may be left of a worker that was stopped.
  await netRequest.updateSessionRules({ removeRuleIds: [id], addRules: [rule] });
  try {
    return await request();
  } finally {
    await netRequest.updateSessionRules({ removeRuleIds: [id] });
  }
}

/** Takes away what a worker that was stopped in the middle left behind. */
export async function forgetReferers(): Promise<void> {
  const left = (await netRequest.getSessionRules()).filter(isOwnReferer);
  if (left.length > 0) await netRequest.updateSessionRules({ removeRuleIds: left.map(({ id }) => id) });
}
