import { type BrowserName, type EitherBrowser, type EitherPage, launchEither } from './either-browser.ts';
import { probeExtension } from './probe-extension.ts';
import { type ProbeServer, startProbeServer } from './probe-server.ts';
import { until } from './wait.ts';

/** What a webRequest or permission listener of the probe extension noted. */
export interface Noted {
  name: string;
  url?: string;
  tabId?: number;
  statusCode?: number;
  redirectUrl?: string;
  error?: string;
  type?: string;
  isProxy?: boolean;
  origins?: string[];
  responseHeaders?: { name: string; value?: string }[];
}

type Rule = chrome.declarativeNetRequest.Rule;

/** One browser with the probe extension, which may reach two servers, and a page of the first server's other name. */
export interface ProbeBench {
  browser: EitherBrowser;
  server: ProbeServer;
  tls: ProbeServer;
  page: EitherPage;
  /** What the extension noted about a URL since the last call, once an event named `last` has come. */
  noted(url: string, last: string): Promise<Noted[]>;
  /** Replaces all session rules; gives the refusal's words, or undefined. */
  setRules(rules: unknown[]): Promise<string | undefined>;
  /** Fetches in the page: status and URL, or `failed`. */
  load(url: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startProbeBench(name: BrowserName): Promise<ProbeBench> {
  const server = await startProbeServer();
  const tls = await startProbeServer('https');
  const grant = [server.origin, server.localhost, tls.origin].map((origin) => `${origin}/*`);
  const browser = await launchEither(name, await probeExtension(name, grant));
  const page = await browser.newPage(`${server.localhost}/page`);
  return {
    browser,
    server,
    tls,
    page,
    noted: (url, last) =>
      until(`${last} of ${url}`, async () => {
        const log = await browser.inBackground(() => (globalThis as unknown as { log: Noted[] }).log);
        const about = log.filter((one) => one.url === url);
        return about.some((one) => one.name === last) ? about : undefined;
      }),
    setRules: (rules) =>
      browser.inBackground(async (addRules: Rule[]) => {
        const old = await chrome.declarativeNetRequest.getSessionRules();
        const removeRuleIds = old.map(({ id }) => id);
        try {
          await chrome.declarativeNetRequest.updateSessionRules({ removeRuleIds, addRules });
          return undefined;
        } catch (error) {
          return (error as Error).message;
        }
      }, rules as Rule[]),
    load: (url) =>
      page.evaluate(
        (target: string) =>
          fetch(target, { cache: 'no-store' }).then(
            (r) => `${r.status} ${r.url}`,
            () => 'failed',
          ),
        url,
      ),
    stop: async () => {
      await browser.close();
      await server.close();
      await tls.close();
    },
  };
}

const TYPES = ['xmlhttprequest', 'image'];

export function headerRule(id: number, priority: number, condition: Record<string, unknown>): unknown {
  const requestHeaders = [{ header: 'Authorization', operation: 'set', value: 'Basic eDp5' }];
  return {
    id,
    priority,
    action: { type: 'modifyHeaders', requestHeaders },
    condition: { resourceTypes: TYPES, ...condition },
  };
}

export function allowRule(id: number, priority: number, condition: Record<string, unknown>): unknown {
  return { id, priority, action: { type: 'allow' }, condition: { resourceTypes: TYPES, ...condition } };
}

export function queryRule(
  id: number,
  priority: number,
  urlFilter: string,
  key: string,
  value: string,
): unknown {
  const transform = { queryTransform: { addOrReplaceParams: [{ key, value }] } };
  return {
    id,
    priority,
    action: { type: 'redirect', redirect: { transform } },
    condition: { resourceTypes: TYPES, urlFilter },
  };
}

/** Puts `;key=` and the text as it is, in the words of `regexSubstitution`, behind the last path segment. */
export function pathKeyRule(id: number, origin: string, text: string): unknown {
  const regexFilter = `^(${origin.replaceAll('.', '\\.')}/[^;?#]*)(\\?[^#]*)?$`;
  return {
    id,
    priority: 1,
    action: { type: 'redirect', redirect: { regexSubstitution: `\\1;key=${text}\\2` } },
    condition: { resourceTypes: TYPES, regexFilter },
  };
}
