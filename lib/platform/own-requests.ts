import { browser, netRequest } from './browser.ts';
import { type Answered, valuesOf } from './response-headers.ts';

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

/** What the browser tells of a request of our own. */
interface Told {
  location: string;
  challenge: string;
  error: string;
}

/** How long the browser may take to tell of an answer that `fetch` has already; it does so at once or never. */
const TELL_LIMIT_MS = 1000;

/**
 * What only `webRequest` knows of our own request: where a redirect leads (`fetch` gives nothing of it), every challenge
 * (Firefox's `fetch` hides several), and that a certificate was not trusted. The browser tells it on a way of its own:
 * a little before or after `fetch` itself, and only once it has taken up the listeners.
 */
export function watchOwnRequest(url: string) {
  const filter = { urls: [`${new URL(url).protocol}//${new URL(url).hostname}/*`] };
  const { promise, resolve } = Promise.withResolvers<Told>();
  const nothing: Told = { location: '', challenge: '', error: '' };
  const onHeaders = (details: Answered) => {
    if (details.url !== url || details.tabId !== -1) return undefined;
    const location = URL.parse(valuesOf(details, 'location')[0] ?? '', url)?.href ?? '';
    resolve({ ...nothing, location, challenge: valuesOf(details, 'www-authenticate').join(', ') });
    return undefined;
  };
  const onError = (details: { url: string; tabId: number; error: string }) => {
    if (details.url === url && details.tabId === -1) resolve({ ...nothing, error: details.error });
  };
  browser.webRequest.onHeadersReceived.addListener(onHeaders, filter, ['responseHeaders']);
  browser.webRequest.onErrorOccurred.addListener(onError, filter);
  return {
    /** A question asked after the listeners were added is answered after they are there. */
    ready: browser.runtime.getPlatformInfo(),
    told: (): Promise<Told> => {
      setTimeout(resolve, TELL_LIMIT_MS, nothing);
      return promise;
    },
    stop: () => {
      browser.webRequest.onHeadersReceived.removeListener(onHeaders);
      browser.webRequest.onErrorOccurred.removeListener(onError);
    },
  };
}
