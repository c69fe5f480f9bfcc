import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import { PERSON, PLAIN_LAYER, REFUSALS, refusing, SECRET_LAYER } from '../servers/refusing.ts';
import type { EitherPage } from './drivers/either-browser.ts';
import { until } from './drivers/wait.ts';
import { loadImage } from './drivers/ways-to-ask.ts';
import { type NoticeBench, type NoticePopup, startNoticeBench, type Tab } from './support/notice-bench.ts';
import { addFrame, askByService, askByShared, noticeSite } from './support/notice-site.ts';
import { sentence } from './support/state.ts';

let geo: RecordingServer;
let maps: RecordingServer;
beforeAll(async () => {
  [geo, maps] = await Promise.all([
    startServer(refusing, { host: 'geo.localhost' }),
    startServer(noticeSite, { host: 'maps.localhost' }),
  ]);
});
afterAll(() => Promise.all([geo?.close(), maps?.close()]));

let asked = 0;
const mapOf = (base: string, layer = PLAIN_LAYER) => {
  asked += 1;
  const query = { SERVICE: 'WMS', VERSION: '1.3.0', REQUEST: 'GetMap', LAYERS: layer, n: String(asked) };
  return `${base}?${new URLSearchParams(query)}&FORMAT=image/png`;
};
const service = (way: string, host = 'geo.localhost') => `${geo.url(host)}/${way}/wms`;
const at = (host: string) => `${maps.url(host)}/page`;

const fetchIt = (url: string) =>
  fetch(url).then(
    ({ status }) => String(status),
    () => 'not read',
  );
/** Hosts of pages are granted but for `nowhere`, that of the service but for `dark`. */
describe.each(['chrome', 'firefox'] as const)('services that refuse are noticed: %s', (name) => {
  let bench: NoticeBench;
  beforeAll(async () => {
    const sites = ['maps', 'other', 'portal', 'worker', 'shared'].map((host) =>
      maps.url(`${host}.localhost`),
    );
    bench = await startNoticeBench(name, [geo.url(), ...sites]);
  });
  afterAll(() => bench?.close());

  /** What was looked at and left took access along in Firefox, some time after. */
  const allowed = async <R>(work: () => Promise<R>): Promise<R> => {
    await bench.allow();
    return work();
  };
  const byImage = (page: EitherPage, base: string, layer?: string) =>
    allowed(() => page.evaluate(loadImage, mapOf(base, layer)));
  const byFetch = (page: EitherPage, base: string, layer?: string) =>
    allowed(() => page.evaluate(fetchIt, mapOf(base, layer)));

  describe('each way to refuse', () => {
    let map: Tab;
    let other: Tab;
    let popup: NoticePopup;
    let count = 0;
    beforeAll(async () => {
      [other, map] = [await bench.open(at('other.localhost')), await bench.open(at('maps.localhost'))];
      popup = await bench.popup(map);
    });

    test('what is open counts nowhere, nor what is no map service', async () => {
      await byFetch(map.page, service('fetch/readable'));
      await map.page.evaluate(loadImage, `${geo.url()}/forbidden/logo.png`);
      await map.page.evaluate(fetchIt, `${geo.url()}/basic/news`);
      // An address that nobody knows as a service may well not exist.
      await byFetch(map.page, service('nothing'));
      expect(await bench.badge(map)).toBe('');
    });

    const words: Partial<Record<string, string>> = {
      basic: sentence('hint_asksPassword'),
      negotiate: sentence('explain_windowsSignIn', 'geo.localhost').split('uses')[1],
      moved: sentence('explain_loginPage', '').trim().split(',')[0],
      s511: sentence('next_openInTab'),
    };
    test.each(Object.keys(REFUSALS))(
      '%s: the popup lists it and the icon counts it, without a click',
      async (way) => {
        for (const [how, ask] of [
          ['img', byImage],
          ['fetch', byFetch],
        ] as const) {
          const base = service(`${how}/${way}`);
          await ask(map.page, base);
          await popup.says(base, words[way] ?? sentence('hint_refusesAccess').slice(0, 7));
          count += 1;
          await bench.badgeIs(map, String(count));
        }
      },
    );

    test('only these; another tab counts its own', async () => {
      const refused = Object.keys(REFUSALS).flatMap((way) =>
        ['img', 'fetch'].map((how) => service(`${how}/${way}`)),
      );
      const listed = await popup.refusing();
      expect(listed.toSorted()).toEqual(refused.map((url) => url.replace('http://', '')).toSorted());
      expect(await bench.badge(other)).toBe('');
      await byImage(other.page, service('basic'));
      await bench.badgeIs(other, '1');
      expect(await bench.badge(map)).toBe(String(count));
    });

    test('a map that rewrites its address loses nothing', async () => {
      await map.page.evaluate(() => {
        history.pushState({}, '', '/page?zoom=3');
        history.replaceState({}, '', '/page?zoom=4#here');
      });
      await byImage(map.page, service('later/basic'));
      count += 1;
      await bench.badgeIs(map, String(count));
      expect(await popup.row(service('img/basic'))).toContain(sentence('hint_asksPassword'));
    });

    test('another page of the site starts anew, and so does one of a site without access', async () => {
      await popup.page.close();
      await goTo(map, `${at('maps.localhost')}?next`);
      await bench.badgeIs(map, '');
      await byImage(map.page, service('basic'));
      await bench.badgeIs(map, '1');
      await bench.allow();
      popup = await bench.popup(map);
      await popup.says(service('basic'), sentence('hint_asksPassword'));
      expect(await popup.refusing()).toHaveLength(1);
      await popup.page.close();
      await goTo(map, at('nowhere.localhost'));
      await bench.badgeIs(map, '');
      popup = await bench.popup(map);
      expect(await popup.refusing()).toEqual([]);
      await popup.page.close();
    });
  });

  test('without host access to the site or to the service nobody watches', async () => {
    const nowhere = await bench.open(at('nowhere.localhost'));
    await byImage(nowhere.page, service('basic'));
    const map = await bench.open(at('maps.localhost'));
    await byImage(map.page, service('basic', 'dark.localhost'));
    // Events come in order: what was noticed after them tells that they were not.
    await byImage(map.page, service('basic'));
    await bench.badgeIs(map, '1');
    expect(await bench.badge(nowhere)).toBe('');
  });

  test("a framed map counts for the page, as its frame's site", async () => {
    const portal = await bench.open(at('portal.localhost'));
    await bench.allow();
    const popup = await bench.popup(portal);
    const base = service('framed/basic');
    await portal.page.evaluate(
      addFrame,
      `${at('maps.localhost')}?${new URLSearchParams({ ask: mapOf(base) })}`,
    );
    await bench.badgeIs(portal, '1');
    await popup.says(base, sentence('hint_asksPassword'));
    expect(await popup.keys()).toEqual([`${maps.url('maps.localhost')} ${base}`]);
    // The page on top may well be one of which nothing is known.
    const nowhere = await bench.open(at('nowhere.localhost'));
    await nowhere.page.evaluate(
      addFrame,
      `${at('maps.localhost')}?${new URLSearchParams({ ask: mapOf(base) })}`,
    );
    await bench.badgeIs(nowhere, '1');
  });

  test.each([
    ['shared', 'a shared worker', askByShared],
    ['worker', 'a service worker', askByService],
  ] as const)('%s: what %s is refused counts in the tab of its site', async (host, _, ask) => {
    const map = await bench.open(at(`${host}.localhost`));
    await bench.allow();
    await map.page.evaluate(ask, mapOf(service(`${host}/basic`)));
    await bench.badgeIs(map, '1');
    const popup = await bench.popup(map);
    await popup.says(service(`${host}/basic`), sentence('hint_asksPassword'));
    await popup.page.close();
  });

  test('hidden by a 404 or 400: only for a source that is known to want a sign-in', async () => {
    const base = `${geo.url()}/geoserver/wms`;
    const map = await bench.open(at('maps.localhost'));
    // Nobody knows it yet: a tile that does not exist.
    await byImage(map.page, base, SECRET_LAYER);
    await byImage(map.page, base);
    await bench.badgeIs(map, '1');
    const popup = await bench.popup(map);
    await popup.signIn(base, PERSON);
    await bench.badgeIs(map, '✓');
    await byImage(map.page, base, SECRET_LAYER);
    await popup.says(base, sentence('status_signedInWithoutAccess'));
    await popup.says(base, SECRET_LAYER);
    await popup.page.close();
  });

  describe('what no header shows, Check finds', () => {
    let map: Tab;
    let popup: NoticePopup;
    beforeAll(async () => {
      map = await bench.open(at('maps.localhost'));
      popup = await bench.popup(map);
    });
    /** *Check* in the row of a service that nothing is known of: Firefox tells a page the status of a picture, too. */
    const check = async (url: string, base: string) => {
      if (name === 'chrome') {
        await map.page.evaluate(loadImage, url);
        await popup.page.reload();
      } else {
        await bench.allow();
        await popup.add(url);
      }
      await popup.says(base, sentence('status_notChecked'));
      await popup.press(base, sentence('next_check'));
    };

    test('nothing, where a service is open', async () => {
      await check(mapOf(service('open')), service('open'));
      await popup.says(service('open'), sentence('status_open'));
      expect(await bench.badge(map)).not.toMatch(/\d/);
    });

    test.each([
      ['an exception report in a 200', 'exception/wms', ''],
      ['a 400 about a key', 'keyed/wms', ''],
      ['an Esri 498 in a 200', '498/rest/services/Sewers/MapServer', '/export?bbox=0,0,1,1&f=image'],
      ['an Esri 499 in a 200', '499/rest/services/Sewers/MapServer', '/export?bbox=0,0,1,1&f=image'],
    ])('%s', async (_, path, below) => {
      const base = `${geo.url()}/${path}`;
      const before = Number(await bench.badge(map)) || 0;
      await check(below === '' ? mapOf(base) : base + below, base);
      await popup.says(base, sentence('hint_refusesAccess'));
      await bench.badgeIs(map, String(before + 1));
    });

    test('a layer that a nested group without a name hides, and what is no matter of a sign-in', async () => {
      const base = service('hidden');
      await check(mapOf(base, SECRET_LAYER), base);
      await popup.says(base, sentence('explain_hidesLayers', new URL(base).host, SECRET_LAYER));
      await check(mapOf(service('fault')), service('fault'));
      await popup.says(service('fault'), 'LayerNotDefined');
    });

    test('a stamp on every picture: only the right password shows another', async () => {
      const base = `${geo.url()}/watermark`;
      await check(`${base}/3/2/1.png`, base);
      await popup.says(base, sentence('status_open'));
      const wrong = { ...PERSON, password: 'not this' };
      await popup.signIn(base, wrong, sentence('error_noMoreThanBefore', new URL(base).host).slice(0, 30));
      await popup.page.fill(`li.row[data-row$=" ${base}"] [data-field=password]`, PERSON.password);
      await popup.press(base, sentence('signIn'));
      await popup.says(base, sentence('status_signedIn'));
    });
  });
});

/** Leaves the page and waits for the next one. */
async function goTo({ page }: Tab, url: string): Promise<void> {
  await page.evaluate((to: string) => void setTimeout(() => location.assign(to)), url);
  await until(url, () =>
    page.evaluate((to: string) => location.href === to && document.readyState === 'complete', url),
  );
}
