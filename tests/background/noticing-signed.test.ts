import { beforeEach, describe, expect, test, vi } from 'vitest';
import { stopLoading } from '../../lib/platform/stop-loading.ts';
import { eventually } from '../fakes/eventually.ts';
import { settled } from '../fakes/interruptions.ts';
import { MAP, noticingWorld } from '../fakes/noticing-world.ts';
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

beforeEach(() => {
  tabs.clear();
  tabs.set(1, SITE);
  vi.mocked(stopLoading).mockClear();
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
