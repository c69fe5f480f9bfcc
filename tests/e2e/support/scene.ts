import type { Page } from 'playwright-core';
import { type Handler, type RecordingServer, startServer } from '../../../demo/server.ts';
import { type Chromium, type ChromiumOptions, launchChromium } from '../drivers/chromium.ts';
import { builtExtension } from '../drivers/extension.ts';
import { until } from '../drivers/wait.ts';
import { type Popup, patternOf, popupOf } from './harness.ts';

/** A plain web map's page, a service that a test writes itself, and Chromium with Layerkey. */
export interface Scene extends AsyncDisposable {
  browser: Chromium;
  service: RecordingServer;
  site: RecordingServer;
  /** Opens the page, which asks for these URLs of the service once it is there, by fetch. */
  visit(...urls: string[]): Promise<Page>;
  popup(page: Page): Promise<Popup>;
  /** Closes the browser, unless it has ended already, and starts it again with the same profile. */
  restart(): Promise<void>;
}

export interface SceneOptions extends Partial<ChromiumOptions> {
  /** URLs whose origins are granted beside the service's and the page's. */
  grant?: string[];
  /** Further host names of the service, granted too. */
  names?: readonly string[];
}

/** Asks for what its address says and then has the title *Ready*. */
const PAGE = `<!doctype html><title>Map</title><script>
const asked = new URLSearchParams(location.search).getAll('ask');
Promise.allSettled(asked.map((url) => fetch(url).then((answer) => answer.text()))).then(() => { document.title = 'Ready'; });
</script>`;

/** Starts both servers, `svc.localhost` and `site.localhost`, and Chromium with exactly their origins granted. */
export async function scene(answer: Handler, options: SceneOptions = {}): Promise<Scene> {
  const service = await startServer(answer, { host: 'svc.localhost' });
  const site = await startServer(
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'no-store' }).end(PAGE);
    },
    { host: 'site.localhost' },
  );
  const names = (options.names ?? []).map((name) => service.url(name));
  const grant = [service.url(), site.url(), ...names, ...(options.grant ?? [])].map(patternOf);
  const extension = options.extension ?? (await builtExtension('chrome', { grant: [...new Set(grant)] }));
  const browser = await launchChromium({ ...options, extension });
  // A new installation opens its first-run page in front, some time after the start. Closed before it has its texts,
  // it can leave Chromium's whole extension process without any.
  const firstRun = await until('the first-run page', () =>
    browser.context.pages().find((page) => page.url().endsWith('/welcome.html')),
  );
  await firstRun.getByRole('heading', { level: 1 }).waitFor();
  await firstRun.close();
  const made: Scene = {
    browser,
    service,
    site,
    visit: async (...urls) => {
      const page = await made.browser.context.newPage();
      const query = urls.map((url) => `ask=${encodeURIComponent(url)}`).join('&');
      await page.goto(`${site.url()}/?${query}`);
      await page.waitForFunction(() => document.title === 'Ready');
      return page;
    },
    popup: async (page) => {
      const popup = await popupOf(await made.browser.openPopup(page));
      // A tab behind another one is drawn once a second.
      await popup.page.bringToFront();
      return popup;
    },
    restart: async () => {
      await made.browser.close().catch(() => undefined);
      made.browser = await launchChromium({ ...options, extension, profile: made.browser.profileDir });
    },
    [Symbol.asyncDispose]: async () => {
      await made.browser.close().catch(() => undefined);
      await Promise.all([service.close(), site.close()]);
    },
  };
  return made;
}

/** What the page's next request of a URL gets: its status, or 0 where the browser gave none. */
export function fetchFrom(page: Page, url: string): Promise<number> {
  return page.evaluate(
    (target) =>
      fetch(target, { cache: 'no-store' }).then(
        ({ status }) => status,
        () => 0,
      ),
    url,
  );
}

/** Adds a source by its address, through the popup's own field. */
export async function addSource({ page }: Popup, url: string): Promise<void> {
  const field = page.getByLabel('Address of the map service');
  if (!(await field.isVisible())) await page.getByRole('button', { name: 'Add a source' }).first().click();
  await field.fill(url);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
}
