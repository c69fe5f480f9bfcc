import { browser, netRequest } from './browser.ts';

/**
 * Takes `Origin` out of our own POST requests, for good: a dynamic rule, because it holds nothing that must go. Browsers add
 * the extension's origin there, and identity providers refuse origins that are not registered for the client (oidc-provider
 * and Entra do), although a token request is none of a web page.
 */
export async function hideOwnOrigin(): Promise<void> {
  const rule: chrome.declarativeNetRequest.Rule = {
    id: 1,
    action: { type: 'modifyHeaders', requestHeaders: [{ header: 'origin', operation: 'remove' }] },
    condition: {
      // The pages' own host is the initiator of what the worker asks.
      initiatorDomains: [new URL(browser.runtime.getURL('')).hostname],
      requestMethods: ['post'],
      resourceTypes: ['xmlhttprequest'],
    },
  };
  await netRequest.updateDynamicRules({ removeRuleIds: [rule.id], addRules: [rule] });
}
