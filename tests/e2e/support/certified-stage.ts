import { refuse, sendJson } from '../../../demo/answers.ts';
import {
  type Handler,
  type RecordedRequest,
  type RecordingServer,
  startServer,
} from '../../../demo/server.ts';
import { makeCertificates } from '../../servers/certificates.ts';
import { startTlsServer, type TlsServer } from '../../servers/tls-server.ts';
import { proceedInChromium, proceedInFirefox } from '../drivers/certificate-warning.ts';
import type { Chromium } from '../drivers/chromium.ts';
import { trustAuthority } from '../drivers/chromium-trust.ts';
import type { BrowserName } from '../drivers/either-browser.ts';
import { builtExtension } from '../drivers/extension.ts';
import { tempFolder } from '../drivers/temp-folder.ts';
import { until } from '../drivers/wait.ts';
import { askIn, chooseWay, launchBuilt, popupOver } from './firefox-harness.ts';
import { patternOf } from './harness.ts';
import { sentence } from './state.ts';
import { answerWms, ask, emptyPage, fillForm, openForm, startWorld, type Way } from './world.ts';

export const TOKEN = 'planted-token-61bd';

/** Paths of services that treat a good credential in different ways; all refuse without one. */
const PATHS = ['/plain/ows', '/moved/ows', '/windows/ows', '/silent/ows', '/provider/ows'] as const;
export type Path = (typeof PATHS)[number];

/** A map whose services lie on one https server, in either browser. */
export interface CertifiedStage {
  service: TlsServer;
  /** Its name and port, as sentences say them. */
  host: string;
  /** The requests of one path since the last `clear()` that carry an `Authorization`. */
  signed(path: Path): RecordedRequest[];
  /** From now on the certificate is one that nobody trusts; connections that are open end. */
  distrust(): void;
  /** Lets the page ask. @returns the status, 0 where there was no answer. */
  ask(path: Path): Promise<number>;
  openForm(path: Path): Promise<void>;
  fill(path: Path, way: Way): Promise<void>;
  press(path: Path, button: RegExp): Promise<void>;
  menu(path: Path, entry: RegExp): Promise<void>;
  fillField(path: Path, label: string, text: string): Promise<void>;
  says(path: Path, text: string): Promise<void>;
  /** Waits until the row has that status; the words alone also stand in folded parts of a form. */
  signedIn(path: Path): Promise<void>;
  /** Opens the server in a tab, goes on past the browser's warning, and closes the tab. */
  accept(): Promise<void>;
  /** Answers of `/silent/ows` that somebody waits for. */
  waiting: ReadonlySet<unknown>;
  /** Not in Firefox. */
  chromium: Chromium | undefined;
  stop(): Promise<void>;
}

/** Capabilities would be read once more by the popup. */
const QUERY = 'SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=a';

/** Where `/moved/ows` leads. */
export const ELSEWHERE = 'elsewhere.localhost';

const services =
  (basic: string, waiting: Set<unknown>): Handler =>
  (request, response) => {
    const { path, headers, method } = request;
    const issuer = `https://${request.host}`;
    // One that is open would serve the worker, too, whatever the browser thinks of the certificate by now.
    response.setHeader('Connection', 'close');
    if (path === '/.well-known/openid-configuration')
      return sendJson(response, {
        issuer,
        token_endpoint: `${issuer}/token`,
        authorization_endpoint: `${issuer}/authorize`,
      });
    if (path === '/token' && method === 'POST')
      return sendJson(response, { access_token: TOKEN, token_type: 'Bearer', expires_in: 300 });
    if (!PATHS.includes(path as Path)) return emptyPage(request, response);
    const isGood = [basic, `Bearer ${TOKEN}`].includes(headers.authorization ?? '');
    if (!isGood) return refuse(response, 401, 'Sign in.', path === '/provider/ows' ? 'Bearer' : undefined);
    if (path === '/moved/ows')
      return void response.writeHead(302, { Location: `https://${ELSEWHERE}/ows` }).end();
    if (path === '/windows/ows') return refuse(response, 401, 'Sign in.', 'Negotiate');
    if (path === '/silent/ows') {
      waiting.add(response);
      return void response.once('close', () => waiting.delete(response));
    }
    answerWms(request, response);
  };

/**
 * Starts all of it. The certificate is good at first, and the page has asked each service once.
 * @param basic the `Authorization` that the services let in.
 */
export async function certifiedStage(name: BrowserName, basic: string): Promise<CertifiedStage> {
  const certificates = await makeCertificates(['svc.localhost']);
  const waiting = new Set<unknown>();
  const handler = services(basic, waiting);
  const service = await startTlsServer(certificates.of('good'), handler, { host: 'svc.localhost' });
  const site: RecordingServer = await startServer(emptyPage, { host: 'site.localhost' });
  const grant = [service.url(), site.url()];
  const urls = PATHS.map((path) => `${service.url()}${path}?${QUERY}`);
  const start = name === 'chrome' ? inChromium : inFirefox;
  const browser = await start({ grant, site: site.url(), urls, authority: certificates.authority });
  service.clear();
  return {
    service,
    host: new URL(service.url()).host,
    waiting,
    signed: (path) => service.requests.filter((each) => each.path === path && each.headers.authorization),
    distrust: () => service.setCertificate(certificates.of('selfSigned')),
    ...browser,
    signedIn: async (path) => {
      const label = sentence('statusMenu', sentence('status_signedIn'), new URL(service.url()).host);
      await until(label, () => browser.hasStatus({ path, label })).catch(async () =>
        browser.says(path, label),
      );
    },
    ask: (path) => browser.askUrl(`${service.url()}${path}?${QUERY}`),
    accept: () => browser.acceptUrl(`${service.url()}/about`),
    stop: async () => {
      await browser.stop();
      await Promise.all([service.close(), site.close()]);
    },
  };
}

interface Status {
  path: Path;
  /** Name of the button that says it. */
  label: string;
}

/** Runs in the popup. */
function hasStatus({ path, label }: Status): boolean {
  const rows = [...document.querySelectorAll('li.row')];
  const row = rows.find(({ textContent }) => textContent?.includes(path));
  return row?.querySelector(`[aria-label="${label}"]`) != null;
}

interface Start {
  grant: string[];
  site: string;
  /** What the page asks for before the popup opens. */
  urls: string[];
  authority: string;
}

async function inChromium({ grant, site, urls, authority }: Start) {
  const profile = await tempFolder('chromium');
  await trustAuthority(profile, authority);
  const world = await startWorld(grant, { profile });
  const page = await world.browser.newPage(site);
  for (const url of urls) await ask(page, url);
  const popup = await world.popup(page);
  return {
    chromium: world.browser,
    askUrl: (url: string) => ask(page, url),
    openForm: (path: Path) => openForm(popup, path),
    fill: (path: Path, way: Way) => fillForm(popup, path, way),
    press: (path: Path, button: RegExp) => popup.row(path).press(button),
    menu: (path: Path, entry: RegExp) => popup.row(path).menu(entry),
    fillField: (path: Path, label: string, text: string) => popup.row(path).fill(label, text),
    says: (path: Path, text: string) => popup.row(path).says(text),
    hasStatus: (what: Status) => popup.page.evaluate(hasStatus, what),
    acceptUrl: async (url: string) => {
      const tab = await world.browser.context.newPage();
      await proceedInChromium(tab, url);
      await tab.close();
    },
    stop: () => world[Symbol.asyncDispose](),
  };
}

async function inFirefox({ grant, site, urls, authority }: Start) {
  const extension = await builtExtension('firefox', { grant: grant.map(patternOf) });
  const firefox = await launchBuilt({ extension });
  await firefox.trustAuthority(authority);
  const page = await firefox.newPage(site);
  for (const url of urls) await askIn(page, url);
  const popup = await popupOver(firefox, page);
  return {
    chromium: undefined,
    askUrl: (url: string) => askIn(page, url),
    openForm: (path: Path) => popup.row(path).press(/^Sign in/),
    fill: async (path: Path, { method, fields }: Way) => {
      const row = popup.row(path);
      await chooseWay(row, method);
      for (const [label, text] of Object.entries(fields)) await row.fill(label, text);
    },
    press: (path: Path, button: RegExp) => popup.row(path).press(button),
    menu: (path: Path, entry: RegExp) => popup.row(path).menu(entry),
    fillField: (path: Path, label: string, text: string) => popup.row(path).fill(label, text),
    says: (path: Path, text: string) => popup.row(path).says(text),
    hasStatus: (what: Status) => popup.page.evaluate<boolean>(hasStatus, what),
    acceptUrl: async (url: string) => {
      const tab = await firefox.newPage('about:blank');
      await proceedInFirefox(tab, url);
      await tab.close();
    },
    stop: () => firefox.close(),
  };
}
