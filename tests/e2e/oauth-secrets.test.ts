import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandName } from '../../lib/messages/protocol.ts';
import { searchProfile } from './drivers/profile-search.ts';
import { until } from './drivers/wait.ts';
import { everyCommand } from './support/every-command.ts';
import { bearerIn, browserRedirect, PATH } from './support/map-stage.ts';
import { type ProviderStage, providerStage, SECRET } from './support/provider-stage.ts';
import { foundIn, keepWhatIsLogged, tokenRequestsAt } from './support/secret-search.ts';
import { heldIn, rulesIn, savedIn, sentence } from './support/state.ts';

const logged = ({ scene }: ProviderStage) =>
  scene.browser.evaluateInWorker(() => (globalThis as unknown as { keptLog: string[] }).keptLog.join('\n'));

/** Commands after which nobody is signed in, or nothing is held, in the order in which each still has something to end. */
const ENDING: CommandName[] = [
  ...([
    'signOut',
    'forgetSaved',
    'stopUsing',
    'stopUsingAt',
    'remove',
    'forgetSite',
    'forgetSiteAt',
  ] as const),
  ...(['stopSite', 'editSource', 'removeSources', 'undo'] as const),
  ...(['lock', 'deleteVault', 'changeSettings'] as const),
];

describe('the secrets of a sign-in at an identity provider', () => {
  let stage: ProviderStage;
  let tokens: ReturnType<typeof tokenRequestsAt>;
  let [access, refresh, verifier, code] = ['', '', '', ''];
  let row: { tabId: number; key: string };
  /** Addresses that pages of this browser asked for or showed, and what they wrote to their console. */
  const addresses: string[] = [];
  const written: string[] = [];
  /** What the worker answered to a page of ours while somebody signed in. */
  const told: string[] = [];

  /** All of them; as Basic sends it, the client's is searched for as a whole too. */
  const all = () => [access, refresh, verifier, code, SECRET, `basic:${SECRET}`];

  /** Sends commands from a page of ours. @returns the answers. */
  const send = (...messages: object[]): Promise<string[]> =>
    stage.popup.page.evaluate(async (list) => {
      const answers: string[] = [];
      for (const message of list) answers.push(JSON.stringify(await chrome.runtime.sendMessage(message)));
      return answers;
    }, messages);
  const view = async () => (await send({ command: 'view', tabId: row.tabId }))[0] ?? '';

  beforeAll(async () => {
    stage = await providerStage();
    const { scene, page, popup, provider, log } = stage;
    tokens = tokenRequestsAt(provider.port);
    await scene.browser.evaluateInWorker(keepWhatIsLogged);
    const { context } = scene.browser;
    context.on('request', (request) => addresses.push(request.url()));
    context.on('page', (each) => each.on('framenavigated', (frame) => addresses.push(frame.url())));
    context.on('console', (message) => written.push(message.text()));
    row = {
      tabId: await scene.browser.tabId(page),
      key: `${scene.site.url()} ${scene.service.url()}${PATH}`,
    };
    await popup.page.bringToFront();
    await stage.fillIn('oauth', { clientId: 'basic', clientSecret: SECRET });
    await stage.send();
    await popup.row(PATH).says(sentence('waitWindow'));
    told.push(await view());
    await stage.logIn();
    await stage.signedIn();
    told.push(await view());
    expect(await stage.fetch()).toBe(200);

    access = scene.service.requests.flatMap((one) => bearerIn(one) ?? []).at(-1) ?? '';
    refresh = /"refreshToken":"([^"]+)"/.exec(JSON.stringify(await heldIn(scene.browser)))?.[1] ?? '';
    const [form] = tokens.forms();
    verifier = form?.get('code_verifier') ?? '';
    code = form?.get('code') ?? '';
    expect(all().map((secret) => secret.length > 20)).toEqual(all().map(() => true));
    expect(log.requests.length).toBeGreaterThan(3);
  });
  afterAll(async () => {
    tokens?.stop();
    await stage?.[Symbol.asyncDispose]();
  });

  test('are found where they have to be: the search can see', async () => {
    const { browser, service } = stage.scene;
    expect(foundIn(JSON.stringify(await heldIn(browser)), all()).toSorted()).toEqual(
      [access, refresh, SECRET].toSorted(),
    );
    expect(foundIn(JSON.stringify(await rulesIn(browser)), all())).toEqual([access]);
    expect(foundIn(JSON.stringify(service.requests), all())).toEqual([access]);
    expect(tokens.forms()).toHaveLength(1);
    const asked = stage.log.requests.find(({ url }) => url === '/token');
    expect(foundIn(JSON.stringify(asked?.headers), all())).toEqual([SECRET, `basic:${SECRET}`]);
    // The half-typed form is the user's own, and gone once it is not needed any more.
    expect(foundIn(told[0] ?? '', all())).toEqual([SECRET]);
  });

  test('nothing that a page of ours is told or shows has one', async () => {
    expect(foundIn(told[0] ?? '', [access, refresh, verifier, code])).toEqual([]);
    expect(told[1]).toContain('"status":"signedIn"');
    expect(foundIn(told.slice(1).join(), all())).toEqual([]);
    const shown = await stage.popup.page.evaluate(() => {
      const fields = [...document.querySelectorAll('input')].map(({ value }) => value);
      return [document.documentElement.outerHTML, ...fields, JSON.stringify({ ...localStorage })].join('\n');
    });
    expect(shown).toContain(stage.provider.user.name);
    expect(foundIn(shown, all())).toEqual([]);
  });

  test('no address has one, but the code in the answer where the protocol has it', async () => {
    const redirect = await browserRedirect();
    const atProvider = stage.log.requests.map(({ url }) => url);
    expect(atProvider.some((url) => url.includes('code_challenge='))).toBe(true);
    expect(addresses.some((url) => url.startsWith(`${stage.provider.issuer}/interaction/`))).toBe(true);
    const others = [...atProvider, ...addresses.filter((url) => !url.startsWith(redirect))];
    const { service, site } = stage.scene;
    others.push(...[...service.requests, ...site.requests].map(({ url }) => url));
    expect(foundIn(others.join('\n'), all())).toEqual([]);
    const answers = addresses.filter((url) => url.startsWith(redirect)).join('\n');
    expect(foundIn(answers, [access, refresh, verifier, SECRET])).toEqual([]);
    // Nor does a header that goes along with every address, such as Referer; the test's own question is none of ours.
    const headers = stage.log.requests
      .filter(({ url }) => !url.startsWith('/token'))
      .map(({ headers }) => headers);
    expect(foundIn(JSON.stringify([headers, site.requests]), all())).toEqual([]);
  });

  test('nothing is logged', async () => {
    const marker = 'a word of the test, to be found in the log';
    await stage.scene.browser.evaluateInWorker((text) => console.info({ text }), marker);
    await stage.page.evaluate((text) => console.info(text), marker);
    await until('the page’s words', () => written.includes(marker));
    expect(await logged(stage)).toContain(marker);
    expect(foundIn(`${await logged(stage)}\n${written.join('\n')}`, all())).toEqual([]);
  });

  test('a page and a content script cannot reach them; a page’s own POST still says where it comes from', async () => {
    const { scene, page, url } = stage;
    const seen = await page.evaluate(async (target) => {
      const answer = await fetch(target, { cache: 'no-store' });
      const { runtime } = (globalThis as { chrome?: { runtime?: { sendMessage?: unknown } } }).chrome ?? {};
      await fetch('/posted', { method: 'POST', body: 'x' });
      return JSON.stringify([
        ...[answer.status, answer.url, [...answer.headers], await answer.text(), typeof runtime?.sendMessage],
        ...[performance.getEntries(), document.cookie, { ...localStorage }, { ...sessionStorage }],
        document.documentElement.outerHTML,
      ]);
    }, url);
    expect(seen).toContain('[200,');
    expect(seen).toContain('"undefined"');
    expect(foundIn(seen, all())).toEqual([]);
    const posted = scene.site.requests.find(({ path }) => path === '/posted');
    expect(posted?.headers.origin).toBe(scene.site.url());

    const messages = ['view', 'look'].map((command) => ({ command, tabId: row.tabId }));
    const reached = await scene.browser.evaluateInWorker(
      async ({ tabId, list }) => {
        const [frame] = await chrome.scripting.executeScript({
          target: { tabId },
          args: [list],
          func: async (list) => {
            const sent = list.map((message) => chrome.runtime.sendMessage(message));
            const asked = [...sent, chrome.storage.session.get(null)];
            const answers = await Promise.all(
              asked.map((each) => Promise.resolve(each).catch(() => 'refused')),
            );
            return JSON.stringify([answers, await chrome.storage.local.get(null)]);
          },
        });
        return String(frame?.result);
      },
      { tabId: row.tabId, list: messages },
    );
    expect(reached).toContain('"refused"');
    expect(foundIn(reached, all())).toEqual([]);
  });

  test('nothing readable on disk while the browser runs', async () => {
    const { browser } = stage.scene;
    expect(foundIn(JSON.stringify(await savedIn(browser)), all())).toEqual([]);
    await browser.evaluateInWorker(
      (text) => chrome.storage.local.set({ 'test:marker': text }),
      'planted-mark-1',
    );
    await until(
      'the planted text on disk',
      async () => (await searchProfile(browser.profileDir, ['planted-mark-1'])).length > 0,
    );
    expect(await searchProfile(browser.profileDir, all())).toEqual([]);
  });

  test('no command is answered with one', async () => {
    const idIn = (records: Record<string, unknown>, family: string) =>
      Object.keys(records)
        .find((key) => key.startsWith(`${family}:`))
        ?.slice(family.length + 1) ?? '';
    const saved = await savedIn(stage.scene.browser);
    const about = {
      row,
      site: stage.scene.site.url(),
      accountId: idIn(saved, 'account'),
      sourceId: idIn(saved, 'source'),
    };
    const commands = new Map(everyCommand(about).map((message) => [message.command, message]));
    const answers: string[] = [];
    const ask = async (names: Iterable<CommandName>) => {
      for (const name of names) {
        answers.push(...(await send(commands.get(name) ?? {})), await view());
        commands.delete(name);
      }
    };
    // With a vault that is open and keeps the sign-in; then whatever does not end it; then what does.
    await ask(['createVault', 'remember', 'settings', 'backup', 'setFrames', 'pause', 'resume']);
    expect(answers.at(-1)).toContain('"remembered":true');
    expect(answers.at(-1)).toContain('"status":"signedIn"');
    expect(foundIn(JSON.stringify(await savedIn(stage.scene.browser)), all())).toEqual([]);
    // A file that the user asks for has what was typed, and no token.
    const [exported = ''] = await send(commands.get('exportSignIns') ?? {});
    expect(exported).toContain(SECRET);
    expect(foundIn(exported, [access, refresh, verifier, code])).toEqual([]);
    commands.delete('exportSignIns');
    await ask([...commands.keys()].filter((name) => !ENDING.includes(name)));
    expect(answers.filter((answer) => answer.startsWith('{"ok":false'))).not.toEqual([]);
    expect(foundIn(JSON.stringify(await heldIn(stage.scene.browser)), all())).toContain(access);
    await ask(ENDING);
    expect(answers.join()).toContain(`"endSession":"${stage.provider.issuer}/session/end?client_id=basic"`);
    expect([...commands.keys()]).toEqual([]);
    expect(foundIn(answers.join('\n'), all())).toEqual([]);
    expect(foundIn(await logged(stage), all())).toEqual([]);
  });

  test('nothing readable on disk after it was closed', async () => {
    const { browser } = stage.scene;
    await browser.evaluateInWorker(
      (text) => chrome.storage.local.set({ 'test:marker': text }),
      'planted-mark-2',
    );
    await browser.close();
    expect(await searchProfile(browser.profileDir, all())).toEqual([]);
    expect(await searchProfile(browser.profileDir, ['planted-mark-2'])).not.toEqual([]);
  });
});
