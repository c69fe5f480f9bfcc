import { refuse, sendJson } from '../../../demo/answers.ts';
import { type Handler, type RecordingServer, startServer } from '../../../demo/server.ts';
import { type CertificateKind, makeCertificates } from '../../servers/certificates.ts';
import { startTlsServer, type TlsServer } from '../../servers/tls-server.ts';
import { proceedInFirefox } from '../drivers/certificate-warning.ts';
import type { BrowserName, EitherPage } from '../drivers/either-browser.ts';
import { until } from '../drivers/wait.ts';
import { type NoticeBench, type NoticePopup, startNoticeBench, type Tab } from './notice-bench.ts';
import { pressWord } from './own-pages.ts';
import { sentence } from './state.ts';
import { answerWms, basicHeader, emptyPage, mapOf } from './world.ts';

export const PERSON = { username: 'visitor', password: 'pw-91be04' };
const BASIC = basicHeader(PERSON.username, PERSON.password);
const CLIENT_SECRET = 'robot-secret-7c1f';

/** Hosts, and the certificate that each of them shows at first. Two hosts of one provider stand for a network that reads along. */
const HOSTS = {
  'fine.example': 'good',
  'expired.example': 'expired',
  'renamed.example': 'wrongName',
  'stranger.example': 'unknownIssuer',
  'selfmade.example': 'selfSigned',
  'id.vendor.example': 'unknownIssuer',
  'v1.vendor.example': 'unknownIssuer',
  'strict.example': 'good',
  'signed.example': 'good',
  'saved.example': 'good',
  'robots.example': 'good',
  'provider.example': 'good',
} as const satisfies Record<string, CertificateKind>;

export type Host = keyof typeof HOSTS;

const SITES = ['maps.localhost', 'robots.localhost'] as const;
export type Site = (typeof SITES)[number];

/** A map's site, and services on hosts of many certificates, in either browser. */
export interface CertificateBench extends NoticeBench {
  /** The map's page on that site. */
  mapUrl(site: Site): string;
  server(host: Host): TlsServer;
  /** Host and port, as sentences say them. */
  named(host: Host): string;
  /** Address of the service there. */
  base(host: Host): string;
  show(host: Host, kind: CertificateKind): void;
  /** The page asks the service there, by fetch. @returns the status, 0 where there was no answer. */
  ask(tab: Tab, host: Host): Promise<number>;
  /** What the requests to the service there carried, since the last `clear()`, nothing as ''. */
  carried(host: Host): string[];
  /** Presses *Open in a tab to decide*, and waits for the browser's own warning there. */
  openToDecide(popup: NoticePopup, host: Host, at?: Host): Promise<Warning>;
  /** The words of all buttons in the row. */
  buttons(popup: NoticePopup, host: Host): Promise<string[]>;
  /** Signs in with a client's secret, without a reload. */
  signInRobot(popup: NoticePopup, host: Host, provider: Host): Promise<void>;
  /** *Hide this warning*, until the row is quiet. */
  hide(popup: NoticePopup, host: Host, how: 'hideForNow' | 'hideForHost'): Promise<void>;
  /** Every token that was given before is refused from now on. */
  endTokens(): void;
}

/** The browser's own warning, in the tab that Layerkey opened. */
interface Warning {
  /** Goes on, as a user can. */
  accept(): Promise<void>;
  close(): Promise<void>;
}

export async function startCertificateBench(name: BrowserName): Promise<CertificateBench> {
  const hosts = Object.keys(HOSTS) as Host[];
  const certificates = await makeCertificates(hosts);
  const site: RecordingServer = await startServer(emptyPage, { host: 'maps.localhost' });
  const tokens = { first: 1, given: 0 };
  const servers = new Map<Host, TlsServer>();
  for (const host of hosts)
    servers.set(host, await startTlsServer(certificates.of(HOSTS[host]), services(tokens), { host }));
  const server = (host: Host) => servers.get(host) as TlsServer;
  const bench = await startNoticeBench(
    name,
    [...SITES.map((each) => site.url(each)), ...hosts.map((host) => server(host).url())],
    {
      authority: certificates.authority,
      names: hosts,
    },
  );
  const base = (host: Host) => `${server(host).url()}/wms`;
  return {
    ...bench,
    mapUrl: (name) => `${site.url(name)}/map`,
    server,
    base,
    named: (host) => new URL(base(host)).host,
    show: (host, kind) => server(host).setCertificate(certificates.of(kind)),
    ask: ({ page }, host) => page.evaluate(fetchStatus, mapOf(base(host))),
    carried: (host) =>
      server(host)
        .requests.filter(({ path }) => path === '/wms')
        .map(({ headers }) => headers.authorization ?? ''),
    openToDecide: (popup, host, at = host) =>
      popup
        .press(base(host), sentence('next_openToDecide'))
        .then(() => warningOf(bench, `${server(at).url()}/`)),
    buttons: (popup, host) => popup.page.evaluate(buttonsOf, base(host)),
    signInRobot: async (popup, host, provider) => {
      await popup.press(base(host), sentence('next_signIn'));
      const word = sentence('method_clientCredentials');
      if ((await pressWord(popup.page, word, sentence('moreWays'))) !== word)
        await pressWord(popup.page, word);
      const client = { issuer: server(provider).url(), clientId: 'robot', clientSecret: CLIENT_SECRET };
      for (const [field, text] of Object.entries(client))
        await popup.page.fill(`[data-field=${field}]`, text);
      await popup.press(base(host), sentence('signIn'));
      await popup.says(base(host), sentence('status_signedIn'));
    },
    hide: async (popup, host, how) => {
      const word = sentence('hideWarning');
      await popup.press(base(host), word);
      const note = sentence('hideWarningNote', new URL(base(host)).host);
      await until(note, async () => (await popup.text()).includes(note));
      await pressWord(popup.page, sentence(how));
      await until('a quiet row', async () => !(await popup.row(base(host))).includes(word)).catch(
        async (error: Error) => {
          throw new Error(`${error.message}. On screen: ${await popup.text()}`);
        },
      );
    },
    endTokens: () => {
      tokens.first = tokens.given + 1;
    },
    close: async () => {
      await bench.close();
      await Promise.all([site, ...servers.values()].map((each) => each.close()));
    },
  };
}

const services =
  (tokens: { first: number; given: number }): Handler =>
  (request, response) => {
    const issuer = `https://${request.host}`;
    // A connection that stays would serve the extension, too, whatever the browser thinks of the certificate by now.
    response.setHeader('Connection', 'close');
    if (request.host.startsWith('strict.')) response.setHeader('Strict-Transport-Security', 'max-age=600');
    if (request.path === '/.well-known/openid-configuration')
      return sendJson(response, { issuer, token_endpoint: `${issuer}/token` });
    if (request.path === '/token') {
      tokens.given += 1;
      return sendJson(response, {
        access_token: `token-${tokens.given}`,
        token_type: 'Bearer',
        expires_in: 3600,
      });
    }
    if (request.path !== '/wms') return emptyPage(request, response);
    const { authorization = '' } = request.headers;
    const token = Number(/^Bearer token-(\d+)$/.exec(authorization)?.[1] ?? 0);
    if (authorization === BASIC || token >= tokens.first) return answerWms(request, response);
    refuse(response, 401, 'Sign in.', request.host.startsWith('robots.') ? 'Bearer' : 'Basic realm="Maps"');
  };

/** Runs in the page. */
function fetchStatus(url: string): Promise<number> {
  return fetch(url, { cache: 'no-store' }).then(
    ({ status }) => status,
    () => 0,
  );
}

/** Runs in the popup. */
function buttonsOf(base: string): string[] {
  const rows = [...document.querySelectorAll<HTMLElement>('li.row')];
  const row = rows.find((each) => each.dataset.row?.endsWith(` ${base}`));
  return [...(row?.querySelectorAll('button') ?? [])].map(({ textContent }) => textContent?.trim() ?? '');
}

async function warningOf({ browser }: NoticeBench, url: string): Promise<Warning> {
  await until(`a tab at ${url}`, () =>
    browser.inBackground(
      async (wanted: string) => (await chrome.tabs.query({})).some((tab) => tab.url === wanted),
      url,
    ),
  );
  if (browser.firefox) {
    const page = await browser.firefox.pageAt(url);
    await until('the warning', () => page.evaluate(() => document.querySelector('net-error-card') !== null));
    return { accept: () => proceedInFirefox(page, url), close: () => page.close() };
  }
  // Chromium's driver calls a warning by its own address.
  const page = await browser.pageAt('chrome-error://');
  const isAbout = (host: string) => document.body.innerText.includes(host);
  await until('the warning', () => page.evaluate(isAbout, new URL(url).hostname));
  return { accept: () => proceed(page), close: () => page.close() };
}

async function proceed(page: EitherPage): Promise<void> {
  await page.click('#details-button');
  await page.click('#proceed-link');
  await until('the page', () => page.evaluate(() => location.protocol === 'https:'));
}
