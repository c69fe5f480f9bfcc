import { beforeEach, describe, expect, test, vi } from 'vitest';
import { stopLoading } from '../../lib/platform/stop-loading.ts';
import { withNoted } from '../../lib/sign-in/noted-page.ts';
import { eventually } from '../fakes/eventually.ts';
import { settled, slowArea } from '../fakes/interruptions.ts';
import { MAP, noticingWorld } from '../fakes/noticing-world.ts';
import { page } from '../fakes/pages.ts';
import { PREFIX, SITE } from '../fakes/records.ts';

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

describe('what we sign', () => {
  test('refused: the guard hears of it at once, once, and queued requests are stopped', async () => {
    const made = await noticingWorld();
    await made.signInAnna();
    const ids = Array.from({ length: 60 }, (_, n) => made.tell({ on: 'starts', url: `${MAP}&BBOX=${n}` }));
    for (const id of ids) made.tell({ on: 'answers', status: 401, headers: BASIC, id });
    expect(stopLoading).toHaveBeenCalledWith(1, [0]);
    await eventually(() => made.asked).toHaveLength(1);
    await settled();
    expect(made.injected()).toHaveLength(1);
  });

  test.each([
    ['Chromium, no CORS', 'net::ERR_FAILED'],
    ['Firefox, our own cancel of the dialog', 'NS_ERROR_ABORT'],
  ])('%s: the 401 counts, the error after it does not', async (_, error) => {
    const made = await noticingWorld(() => ({ status: 401 }));
    await made.signInAnna().catch(() => undefined);
    const other = await noticingWorld();
    const id = await other.signInAnna();
    other.tell(
      { on: 'starts', ...FETCH },
      { on: 'answers', status: 401, headers: BASIC, ...FETCH },
      { on: 'fails', error, ...FETCH },
    );
    await eventually(() => other.session.get('guard', id)?.round).toBe(3);
    expect(other.asked).toHaveLength(1);
    await eventually(() => other.notes()).toHaveLength(1);
    expect(other.notes()[0]).toMatchObject({ signed: true, status: 401, error: '' });
  });

  test("Firefox, a site's service worker: what it answers itself leaves nothing waiting, what it passes on counts", async () => {
    const made = await noticingWorld();
    const id = await made.signInAnna();
    const before = made.session.get('guard', id)?.round;
    made.tell({ on: 'starts' }, { on: 'redirects', to: MAP, status: 0 });
    // The same id goes on where it leaves the request alone.
    made.tell(
      { on: 'starts' },
      { on: 'redirects', to: MAP, status: 0 },
      { on: 'starts' },
      { on: 'answers', status: 200 },
    );
    expect(made.noticing.answeredWell().size).toBe(1);
    made.tell(
      { on: 'starts', tabId: -1, frameId: 0, ...FETCH },
      { on: 'answers', status: 401, tabId: -1, frameId: 0, ...FETCH },
    );
    await eventually(() => made.session.get('guard', id)?.round).toBe((before ?? 0) + 1);
  });

  test('a redirect to another host carries nothing: what it answers is not about the sign-in', async () => {
    const made = await noticingWorld();
    const id = await made.signInAnna();
    const guard = made.session.get('guard', id);
    const bucket = 'https://bucket.example/expired.png';
    const request = made.tell(
      { on: 'starts' },
      { on: 'answers', status: 302, headers: { Location: bucket } },
      { on: 'redirects', to: bucket, status: 302 },
      { on: 'starts', url: bucket },
      { on: 'answers', status: 403, url: bucket },
    );
    await settled();
    expect(made.session.get('guard', id)).toEqual(guard);
    expect(made.noticing.wasSigned(request)).toBe(false);
    // Sent there without an answer, by another extension: the same.
    made.tell(
      { on: 'starts' },
      { on: 'redirects', to: bucket },
      { on: 'starts', url: bucket },
      { on: 'answers', status: 401, url: bucket },
    );
    await settled();
    expect(made.session.get('guard', id)).toEqual(guard);
  });

  test('a redirect below the same address is signed again', async () => {
    const made = await noticingWorld();
    const id = await made.signInAnna();
    const round = made.session.get('guard', id)?.round ?? 0;
    const next = `${PREFIX}/other?REQUEST=GetMap`;
    made.tell(
      { on: 'starts' },
      { on: 'answers', status: 302, headers: { Location: next } },
      { on: 'redirects', to: next, status: 302 },
      { on: 'starts', url: next },
      { on: 'answers', status: 401, url: next },
    );
    await eventually(() => made.session.get('guard', id)?.round).toBe(round + 1);
  });

  test('frames and links are not signed unless the source says so', async () => {
    const made = await noticingWorld();
    const id = await made.signInAnna();
    const guard = made.session.get('guard', id);
    for (const type of ['sub_frame', 'main_frame']) {
      const request = made.tell({ on: 'starts', type }, { on: 'answers', status: 401, type });
      expect(made.noticing.wasSigned(request)).toBe(false);
    }
    await settled();
    expect(made.session.get('guard', id)).toEqual(guard);
    const { sources } = await made.store.read();
    await made.signIns.setFrames(sources[0]?.id ?? '', true);
    made.tell({ on: 'starts', type: 'main_frame' }, { on: 'answers', status: 401, type: 'main_frame' });
    await eventually(() => made.session.get('guard', id)?.round).toBe((guard?.round ?? 0) + 1);
    expect(made.notes()).toEqual([]);
  });

  test('the browser asks again before it answers (304, then 200): fine, once', async () => {
    const made = await noticingWorld();
    const id = await made.signInAnna();
    const guard = made.session.get('guard', id);
    made.tell({ on: 'starts' }, { on: 'answers', status: 304 }, { on: 'answers', status: 200 });
    await settled();
    expect(made.session.get('guard', id)).toEqual(guard);
    expect(made.noticing.answeredWell().size).toBe(1);
  });

  test('requests that never end are forgotten in time', async () => {
    const made = await noticingWorld();
    await made.signInAnna();
    const first = made.tell({ on: 'starts' });
    for (let n = 0; n < 3000; n++) made.tell({ on: 'starts', url: `${MAP}&n=${n}` });
    expect(made.noticing.wasSigned(first)).toBe(false);
  });

  test("a stranger's page below a granted address does nothing to the sign-in", async () => {
    const made = await noticingWorld();
    const id = await made.signInAnna();
    const guard = made.session.get('guard', id);
    for (const site of [
      'https://evil.example',
      'https://sub.maps.example.org',
      'http://maps.example.org',
      undefined,
    ]) {
      for (let n = 0; n < 20; n++)
        made.tell(
          { on: 'starts', site, url: `${MAP}${n}`, tabId: 9 },
          { on: 'answers', status: 401, site, url: `${MAP}${n}`, tabId: 9 },
        );
    }
    await settled();
    expect(made.session.get('guard', id)).toEqual(guard);
    expect(made.asked).toEqual([]);
    expect(made.injected()).toHaveLength(1);
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
