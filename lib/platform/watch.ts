import { browser, isFirefox } from './browser.ts';
import { isOwn, siteAsking } from './own-pages.ts';
import { listenWithAccess } from './web-request.ts';

/** A request of some page, as the browser tells of it. */
export interface Request {
  /** The same through redirects. */
  id: string;
  url: string;
  /** Lower case. */
  method: string;
  /** The browser's resource type: `image`, `xmlhttprequest`, `sub_frame`, `main_frame`, ... */
  type: string;
  /** -1 for workers. */
  tabId: number;
  /** 0 for the page on top. */
  frameId: number;
  /** -1 for the page on top. */
  parentFrameId: number;
  /** Origin of the document or worker that asks; undefined for what the user typed. */
  site: string | undefined;
  /** In ms since the epoch. */
  at: number;
}

export interface Answer extends Request {
  status: number;
  headers: readonly { name: string; value?: string }[];
}

export interface Watcher {
  starts(request: Request): void;
  answers(answer: Answer): void;
  /** The browser, a rule or an extension sends it elsewhere, without an answer of the service. */
  redirects(request: Request & { status: number; to: string }): void;
  /** There was no answer, or it was kept from the page; `error` is the browser's own word. */
  fails(request: Request & { error: string }): void;
}

/** What maps are made of; scripts, styles and fonts are left alone. */
const TYPES = ['image', 'xmlhttprequest', 'media', 'other', 'sub_frame', 'main_frame'];

/** Chromium's own; the polyfill's types do not have it. */
const EXTRA_HEADERS = 'extraHeaders' as 'responseHeaders';

type Details = {
  requestId: string;
  url: string;
  method: string;
  type: string;
  tabId: number;
  frameId: number;
  parentFrameId: number;
  initiator?: string;
  originUrl?: string;
  timeStamp: number;
};

/**
 * Watches the requests of pages and the services they ask, as far as both are allowed to the extension; waits for nothing and
 * changes nothing. Our own requests are left out, but for those of our map page.
 */
export function watchRequests(watcher: Watcher): void {
  const filter = { urls: ['<all_urls>'], types: TYPES as never };
  const listen =
    <D extends Details>(tell: (details: D, request: Request) => void) =>
    (details: unknown) => {
      const told = details as D;
      const from = told.initiator ?? told.originUrl;
      const site = siteAsking(from, told.tabId);
      if (site !== undefined || !isOwn(from)) tell(told, requestOf(told, site));
      return undefined;
    };
  const starts = listen((_, request) => watcher.starts(request));
  const answers = listen<Details & { statusCode: number; responseHeaders?: Answer['headers'] }>(
    (details, request) =>
      watcher.answers({ ...request, status: details.statusCode, headers: details.responseHeaders ?? [] }),
  );
  const redirects = listen<Details & { statusCode: number; redirectUrl: string }>((details, request) =>
    watcher.redirects({ ...request, status: details.statusCode, to: details.redirectUrl }),
  );
  const fails = listen<Details & { error: string }>(({ error }, request) =>
    watcher.fails({ ...request, error }),
  );
  const { onBeforeRequest, onHeadersReceived, onBeforeRedirect, onErrorOccurred } = browser.webRequest;
  listenWithAccess({
    add: () => {
      onBeforeRequest.addListener(starts, filter);
      onHeadersReceived.addListener(answers, filter, [
        'responseHeaders',
        // Without them Chromium tells nothing of answers that the page may not read (CORS), a refusal's most often.
        ...(isFirefox ? [] : [EXTRA_HEADERS]),
      ]);
      onBeforeRedirect.addListener(redirects, filter);
      onErrorOccurred.addListener(fails, filter);
    },
    remove: () => {
      onBeforeRequest.removeListener(starts);
      onHeadersReceived.removeListener(answers);
      onBeforeRedirect.removeListener(redirects);
      onErrorOccurred.removeListener(fails);
    },
  });
}

function requestOf(details: Details, site: string | undefined): Request {
  const { requestId: id, url, method, type, tabId, frameId, parentFrameId, timeStamp: at } = details;
  return { id, url, method: method.toLowerCase(), type, tabId, frameId, parentFrameId, site, at };
}
