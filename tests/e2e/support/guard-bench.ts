import { type RecordingServer, startServer } from '../../../demo/server.ts';
import { type LockingServer, startLockingServer } from '../../servers/locking-server.ts';
import type { BrowserName, EitherPage } from '../drivers/either-browser.ts';
import { until } from '../drivers/wait.ts';
import { type NoticeBench, type NoticePopup, startNoticeBench, type Tab } from './notice-bench.ts';
import { emptyPage } from './world.ts';

export const PASSWORD = 'the-old-pw-5c1e';
export const NEW_PASSWORD = 'the-new-pw-90af';

/** A map page and its service, signed in to, whose account locks. */
export interface GuardedMap {
  tab: Tab;
  page: EitherPage;
  server: LockingServer;
  /** The service's address, as its row has it. */
  base: string;
  host: string;
  username: string;
}

export interface GuardBench {
  notice: NoticeBench;
  /** Opens a page, lets it ask for a service of its own, and signs in there. */
  enter(options?: { sameOrigin?: boolean }): Promise<GuardedMap>;
  popup(map: GuardedMap): Promise<NoticePopup>;
  /** Whether requests to the service are signed now. */
  isSigned(map: GuardedMap): Promise<boolean>;
  stop(): Promise<void>;
}

/** Starts the browser, and as many servers as there will be maps: what the browser allows is settled at its start. */
export async function startGuardBench(name: BrowserName, maps: number): Promise<GuardBench> {
  const site: RecordingServer = await startServer(emptyPage);
  const free = await Promise.all(
    Array.from({ length: maps }, async (_, index) => {
      const username = `visitor${index}`;
      const server = await startLockingServer({
        username,
        password: PASSWORD,
        host: `svc${index}.localhost`,
      });
      return { server, username };
    }),
  );
  const servers = free.map(({ server }) => server);
  const siteOf = (username: string) => site.url(`${username}.localhost`);
  const notice = await startNoticeBench(name, [
    ...free.map(({ username }) => siteOf(username)),
    ...servers.map((each) => each.url()),
  ]);
  const bench: GuardBench = {
    notice,
    enter: async ({ sameOrigin = false } = {}) => {
      const next = free.shift();
      if (!next) throw new Error('Every server has its map already');
      const { server, username } = next;
      // What no source needs yet is given back, in Firefox even of what came with the installation.
      await notice.allow();
      const base = `${server.url()}/geo/ows`;
      // Of its own site the browser would ask for a password: so it is refused without a challenge at first.
      if (sameOrigin) server.answerWith(({ authorization }) => (authorization ? null : { status: 401 }));
      const tab = await notice.open(`${sameOrigin ? server.url() : siteOf(username)}/map`);
      const map = { tab, page: tab.page, server, base, host: new URL(base).host, username };
      await tab.page.evaluate(askFor, { url: `${base}?SERVICE=WMS&REQUEST=GetCapabilities`, how: 'fetch' });
      const popup = await bench.popup(map);
      await popup.signIn(base, { username, password: PASSWORD });
      await popup.page.close();
      server.answerWith(null);
      server.clear();
      return map;
    },
    popup: ({ tab }) => notice.popup(tab),
    isSigned: async ({ host }) => {
      const rules = await notice.browser.inBackground(() => chrome.declarativeNetRequest.getSessionRules());
      return rules.some(({ condition }) => condition.urlFilter?.includes(`//${host}/`));
    },
    stop: async () => {
      await notice.close();
      await Promise.all([site, ...servers].map((each) => each.close()));
    },
  };
  return bench;
}

export type How = 'fetch' | 'img';

/** Runs in a page: one request. @returns the status of a `fetch`, 200 for a picture that was drawn, 0 for what failed. */
async function askFor({ url, how }: { url: string; how: How }): Promise<number> {
  if (how === 'fetch')
    return fetch(url).then(
      ({ status }) => status,
      () => 0,
    );
  const image = new Image();
  return new Promise((resolve) => {
    image.onload = () => resolve(200);
    image.onerror = () => resolve(0);
    image.src = url;
  });
}

let asked = 0;

/** A map request that nothing has an answer to yet. */
function tileOf({ base }: Pick<GuardedMap, 'base'>, layer = 'roads'): string {
  asked += 1;
  return `${base}?SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=${layer}&n=${asked}`;
}

/** What the page's next request for a layer gets. */
export const tile = (map: GuardedMap, layer?: string, how: How = 'fetch'): Promise<number> =>
  map.page.evaluate(askFor, { url: tileOf(map, layer), how });

/** Lets the page ask for so many tiles at once, without waiting. */
export async function startTiles(map: GuardedMap, count: number, how: How): Promise<void> {
  const urls = Array.from({ length: count }, () => tileOf(map));
  await map.page.evaluate(
    ({ urls, how }) => {
      const all = window as unknown as { waiting: Set<string> };
      all.waiting = new Set(urls);
      for (const url of urls) {
        const end = () => all.waiting.delete(url);
        if (how === 'fetch') fetch(url).then(end, end);
        else document.body.append(Object.assign(new Image(), { src: url, onload: end, onerror: end }));
      }
    },
    { urls, how },
  );
}

/** How many of them have no end yet. */
export const waitingTiles = (map: GuardedMap): Promise<number> =>
  map.page.evaluate(() => (window as unknown as { waiting: Set<string> }).waiting.size);

/** Layerkey's own questions to a service with the password. */
export const probes = ({ server }: Pick<GuardedMap, 'server'>) =>
  server.asked.filter(({ byPage, authorization }) => !byPage && authorization !== undefined);

/** What pages sent with a password. */
export const signed = ({ server }: Pick<GuardedMap, 'server'>) =>
  server.asked.filter(({ byPage, authorization }) => byPage && authorization !== undefined);

/** Waits until requests are signed, or are not. */
export const signedIs = (bench: GuardBench, map: GuardedMap, isSigned: boolean) =>
  until(
    `requests that are ${isSigned ? '' : 'not '}signed`,
    async () => (await bench.isSigned(map)) === isSigned,
  );
