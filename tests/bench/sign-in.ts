import { cors } from '../../demo/answers.ts';
import { startServer } from '../../demo/server.ts';
import { popupOf } from '../e2e/support/harness.ts';
import { median, ms, msWithSpread, table } from './figures.ts';
import { sendFrom, withLayerkey } from './signed-in.ts';

const RUNS = 12;
const PATH = '/geoserver/ows';
const TYPED = { username: 'visitor', password: 'right' };

/** From the click on *Sign in* until the browser has the rule, without the time the service's answer took. */
export async function benchSignIn(layerkey: string): Promise<string> {
  const service = await startServer(
    (request, response) => {
      const isIn = request.headers.authorization !== undefined;
      const challenge = isIn ? {} : { 'WWW-Authenticate': 'Basic realm="maps"' };
      response.writeHead(
        isIn ? 200 : 401,
        cors({ 'Content-Type': 'text/xml', 'Cache-Control': 'no-store', ...challenge }),
      );
      response.end(isIn ? '<WMS_Capabilities/>' : 'no');
    },
    { host: 'geo.localhost' },
  );
  const site = await startServer(
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Map</title>');
    },
    { host: 'maps.localhost' },
  );
  const browser = await withLayerkey(layerkey, [service.url(), site.url()]);
  try {
    const page = await browser.newPage(site.url());
    const url = `${service.url()}${PATH}?SERVICE=WMS&REQUEST=GetCapabilities`;
    await page.evaluate((asked) => fetch(asked).then((answer) => answer.text()), url);
    const tabId = await browser.tabId(page);
    const popup = await popupOf(await browser.openPopup(page));
    const key = `${site.url()} ${service.url()}${PATH}`;
    const totals: number[] = [];
    const network: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const row = popup.row(PATH);
      await row.press(/^Sign in/);
      await row.fill(/^User name/, TYPED.username);
      await row.fill(/^Password/, TYPED.password);
      await popup.page.evaluate(timeFromClickToRule);
      await row.press(/^Sign in$/);
      totals.push(await popup.page.evaluate(() => (globalThis as unknown as Timed).clickToRule));
      network.push(await popup.page.evaluate(timeOfFetch, url));
      await row.says('Signed in');
      await sendFrom(popup.page, { command: 'remove', tabId, key });
      await popup.page.reload();
      await popup.row(PATH).says('Sign in');
    }
    // The first one also warms the browser up.
    const [cold = 0, ...warm] = totals;
    const beyond = warm.map((total, index) => total - (network[index + 1] ?? 0));
    return table(
      ['first sign-in by password', 'median (quartiles)', 'of which', 'target'],
      [
        [
          'click to rule installed, beyond the network',
          msWithSpread(beyond),
          `with the check at the service, on this machine, ${ms(median(warm))}; the very first ${ms(cold)}`,
          '< 50 ms',
        ],
      ],
    );
  } finally {
    await browser.close();
    await Promise.all([service.close(), site.close()]);
  }
}

interface Timed {
  clickToRule: Promise<number>;
}

/** Runs in the popup: the time of the next click, and then the browser is asked for its rules until there is one. */
function timeFromClickToRule(): void {
  (globalThis as unknown as Timed).clickToRule = new Promise((resolve) => {
    const onClick = async ({ timeStamp }: Event) => {
      while ((await chrome.declarativeNetRequest.getSessionRules()).length === 0);
      resolve(performance.now() - timeStamp);
    };
    document.addEventListener('click', onClick, { capture: true, once: true });
  });
}

/** What one such request takes by itself. */
async function timeOfFetch(url: string): Promise<number> {
  const start = performance.now();
  await (await fetch(url, { cache: 'no-store', credentials: 'omit' })).text();
  return performance.now() - start;
}
