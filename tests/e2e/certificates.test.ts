import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BrowserName } from './drivers/either-browser.ts';
import { pasted } from './drivers/pasted.ts';
import { until } from './drivers/wait.ts';
import {
  type CertificateBench,
  type Host,
  PERSON,
  type Site,
  startCertificateBench,
} from './support/certificate-bench.ts';
import type { NoticePopup, Tab } from './support/notice-bench.ts';
import { linesOf, openOwn, partOf, pressWord } from './support/own-pages.ts';
import { sentence } from './support/state.ts';
import { basicHeader } from './support/world.ts';

const PROBLEM = sentence('status_certificateProblem');
const DECIDE = sentence('next_openToDecide');
const HIDE = sentence('hideWarning');
const BASIC = basicHeader(PERSON.username, PERSON.password);

describe.each<BrowserName>(['chrome', 'firefox'])('untrusted certificates: %s', (name) => {
  let bench: CertificateBench;
  let map: Tab;
  let popup: NoticePopup;
  beforeAll(async () => {
    bench = await startCertificateBench(name);
  });
  beforeEach(() => bench.allow());
  afterAll(() => bench?.close());

  const openMap = async (site: Site = 'maps.localhost') => {
    map = await bench.open(bench.mapUrl(site));
    popup = await bench.popup(map);
  };
  const says = (host: Host, words: string) => popup.says(bench.base(host), words);
  const row = (host: Host) => popup.row(bench.base(host));
  const buttons = (host: Host) => bench.buttons(popup, host);
  const why = (code: string, host: Host) => sentence(`explain_certificate${code}`, bench.named(host));
  const SELF_SIGNED = name === 'chrome' ? 'UnknownIssuer' : 'SelfSigned';

  describe('on a map that nobody is signed in to', () => {
    beforeAll(async () => {
      await bench.allow();
      await openMap();
    });

    test('one that is trusted has no such word', async () => {
      expect(await bench.ask(map, 'fine.example')).toBe(401);
      await says('fine.example', sentence('hint_asksPassword'));
      await bench.badgeIs(map, '1');
      expect(await row('fine.example')).not.toContain(PROBLEM);
    });

    test.each<[Host, string, number]>([
      ['expired.example', 'Expired', 2],
      ['renamed.example', 'WrongName', 3],
      ['stranger.example', 'UnknownIssuer', 4],
      ['selfmade.example', SELF_SIGNED, 5],
    ])('%s: why, in words, and one step', async (host, code, count) => {
      expect(await bench.ask(map, host)).toBe(0);
      await says(host, why(code, host));
      await says(host, PROBLEM);
      expect(await buttons(host)).toEqual([DECIDE, HIDE]);
      await bench.badgeIs(map, String(count));
    });

    test('the step shows the warning of the browser itself', async () => {
      const warning = await decide('expired.example');
      await warning.close();
      expect(bench.server('expired.example').requests).toEqual([]);
    });

    test('hidden for now: quiet, not counted, and nothing gets through', async () => {
      await bench.allow();
      await bench.hide(popup, 'expired.example', 'hideForNow');
      await bench.badgeIs(map, '4');
      expect(await row('expired.example')).toContain(PROBLEM);
      expect(await buttons('expired.example')).not.toContain(DECIDE);
      // Only this one.
      expect(await row('renamed.example')).toContain(why('WrongName', 'renamed.example'));
      expect(await bench.ask(map, 'expired.example')).toBe(0);
      expect(bench.server('expired.example').requests).toEqual([]);
    });

    test('hidden for this host: listed with reason and day, and shown again from there', async () => {
      await bench.hide(popup, 'renamed.example', 'hideForHost');
      await bench.badgeIs(map, '3');
      const settings = await openOwn(bench.browser, 'settings.html');
      const said = await until(
        'the list',
        async () => (await partOf(settings, sentence('hiddenWarnings'))) || null,
      );
      expect(said).toContain(bench.named('renamed.example'));
      expect(said).toContain(sentence('certificate_wrongName'));
      const today = new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(new Date());
      expect(said).toContain(sentence('hiddenSince', today));
      // What is hidden for now is no setting.
      expect(said).not.toContain(bench.named('expired.example'));
      await pressWord(settings, sentence('showAgain'));
      await says('renamed.example', why('WrongName', 'renamed.example'));
      await bench.badgeIs(map, '4');
      await until('an empty list', async () => !(await partOf(settings, sentence('hiddenWarnings'))));
      await settings.close();
      expect(await bench.ask(map, 'renamed.example')).toBe(0);
      expect(bench.server('renamed.example').requests).toEqual([]);
    });

    test('several hosts of one provider: something reads along, and the hosts can be copied', async () => {
      const both: Host[] = ['id.vendor.example', 'v1.vendor.example'];
      expect(await bench.ask(map, 'id.vendor.example')).toBe(0);
      await says('id.vendor.example', why('UnknownIssuer', 'id.vendor.example'));
      expect(await bench.ask(map, 'v1.vendor.example')).toBe(0);
      const [first, second] = both.map(bench.named) as [string, string];
      const said = sentence('explain_certificateIntercepted', first, `${first} and ${second}`);
      await says('id.vendor.example', said);
      // One notice for the provider; the other row has its status alone.
      await says('v1.vendor.example', PROBLEM);
      expect(await buttons('v1.vendor.example')).toEqual([PROBLEM]);
      expect(await row('v1.vendor.example')).not.toContain(said);
      expect(await buttons('id.vendor.example')).toEqual([sentence('next_copyHosts'), HIDE]);
      await popup.press(bench.base('id.vendor.example'), sentence('next_copyHosts'));
      await says('id.vendor.example', sentence('copied'));
      expect(await pasted(bench.browser, bench.mapUrl('maps.localhost'))).toBe(`${first}\n${second}`);
      // Another provider's unknown issuer is a matter of its own.
      expect(await row('stranger.example')).toContain(why('UnknownIssuer', 'stranger.example'));
    });

    test('a host that allows no exception: nobody can go on', async () => {
      expect(await bench.ask(map, 'strict.example')).toBe(401);
      await says('strict.example', sentence('hint_asksPassword'));
      bench.show('strict.example', 'expired');
      expect(await bench.ask(map, 'strict.example')).toBe(0);
      await says('strict.example', why('ExpiredFinal', 'strict.example'));
      expect(await buttons('strict.example')).toEqual([sentence('next_copyReport'), HIDE]);
      await popup.page.close();
    });
  });

  let robots: Tab;
  test('where the sign-in comes from: the row names that host', async () => {
    await openMap('robots.localhost');
    robots = map;
    expect(await bench.ask(map, 'robots.example')).toBe(401);
    await bench.signInRobot(popup, 'robots.example', 'provider.example');
    expect(await bench.ask(map, 'robots.example')).toBe(200);
    bench.show('provider.example', 'expired');
    for (const host of ['provider.example', 'robots.example'] as const) bench.server(host).clear();
    bench.endTokens();
    expect(await bench.ask(map, 'robots.example')).toBe(401);
    await says('robots.example', why('Expired', 'provider.example'));
    await says('robots.example', PROBLEM);
    expect(await row('robots.example')).not.toContain(sentence('status_notAccepted'));
    await popup.page.close();
  });

  test('signed in: nothing is sent until the user goes on, and then it goes on by itself', async () => {
    const host = 'signed.example';
    await openMap();
    expect(await bench.ask(map, host)).toBe(401);
    await popup.signIn(bench.base(host), PERSON);
    expect(await bench.ask(map, host)).toBe(200);
    bench.show(host, 'expired');
    bench.server(host).clear();
    expect(await bench.ask(map, host)).toBe(0);
    await says(host, why('Expired', host));
    await says(host, PROBLEM);
    expect(await row(host)).not.toContain(sentence('status_notAccepted'));
    await bench.badgeIs(map, '1');
    const warning = await decide(host);
    expect(bench.server(host).requests).toEqual([]);
    await warning.accept();
    await says(host, sentence('status_signedIn'));
    await says(host, sentence('hint_reloadToSee'));
    await bench.badgeIs(map, '✓');
    await warning.close();
    expect(bench.carried(host)).toEqual([]);
    await map.page.reload();
    expect(await bench.ask(map, host)).toBe(200);
    expect(bench.carried(host)).toEqual([BASIC]);
    await popup.page.close();
  });

  test('back from the vault: what could not be asked is asked once the user went on', async () => {
    const host = 'saved.example';
    await openMap();
    expect(await bench.ask(map, host)).toBe(401);
    await popup.signIn(bench.base(host), PERSON);
    const order = (command: object) =>
      popup.page.evaluate((message: object) => chrome.runtime.sendMessage(message), command);
    const key = (await popup.keys()).find((each) => each.endsWith(bench.base(host)));
    const passphrase = 'correct horse battery staple 7';
    expect(await order({ command: 'createVault', passphrase })).toMatchObject({ ok: true });
    expect(await order({ command: 'remember', tabId: map.id, key })).toMatchObject({ ok: true });
    await says(host, sentence('status_signedIn'));
    expect(await order({ command: 'lock' })).toMatchObject({ ok: true });
    await says(host, sentence('status_locked'));
    bench.show(host, 'wrongName');
    bench.server(host).clear();
    expect(await order({ command: 'unlock', passphrase })).toMatchObject({ ok: true });
    await says(host, why('WrongName', host));
    await says(host, PROBLEM);
    const warning = await decide(host);
    expect(bench.server(host).requests).toEqual([]);
    await warning.accept();
    await says(host, sentence('status_signedIn'));
    // Proven once.
    expect(bench.carried(host)).toEqual([BASIC]);
    await says(host, sentence('hint_reloadToSee'));
    await warning.close();
    await map.page.reload();
    expect(await bench.ask(map, host)).toBe(200);
    expect(bench.carried(host)).toEqual([BASIC, BASIC]);
    await popup.page.close();
  });

  test('renewed where the sign-in comes from, once the user went on there', async () => {
    map = robots;
    popup = await bench.popup(map);
    await says('robots.example', why('Expired', 'provider.example'));
    const warning = await decide('robots.example', 'provider.example');
    expect(bench.server('provider.example').requests).toEqual([]);
    await warning.accept();
    await says('robots.example', sentence('status_signedIn'));
    await warning.close();
    expect(await bench.ask(map, 'robots.example')).toBe(200);
    expect(bench.carried('robots.example')).toEqual(['Bearer token-1', 'Bearer token-2']);
    await popup.page.close();
  });

  test('diagnostics name host and kind, no more', async () => {
    const page = await openOwn(bench.browser, 'diagnostics.html');
    const lines = await linesOf(page, sentence('diagnostics_events'));
    const about = (host: Host) => lines.filter((line) => line.includes(bench.named(host)));
    const one = about('saved.example').join('\n');
    expect(one).toContain(sentence('event_certificateProblem'));
    expect(one).toContain('wrongName');
    expect(one).toContain(sentence('event_certificateAccepted'));
    expect(about('fine.example').join()).not.toContain(sentence('event_certificateProblem'));
    expect(lines.join()).not.toContain('/wms');
    expect(lines.join()).not.toContain(PERSON.password);
    await page.close();
  });

  /** The popup closes with that, and is opened again. */
  async function decide(host: Host, at = host) {
    const warning = await bench.openToDecide(popup, host, at);
    await bench.allow();
    popup = await bench.popup(map);
    return warning;
  }
});
