import { beforeEach, describe, expect, test, vi } from 'vitest';
import { stopLoading } from '../../lib/platform/stop-loading.ts';
import { withNoted } from '../../lib/sign-in/noted-page.ts';
import { eventually } from '../fakes/eventually.ts';
import { settled, slowArea } from '../fakes/interruptions.ts';
import { noticingWorld } from '../fakes/noticing-world.ts';
import { page } from '../fakes/pages.ts';
import { SITE } from '../fakes/records.ts';

const tabs = vi.hoisted(() => new Map<number, string>());
/** How often the browser was asked for a tab, and what it waits for before it says. */
const gate = vi.hoisted(() => ({ asked: 0, open: Promise.resolve() }));
vi.mock('../../lib/platform/stop-loading.ts', () => ({ stopLoading: vi.fn(async () => undefined) }));
vi.mock('../../lib/platform/worker.ts', () => ({
  originOfTab: async (tabId: number) => {
    gate.asked += 1;
    await gate.open;
    return tabs.get(tabId);
  },
  tabsOfOrigin: async (site: string) => [...tabs].filter(([, at]) => at === site).map(([tabId]) => tabId),
}));

const BASIC = { 'WWW-Authenticate': 'Basic realm="geo"' };
const FETCH = { type: 'xmlhttprequest' };
const OTHER = 'https://open.example/wms?SERVICE=WMS&REQUEST=GetMap&LAYERS=a';

beforeEach(() => {
  tabs.clear();
  tabs.set(1, SITE);
  vi.mocked(stopLoading).mockClear();
});

describe('what nobody signs', () => {
  test('Chromium: a 401 without CORS headers is seen as what it is', async () => {
    const made = await noticingWorld();
    const more = { url: OTHER, ...FETCH };
    made.tell(
      { on: 'starts', ...more },
      { on: 'answers', status: 401, headers: BASIC, ...more },
      { on: 'fails', error: 'net::ERR_FAILED', ...more },
    );
    await eventually(() => made.notes()).toHaveLength(1);
    expect(made.notes()[0]).toMatchObject({ status: 401, refused: true, cors: 'answer', error: '' });
    expect(made.noticed).toEqual([1]);
    const [service] = withNoted(page(), made.session.get('noted', 1)!).services;
    expect(service).toMatchObject({
      site: SITE,
      service: { base: 'https://open.example/wms', state: 'refuses', challenges: ['Basic realm="geo"'] },
    });
  });

  test('a preflight that is refused is told as such, and is no refusal of the service', async () => {
    const made = await noticingWorld();
    const post = { url: OTHER, ...FETCH, method: 'post', id: 'post' };
    made.tell({ on: 'starts', ...post });
    made.tell({ on: 'answers', status: 401, url: OTHER, ...FETCH, method: 'options', headers: BASIC });
    made.tell({ on: 'fails', error: 'NS_ERROR_DOM_BAD_URI', ...post });
    await eventually(() => made.notes()).toHaveLength(1);
    expect(made.notes()[0]).toMatchObject({ status: 0, refused: false, cors: 'preflight' });
  });

  test('fine, given up, from no site, or no map service: nothing', async () => {
    const made = await noticingWorld();
    made.tell({ on: 'answers', status: 200, url: OTHER });
    made.tell({ on: 'fails', error: 'net::ERR_ABORTED', url: OTHER });
    made.tell({ on: 'answers', status: 401, url: OTHER, site: undefined });
    made.tell({ on: 'answers', status: 403, url: 'https://shop.example/cart/items' });
    made.tell({ on: 'answers', status: 404, url: OTHER });
    made.tell({ on: 'answers', status: 503, url: OTHER });
    await eventually(() => made.notes()).toHaveLength(1);
    expect(made.notes()[0]?.status).toBe(503);
    expect(made.eventLog.all().map(({ host }) => host)).not.toContain('shop.example');
  });

  test('fine again: the trouble at that place is over, and every further tile costs nothing', async () => {
    const made = await noticingWorld();
    made.tell({ on: 'answers', status: 503, url: OTHER });
    await eventually(() => made.notes()).toHaveLength(1);
    made.tell({ on: 'answers', status: 200, url: `${OTHER}&BBOX=1` });
    await eventually(() => made.notes().map(({ status }) => status)).toEqual([200]);
    const { length } = made.noticed;
    for (let n = 0; n < 50; n++) made.tell({ on: 'answers', status: 200, url: `${OTHER}&BBOX=${n}` });
    // Something that is news comes after all of them.
    made.tell({ on: 'answers', status: 500, url: OTHER, tabId: 2 });
    await eventually(() => made.notes(2)).toHaveLength(1);
    expect(made.noticed.slice(length)).toEqual([2]);
  });

  test('a thousand refusals at once: one write, one word to the views, bounded', async () => {
    const made = await noticingWorld();
    made.log.length = 0;
    for (let n = 0; n < 1000; n++)
      made.tell({ on: 'answers', status: 401, url: OTHER.replace('=a', `=layer${n}`), headers: BASIC });
    await eventually(() => made.notes()).toHaveLength(60);
    await settled();
    expect(made.log.filter((line) => line.includes('noted:1'))).toEqual(['set noted:1']);
    expect(made.noticed).toEqual([1]);
  });

  test('whatever a server or page writes, little of it is kept', async () => {
    const made = await noticingWorld();
    const long = 'x'.repeat(20_000);
    for (let n = 0; n < 330; n++) {
      made.tell({
        ...{ on: 'answers', status: 401, url: `${OTHER}${n}&STYLES=${long.slice(n * 60)}`, id: `l${n}` },
        headers: {
          'www-authenticate': `Basic realm="${long}"`,
          'content-type': `a/${long}`,
          location: `/${long}`,
        },
      });
    }
    await eventually(() => made.notes()).not.toHaveLength(0);
    expect(JSON.stringify(made.notes()).length).toBeLessThan(60 * 7000);
  });

  test("another extension's redirect is told; https instead of http, and a server's own, are not", async () => {
    const made = await noticingWorld();
    made.tell({ on: 'starts', url: OTHER }, { on: 'redirects', to: 'https://block.example/', url: OTHER });
    const plain = OTHER.replace('https', 'http');
    made.tell({ on: 'starts', url: plain }, { on: 'redirects', to: OTHER, status: 0, url: plain });
    made.tell(
      { on: 'starts', url: OTHER },
      { on: 'answers', status: 302, headers: { location: 'https://cdn.example/' }, url: OTHER },
      { on: 'redirects', to: 'https://cdn.example/', status: 302, url: OTHER },
    );
    await eventually(() => made.notes()).toHaveLength(1);
    expect(made.notes()[0]).toMatchObject({ diverted: true, status: 0, cors: null, refused: false });
    // Firefox writes 200 into the redirect of a rule: no answer of the service.
    const firefox = { url: `${OTHER}b`, ...FETCH };
    made.tell({ on: 'redirects', to: 'https://block.example/', status: 200, ...firefox });
    await eventually(() => made.notes()).toHaveLength(2);
    expect(made.notes()[1]).toMatchObject({ diverted: true, status: 0, cors: null });
  });
});

describe('which page it is about', () => {
  test('a worker (tab -1): every page of its site', async () => {
    const made = await noticingWorld();
    tabs.set(4, SITE);
    tabs.set(5, 'https://elsewhere.example');
    made.tell({ on: 'answers', status: 401, url: OTHER, tabId: -1, frameId: -1, ...FETCH });
    await eventually(() => made.notes(4)).toHaveLength(1);
    expect(made.notes(1)).toHaveLength(1);
    expect(made.notes(5)).toEqual([]);
    expect(made.session.get('noted', -1)).toBeUndefined();
  });

  test('a frame: its own site asked, below the page on top', async () => {
    const made = await noticingWorld();
    const frame = { frameId: 3, parentFrameId: 0, site: 'https://framed.example' };
    made.tell({ on: 'answers', status: 401, url: OTHER, ...frame });
    await eventually(() => made.notes()).toHaveLength(1);
    expect(made.notes()[0]).toMatchObject({ site: 'https://framed.example', topSite: SITE });
  });

  test('the tab has another page: gone, also what is just being written', async () => {
    const made = await noticingWorld();
    made.tell({ on: 'answers', status: 401, url: OTHER });
    await eventually(() => made.notes()).toHaveLength(1);
    made.tell({ on: 'answers', status: 401, url: `${OTHER}b` });
    made.tell({ on: 'starts', type: 'main_frame', url: 'https://maps.example.org/next' });
    expect(made.session.get('noted', 1)).toBeUndefined();
    made.tell({ on: 'answers', status: 500, url: OTHER, tabId: 2 });
    await eventually(() => made.notes(2)).toHaveLength(1);
    expect(made.session.get('noted', 1)).toBeUndefined();
  });

  test('the tab has another page while the browser is asked which it was: nothing of the old one is written', async () => {
    const made = await noticingWorld();
    let open = () => {};
    gate.open = new Promise((resolve) => {
      open = resolve;
    });
    const before = gate.asked;
    made.tell({ on: 'answers', status: 401, url: OTHER });
    made.tell({ on: 'answers', status: 401, url: OTHER, tabId: 2 });
    await eventually(() => gate.asked).toBeGreaterThan(before);
    made.tell({ on: 'starts', type: 'main_frame', url: 'https://maps.example.org/next' });
    open();
    await eventually(() => made.notes(2)).toHaveLength(1);
    expect(made.session.get('noted', 1)).toBeUndefined();
    expect(made.noticed).toEqual([2]);
  });

  test('a full session: nothing is lost but what was to be written, and nothing fails', async () => {
    const made = await noticingWorld();
    const disk = slowArea(made.memory, 'set', 'noted:1');
    made.memory.failing.add('remove');
    made.tell({ on: 'answers', status: 401, url: OTHER });
    await disk.reached;
    made.memory.failing.add('set');
    disk.letGo();
    made.noticing.clear(1);
    await settled();
    made.tell({ on: 'answers', status: 401, url: OTHER });
    await eventually(() => made.notes()).toHaveLength(1);
  });
});

test('who listens hears fine answers, too, until it stops', async () => {
  const made = await noticingWorld();
  const heard: number[] = [];
  const stop = made.noticing.listen((note) => void heard.push(note.status));
  made.tell({ on: 'answers', status: 200, url: OTHER });
  stop();
  made.tell({ on: 'answers', status: 200, url: OTHER });
  expect(heard).toEqual([200]);
});
