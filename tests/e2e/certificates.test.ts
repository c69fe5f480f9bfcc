import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BrowserName, EitherPage } from './drivers/either-browser.ts';
import { until } from './drivers/wait.ts';
import {
  type CertificateBench,
  CLIENT_SECRET,
  type Host,
  PERSON,
  startCertificateBench,
} from './support/certificate-bench.ts';
import type { NoticePopup, Tab } from './support/notice-bench.ts';
import { sentence } from './support/state.ts';
import { basicHeader } from './support/world.ts';

const PROBLEM = sentence('status_certificateProblem');
const DECIDE = sentence('next_openToDecide');
const HIDE = sentence('hideWarning');
const BASIC = basicHeader(PERSON.username, PERSON.password);

describe.each<BrowserName>(['chrome', 'firefox'])('certificates that the browser does not trust: %s', (name) => {
  let bench: CertificateBench;
  let map: Tab;
  let popup: NoticePopup;
  beforeAll(async () => {
    bench = await startCertificateBench(name);
  });
  beforeEach(() => bench.allow());
  afterAll(() => bench?.close());

  const openMap = async () => {
    map = await bench.open(bench.mapUrl);
    popup = await bench.popup(map);
  };
  const says = (host: Host, words: string) => popup.says(bench.base(host), words);
  const row = (host: Host) => popup.row(bench.base(host));
  const buttons = (host: Host) => popup.page.evaluate(buttonsOf, bench.base(host));
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
      await hide('expired.example', 'hideForNow');
      await bench.badgeIs(map, '4');
      expect(await row('expired.example')).toContain(PROBLEM);
      expect(await buttons('expired.example')).not.toContain(DECIDE);
      // Only this one.
      expect(await row('renamed.example')).toContain(why('WrongName', 'renamed.example'));
      expect(await bench.ask(map, 'expired.example')).toBe(0);
      expect(bench.server('expired.example').requests).toEqual([]);
    });

    test('hidden for this host: listed with reason and day, and shown again from there', async () => {
      await hide('renamed.example', 'hideForHost');
      await bench.badgeIs(map, '3');
      const settings = await openOwn('options.html');
      const said = await until('the list', () =>
        settings.evaluate(sectionOf, sentence('hiddenWarnings')),
      );
      expect(said).toContain(bench.named('renamed.example'));
      expect(said).toContain(sentence('certificate_wrongName'));
      const today = new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(new Date());
      expect(said).toContain(sentence('hiddenSince', today));
      // What is hidden for now is no setting.
      expect(said).not.toContain(bench.named('expired.example'));
      await press(settings, sentence('showAgain'));
      await says('renamed.example', why('WrongName', 'renamed.example'));
      await bench.badgeIs(map, '4');
      await until('an empty list', async () => !(await settings.evaluate(sectionOf, sentence('hiddenWarnings'))));
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
      expect(await copied()).toBe(`${first}\n${second}`);
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

  test('where the sign-in comes from: the row names that host, and renews once the user went on', async () => {
    const host = 'robots.example';
    const provider = 'provider.example';
    await openMap();
    expect(await bench.ask(map, host)).toBe(401);
    await signInRobot(host, provider);
    expect(await bench.ask(map, host)).toBe(200);
    bench.show(provider, 'expired');
    bench.server(provider).clear();
    bench.server(host).clear();
    bench.endTokens();
    expect(await bench.ask(map, host)).toBe(401);
    await says(host, why('Expired', provider));
    await says(host, PROBLEM);
    const warning = await decide(host, provider);
    expect(bench.server(provider).requests).toEqual([]);
    await warning.accept();
    await says(host, sentence('status_signedIn'));
    await warning.close();
    expect(await bench.ask(map, host)).toBe(200);
    expect(bench.carried(host)).toEqual(['Bearer token-1', 'Bearer token-2']);
    await popup.page.close();
  });

  test('diagnostics name host and kind, no more', async () => {
    const page = await openOwn('diagnostics.html');
    const lines = await until('its events', () => page.evaluate(linesOf, sentence('diagnostics_events')));
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

  async function hide(host: Host, how: 'hideForNow' | 'hideForHost'): Promise<void> {
    await popup.press(bench.base(host), HIDE);
    expect(await popup.text()).toContain(sentence('hideWarningNote', bench.named(host)));
    await press(popup.page, sentence(how));
    await until('quiet', async () => !(await row(host)).includes(sentence('hideWarning'))).catch(async (error: Error) => {
      throw new Error(`${error.message}. On screen: ${await popup.text()}`);
    });
  }

  /** What the clipboard has, as a page may read it that the user has let. */
  const copied = () =>
    bench.browser.firefox
      ? bench.browser.firefox.chrome<string>(CLIPBOARD_TEXT)
      : popup.page.evaluate(pasteHere);

  const openOwn = async (path: string) => {
    const origin = await bench.browser.inBackground(() => chrome.runtime.getURL(''));
    return bench.browser.newPage(`${origin}${path}`);
  };

  async function signInRobot(host: Host, provider: Host): Promise<void> {
    await popup.press(bench.base(host), sentence('next_signIn'));
    const word = sentence('method_clientCredentials');
    const more = sentence('moreWays');
    const found = await until('the form', () => popup.page.evaluate(markFirst, [word, more]));
    await popup.page.click('[data-found]');
    if (found === more) await press(popup.page, word);
    const fields = { issuer: bench.server(provider).url(), clientId: 'robot', clientSecret: CLIENT_SECRET };
    for (const [field, text] of Object.entries(fields))
      await popup.page.fill(`[data-field=${field}]`, text);
    await popup.press(bench.base(host), sentence('signIn'));
    await says(host, sentence('status_signedIn'));
  }
});

/** Runs with Firefox's own rights. */
const CLIPBOARD_TEXT = `
  const transferable = Cc['@mozilla.org/widget/transferable;1'].createInstance(Ci.nsITransferable);
  transferable.init(null);
  transferable.addDataFlavor('text/plain');
  Services.clipboard.getData(transferable, Ci.nsIClipboard.kGlobalClipboard);
  const data = {};
  transferable.getTransferData('text/plain', data);
  return data.value.QueryInterface(Ci.nsISupportsString).data;`;

/** Runs in Chromium. */
async function pasteHere(): Promise<string> {
  return navigator.clipboard.readText();
}

/** Presses what has exactly these words, a way to sign in or an entry of a menu among them. */
async function press(page: EitherPage, word: string): Promise<void> {
  await until(word, () => page.evaluate(markFirst, [word]));
  await page.click('[data-found]');
}

/** Runs in a page of the extension. @returns which of the words it has marked. */
function markFirst(words: readonly string[]): string | undefined {
  document.querySelector('[data-found]')?.removeAttribute('data-found');
  const all = [...document.querySelectorAll<HTMLElement>('button, [role=menuitem], fieldset label span')];
  for (const word of words) {
    const found = all.find((each) => [each.textContent?.trim(), each.title].includes(word));
    found?.setAttribute('data-found', '');
    if (found) return word;
  }
  return undefined;
}

/** Runs in the popup. */
function buttonsOf(base: string): string[] {
  const rows = [...document.querySelectorAll<HTMLElement>('li.row')];
  const row = rows.find((each) => each.dataset.row?.endsWith(` ${base}`));
  return [...(row?.querySelectorAll('button') ?? [])].map(({ textContent }) => textContent?.trim() ?? '');
}

/** Runs in the settings. */
function sectionOf(label: string): string {
  return document.querySelector<HTMLElement>(`section[aria-label="${label}"]`)?.innerText ?? '';
}

/** Runs in the diagnostics. @returns the rows of a table, or nothing while there is none. */
function linesOf(label: string): string[] | null {
  const rows = [...document.querySelectorAll<HTMLElement>(`table[aria-label="${label}"] tbody tr`)];
  return rows.length > 0 ? rows.map(({ innerText }) => innerText) : null;
}
