import { describe, expect, test } from 'vitest';
import { startServer } from '../../demo/server.ts';
import { type BrowserName, type EitherPage, launchEither } from './drivers/either-browser.ts';
import { builtExtension } from './drivers/extension.ts';
import { until } from './drivers/wait.ts';
import { allowHosts } from './support/firefox-harness.ts';
import { patternOf } from './support/harness.ts';
import { openOwn } from './support/own-pages.ts';

const PASSWORD = 'Polder-7 dijk';
const SIGNED = `Basic ${btoa(`anna:${PASSWORD}`)}`;

/** What a page of ours says to the worker. */
const say = (page: EitherPage, command: object) =>
  page.evaluate(async (message: object) => {
    const tab = await chrome.tabs.getCurrent();
    return (await chrome.runtime.sendMessage({ tabId: tab?.id, ...message })) as {
      ok: boolean;
      view: { siteName: string; rows: { key: string; status: string }[] };
    };
  }, command);

const load = (page: EitherPage, url: string) =>
  page.evaluate(
    (target: string) =>
      fetch(target, { credentials: 'omit' }).then(
        ({ status }) => status,
        () => 0,
      ),
    url,
  );

describe.each<BrowserName>(['chrome', 'firefox'])('our own map as a site: %s', (name) => {
  test('signed in there, its own requests are signed, and nobody else’s', async () => {
    const service = await startServer(
      ({ headers }, response) => {
        const isIn = headers.authorization === SIGNED;
        response
          .writeHead(isIn ? 200 : 401, {
            'content-type': isIn ? 'image/png' : 'text/plain',
            'access-control-allow-origin': '*',
            'www-authenticate': 'Basic realm="maps"',
          })
          .end(isIn ? 'png' : 'no');
      },
      { host: 'svc.localhost' },
    );
    const site = await startServer(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Site</title>');
      },
      { host: 'site.localhost' },
    );
    const grant = [service.url(), site.url()].map(patternOf);
    const browser = await launchEither(name, await builtExtension(name, { grant }));
    try {
      const tile = `${service.url()}/ows?service=WMS&request=GetMap`;
      const map = await openOwn(browser, 'map.html');
      await until('the worker', async () => (await say(map, { command: 'look' })).ok || undefined);
      const { view } = await say(map, { command: 'mapServices', services: [{ url: tile }] });
      if (browser.firefox) await allowHosts(browser.firefox, [service.url()]);
      expect(view).toMatchObject({ siteName: 'map.layerkey.invalid', rows: [{ status: 'notChecked' }] });
      expect(await load(map, tile)).toBe(401);
      // What the map was refused is known of its row, as on any page.
      await until('the refusal', async () =>
        (await say(map, { command: 'view' })).view.rows[0]?.status === 'signIn' ? true : undefined,
      );
      const { key } = view.rows[0] as { key: string };
      const fields = { username: 'anna', password: PASSWORD };
      const draft = { method: 'basic', fields, acceptPlainHttp: false, remember: false };
      await say(map, { command: 'signIn', key, draft, reload: false });
      await until('the sign-in', async () =>
        (await say(map, { command: 'view' })).view.rows[0]?.status === 'signedIn' ? true : undefined,
      );
      expect(await load(map, tile)).toBe(200);
      service.clear();
      const page = await browser.newPage(site.url());
      expect(await load(page, tile)).toBe(401);
      await browser.inBackground((url: string) => fetch(url, { credentials: 'omit' }).then(() => true), tile);
      expect(service.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
      // The map is loaded again: its sign-in is there still.
      await map.reload();
      await until('the worker', async () => (await say(map, { command: 'look' })).ok || undefined);
      await say(map, { command: 'mapServices', services: [{ url: tile }] });
      expect((await say(map, { command: 'view' })).view.rows).toMatchObject([{ status: 'signedIn' }]);
      expect(await load(map, tile)).toBe(200);
    } finally {
      await browser.close();
      await Promise.all([service.close(), site.close()]);
    }
  });
});
