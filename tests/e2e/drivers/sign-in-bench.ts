import { type RecordingServer, startServer } from '../../../demo/server.ts';
import { type BrowserName, type EitherBrowser, launchEither } from './either-browser.ts';
import { probeExtension } from './probe-extension.ts';
import { startTunnel, type Tunnel } from './tunnel.ts';
import { until } from './wait.ts';

/** One browser with the probe extension and a small provider, whose pages lead back as their address says. */
export interface SignInBench {
  browser: EitherBrowser;
  /** May be reached by the extension; `/302?to=...` and the like, see {@link answerOf}. */
  provider: RecordingServer;
  /** Everything that is asked by `https`, of any host. */
  tunnel: Tunnel;
  /** The browser's own, `identity.getRedirectURL()`. */
  redirectUri: string;
  /** Starts the browser's own flow at a path of the provider. @returns what waits for its end. */
  flow(path: string, interactive?: boolean): Promise<() => Promise<string>>;
  stop(): Promise<void>;
}

/** The path of a page that leads to `to` in this way. */
export const leading = (how: string, to: string) => `/${how}?to=${encodeURIComponent(to)}`;

/** A host of the provider that the extension may not reach. */
export const ELSEWHERE = 'elsewhere.localhost';

function answerOf(path: string, to: string): { status: number; location?: string; html: string } {
  const how = path.slice(1);
  const status = Number(how);
  const html = (content: string) => ({ status: 200, html: `<!doctype html><title>${how}</title>${content}` });
  const posting = (action: string) =>
    html(`<form method="post" action="${action}"><button>Go</button></form>`);
  if (status >= 300 && status < 400) return { status, location: to, html: '' };
  if (status >= 400) return { ...html('<p>Wrong.</p>'), status };
  if (how === 'script') return html(`<script>location = ${JSON.stringify(to)}</script>`);
  if (how === 'refresh') return html(`<meta http-equiv="refresh" content="0;url=${to}">`);
  if (how === 'form') return posting(leading('303', to));
  return html('<p>Hello.</p>');
}

interface FlowEnds {
  flowEnds?: Record<string, string>;
}

export async function startSignInBench(name: BrowserName, grant: string[] = []): Promise<SignInBench> {
  const provider = await startServer(
    ({ path, query }, response) => {
      const { status, location, html } = answerOf(path, query.get('to') ?? '');
      const headers = {
        'content-type': 'text/html',
        'set-cookie': 'session=1; Path=/; SameSite=Lax; HttpOnly',
      };
      response.writeHead(status, location === undefined ? headers : { ...headers, location }).end(html);
    },
    { host: 'provider.localhost' },
  );
  const tunnel = await startTunnel();
  const extension = await probeExtension(name, [`${provider.url()}/*`, ...grant]);
  const browser = await launchEither(name, extension, { proxyPort: tunnel.port });
  let flows = 0;
  return {
    browser,
    provider,
    tunnel,
    redirectUri: await browser.inBackground(() => chrome.identity.getRedirectURL()),
    flow: async (path, interactive = true) => {
      flows += 1;
      const id = `flow-${flows}`;
      // A driver that waited for the end could not use the window meanwhile.
      await browser.inBackground(
        (given: { id: string; url: string; interactive: boolean }) => {
          const { id, ...details } = given;
          const place = globalThis as FlowEnds;
          const ends = place.flowEnds ?? {};
          place.flowEnds = ends;
          chrome.identity.launchWebAuthFlow(details).then(
            (url) => {
              ends[id] = `answered ${url}`;
            },
            (error: Error) => {
              ends[id] = `failed: ${error.message}`;
            },
          );
        },
        { id, url: `${provider.url()}${path}`, interactive },
      );
      return () =>
        until(`the end of ${path}`, () =>
          browser.inBackground((key: string) => (globalThis as FlowEnds).flowEnds?.[key], id),
        );
    },
    stop: async () => {
      await browser.close();
      await Promise.all([provider.close(), tunnel.close()]);
    },
  };
}
