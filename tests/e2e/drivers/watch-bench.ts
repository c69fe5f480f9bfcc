import { type RecordingServer, startServer } from '../../../demo/server.ts';
import { type CertificateKind, type Certificates, makeCertificates } from '../../servers/certificates.ts';
import { startTlsServer, type TlsServer } from '../../servers/tls-server.ts';
import { type BrowserName, type EitherBrowser, type EitherPage, launchEither } from './either-browser.ts';
import { probeExtension } from './probe-extension.ts';
import { until } from './wait.ts';
import { watchAnswers } from './watch-answers.ts';
import { loadImage } from './ways-to-ask.ts';

/** An event of webRequest as a watcher hears of it, or `online` and `offline`. */
export interface Watched {
  event: string;
  requestId: string;
  url: string;
  method: string;
  type: string;
  tabId: number;
  frameId: number;
  parentFrameId: number;
  statusCode?: number;
  error?: string;
  fromCache?: boolean;
  redirectUrl?: string;
  /** An origin, Chromium only. */
  initiator?: string;
  /** A whole URL, Firefox only. */
  originUrl?: string;
  responseHeaders?: { name: string; value?: string }[];
}

/** Names that lead to 127.0.0.1 and that no browser takes for this computer. */
export const SITE = 'site.example';
export const GEO = 'geo.example';

const events = () => (globalThis as unknown as { watched: Watched[] }).watched.splice(0);

/** One browser with an extension that watches, a page of `site.localhost`, and what it may ask. */
export interface WatchBench {
  browser: EitherBrowser;
  page: EitherPage;
  server: RecordingServer;
  /** Its certificate is good at first; the browser trusts who issued it. */
  tls: TlsServer;
  show(kind: CertificateKind): void;
  /** Where the page is from. */
  site: string;
  /** A service of another site; in Chromium a listener has `extraHeaders` for it. */
  geo: string;
  /** The same without. */
  plain: string;
  /** A site for a service worker. */
  keeper: string;
  /** Does something in a page, by default the bench's own. @returns what the extension heard of it, in order. */
  watch<A>(action: (arg: A) => unknown, arg: A, on?: EitherPage): Promise<Watched[]>;
  /** The same for one address. */
  watchFetch(url: string, init?: RequestInit, on?: EitherPage): Promise<Watched[]>;
  watchImage(url: string, on?: EitherPage): Promise<Watched[]>;
  /** A request of the extension's own background: its status, or `failed`. */
  ownFetch(url: string): Promise<string>;
  /** Replaces all session rules. */
  setRules(rules: unknown[]): Promise<void>;
  stop(): Promise<void>;
}

type Rule = chrome.declarativeNetRequest.Rule;

export async function startWatchBench(name: BrowserName): Promise<WatchBench> {
  const certificates: Certificates = await makeCertificates([SITE, GEO]);
  const server = await startServer(watchAnswers, { host: 'geo.localhost' });
  const tls = await startTlsServer(certificates.of('good'), watchAnswers, { host: GEO });
  const [site, plain] = [server.url('site.localhost'), server.url('plain.localhost')];
  const geo = server.url();
  const keeper = server.url('keeper.localhost');
  const hosts = [site, keeper, plain, geo, server.url(GEO), tls.url(), tls.url(SITE)].map(
    (url) => `${url}/*`,
  );
  const extension = await probeExtension(name, hosts, { watch: [`${geo}/*`] });
  const { authority } = certificates;
  const browser = await launchEither(name, extension, { authority, names: [SITE, GEO] });
  const page = await browser.newPage(`${site}/page`);
  let fences = 0;

  /** Events come in order: once those of a last request are there, all before it are. */
  async function heardUntilNow(): Promise<Watched[]> {
    fences += 1;
    const fence = `${geo}/fence?cors&n=${fences}`;
    await page.evaluate((url: string) => fetch(url).then(({ status }) => status), fence);
    const heard: Watched[] = [];
    await until(fence, async () => {
      heard.push(...(await browser.inBackground(events)));
      return heard.some(({ event, url }) => event === 'onCompleted' && url === fence);
    });
    return heard.filter(({ url }) => url !== fence);
  }

  async function watch<A>(action: (arg: A) => unknown, arg: A, on = page): Promise<Watched[]> {
    await heardUntilNow();
    await on.evaluate(action, arg);
    return heardUntilNow();
  }

  return {
    browser,
    page,
    server,
    tls,
    show: (kind) => tls.setCertificate(certificates.of(kind)),
    site,
    geo,
    plain,
    keeper,
    watch,
    watchFetch: (url, init = {}, on = page) =>
      watch((asked) => fetch(asked.url, asked.init).then(String, String), { url, init }, on),
    watchImage: (url, on = page) => watch(loadImage, url, on),
    ownFetch: (url) =>
      browser.inBackground(
        (asked: string) =>
          fetch(asked, { cache: 'no-store' }).then(
            ({ status }) => String(status),
            () => 'failed',
          ),
        url,
      ),
    setRules: (rules) =>
      browser.inBackground(async (addRules: Rule[]) => {
        const old = await chrome.declarativeNetRequest.getSessionRules();
        const removeRuleIds = old.map(({ id }) => id);
        await chrome.declarativeNetRequest.updateSessionRules({ removeRuleIds, addRules });
      }, rules as Rule[]),
    stop: async () => {
      await browser.close();
      await Promise.all([server.close(), tls.close()]);
    },
  };
}

/**
 * Each request in a line, as `GET image: before, headers 200, completed 200`; `(no tab)` where it has none. An address
 * that is another than before is named by its path, a redirect to the same address by `itself`.
 */
export function lines(watched: readonly Watched[]): string[] {
  const requests = Map.groupBy(watched, ({ requestId }) => requestId);
  return [...requests.values()].map((steps) => {
    const [first] = steps as [Watched, ...Watched[]];
    const place = first.tabId < 0 ? ' (no tab)' : '';
    return `${first.method} ${first.type}${place}: ${steps.map(stepText).join(', ')}`;
  });
}

const WORDS: Record<string, string> = {
  onBeforeRequest: 'before',
  onHeadersReceived: 'headers',
  onAuthRequired: 'auth',
  onBeforeRedirect: 'redirect',
  onCompleted: 'completed',
  onErrorOccurred: 'error',
};

function stepText(step: Watched, index: number, steps: readonly Watched[]): string {
  const moved = index > 0 && steps[index - 1]?.url !== step.url;
  const parts = [WORDS[step.event], step.statusCode, step.error, step.fromCache ? 'from cache' : undefined];
  if (step.redirectUrl === step.url) parts.push('to itself');
  if (moved) parts.push(`of ${new URL(step.url).protocol}//...${new URL(step.url).pathname}`);
  return parts.filter((part) => part !== undefined).join(' ');
}
