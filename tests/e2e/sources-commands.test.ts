import { expect, test } from 'vitest';
import { type Handler, type RecordingServer, startServer } from '../../demo/server.ts';
import type { SourcesView } from '../../lib/messages/sources-view.ts';
import type { PopupView } from '../../lib/messages/view.ts';
import { type EitherPage, launchEither } from './drivers/either-browser.ts';
import { builtExtension } from './drivers/extension.ts';
import { until } from './drivers/wait.ts';
import { patternOf } from './support/harness.ts';
import { openOwn } from './support/own-pages.ts';

const PASSWORD = 'Polder-7 dijk';
const SIGNED = `Basic ${btoa(`anna:${PASSWORD}`)}`;

const answer: Handler = ({ headers }, response) => {
  const isIn = headers.authorization === SIGNED;
  response
    .writeHead(isIn ? 200 : 401, {
      'content-type': isIn ? 'image/png' : 'text/plain',
      'access-control-allow-origin': '*',
      'cache-control': 'no-store',
      'www-authenticate': 'Basic realm="maps"',
    })
    .end(isIn ? 'png' : 'no');
};

/** What a page of ours says to the worker, as it is. */
const say = <V = SourcesView>(page: EitherPage, message: object) =>
  page.evaluate((sent: object) => chrome.runtime.sendMessage(sent), message) as Promise<{
    ok: boolean;
    view: V;
    failure?: unknown;
  }>;

/** The same about the page's own tab. */
const sayHere = (page: EitherPage, message: object) =>
  page.evaluate(async (sent: object) => {
    const tab = await chrome.tabs.getCurrent();
    return chrome.runtime.sendMessage({ tabId: tab?.id, ...sent });
  }, message) as Promise<{ ok: boolean; view: PopupView }>;

const load = (page: EitherPage, url: string) =>
  page.evaluate(
    (target: string) =>
      fetch(target, { credentials: 'omit' }).then(
        ({ status }) => status,
        () => 0,
      ),
    url,
  );

const tileOf = (server: RecordingServer) => `${server.url()}/ows?service=WMS&request=GetMap`;
/** What the requests since the last look carried. */
const sentTo = (server: RecordingServer) => {
  const sent = server.requests.map(({ headers }) => headers.authorization);
  server.clear();
  return sent;
};

test('imported, allowed, edited, removed, undone: secrets go where it was agreed, and nowhere else', async () => {
  const service = await startServer(answer, { host: 'svc.localhost' });
  const moved = await startServer(answer, { host: 'moved.localhost' });
  const site = await startServer(
    (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Site</title>'),
    { host: 'site.localhost' },
  );
  const grant = [service.url(), moved.url(), site.url()].map(patternOf);
  const browser = await launchEither('chrome', await builtExtension('chrome', { grant }));
  try {
    const own = await openOwn(browser, 'settings.html');
    await until('the worker', async () => (await say(own, { command: 'sources' })).ok || undefined);
    const page = await browser.newPage(site.url());
    const map = await openOwn(browser, 'map.html');
    await until('the map', async () => (await sayHere(map, { command: 'look' })).ok || undefined);
    await sayHere(map, { command: 'mapServices', services: [{ url: tileOf(service) }] });
    // The control: without a sign-in nobody gets anything.
    expect([await load(map, tileOf(service)), await load(page, tileOf(service))]).toEqual([401, 401]);
    expect(sentTo(service)).toEqual([undefined, undefined]);

    const signIn = {
      ...{ id: 'authcfg', method: 'basic', who: '', replaces: null },
      ...{ settings: { username: 'anna' }, secrets: { password: PASSWORD } },
    };
    const source = {
      ...{ name: 'Roads', kinds: ['WMS'], urls: [`${service.url()}/ows`] },
      ...{ signIn: 0, replaces: null },
    };
    const records = { sources: [source], signIns: [signIn], remember: false };
    const imported = await say(own, { command: 'importRecords', ...records });
    expect(imported).toMatchObject({ ok: true, view: { signIns: [{ id: 'authcfg', who: 'anna' }] } });
    await until('proven', async () =>
      (await say(own, { command: 'sources' })).view.sources[0]?.status === 'signedIn' ? true : undefined,
    );
    // Once, before its first rule; then the map is signed, and no other site.
    expect(sentTo(service)).toEqual([SIGNED]);
    expect([await load(map, tileOf(service)), await load(page, tileOf(service))]).toEqual([200, 401]);

    const id = imported.view.sources[0]?.id ?? '';
    const origin = new URL(site.url()).origin;
    await say(own, { command: 'allowSite', ids: [id], site: origin });
    expect(await load(page, tileOf(service))).toBe(200);
    sentTo(service);

    const edit = { command: 'editSource', id, name: 'Roads', frames: false, urls: [`${moved.url()}/ows`] };
    const edited = await say(own, edit);
    expect(edited.view.sources[0]).toMatchObject({ status: 'changed' });
    for (const each of [map, page]) await load(each, tileOf(moved));
    await load(page, tileOf(service));
    expect([...sentTo(moved), ...sentTo(service)]).toEqual([undefined, undefined, undefined]);
    const { view } = await sayHere(own, { command: 'showSource', sourceId: id });
    const row = view.rows.find(({ key }) => key.startsWith(origin));
    await sayHere(own, { command: 'confirmChange', key: row?.key });
    await until('confirmed', async () => ((await load(page, tileOf(moved))) === 200 ? true : undefined));
    // Agreed to on that site alone.
    expect(await load(map, tileOf(moved))).toBe(401);

    sentTo(moved);
    await say(own, { command: 'removeSources', ids: [id] });
    expect(await load(page, tileOf(moved))).toBe(401);
    const back = await say(own, { command: 'undo' });
    expect(back.view.undo).toBe(null);
    expect(await load(page, tileOf(moved))).toBe(200);
    expect(sentTo(moved)).toEqual([undefined, SIGNED]);

    await say(own, { command: 'removeSources', ids: [id] });
    await say(own, { command: 'lock' });
    const after = await say(own, { command: 'undo' });
    expect(after.view.sources[0]).toMatchObject({ name: 'Roads', urls: [`${moved.url()}/ows`] });
    expect(await load(page, tileOf(moved))).toBe(401);
    expect(sentTo(moved)).toEqual([undefined]);
    const exported = await say<{ signIns: unknown[] }>(own, { command: 'exportSignIns', ids: ['authcfg'] });
    expect(exported.view.signIns).toEqual([]);
  } finally {
    await browser.close();
    await Promise.all([service, moved, site].map((each) => each.close()));
  }
});
