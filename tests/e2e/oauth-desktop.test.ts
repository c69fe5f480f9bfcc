import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from './drivers/wait.ts';
import { patternOf } from './support/harness.ts';
import { browserRedirect } from './support/map-stage.ts';
import { type ProviderDesk, providerDesk, ROW } from './support/provider-desk.ts';
import { gone, logIn } from './support/provider-pages.ts';
import { sentence } from './support/state.ts';

/** The unmodified build, which holds no host at all, and the browser's own prompt. Each test continues the one before. */
describe('host access for a provider is asked for in the click', () => {
  let desk: ProviderDesk;
  beforeAll(async () => {
    desk = await providerDesk({ wrongPasswordStatus: 401 });
  });
  afterAll(() => desk?.[Symbol.asyncDispose]());

  const access = async () => (await desk.granted()).sort();
  const needed = () => desk.urls.map(patternOf).sort();

  test('the form names service, site and provider first; a no keeps what was typed, and nobody was asked', async () => {
    const { desktop, provider, urls } = desk;
    expect(await access()).toEqual([]);
    const popup = await desk.openForm();
    const note = sentence('askNote', '').split(' on ')[0] ?? '';
    const asked = await until('what the browser will ask', () =>
      popup.evaluate(
        (start) =>
          [...document.querySelectorAll('p')].find((p) => p.textContent?.startsWith(start))?.textContent,
        note,
      ),
    );
    for (const url of urls) expect(asked).toContain(new URL(url).host);
    await popup.press('Enter');
    await popup.waitForClose();
    await desktop.promptShown();
    await desktop.denyPrompt();
    const after = await desktop.actionPopup();
    await desk.says(after, sentence('error_permissionNotGiven', '').split(' reach ')[0] ?? '');
    expect(await access()).toEqual([]);
    expect(provider.requests.filter((each) => !each.includes('.well-known'))).toEqual([]);
    const typed = await after.evaluate(
      () => document.querySelector<HTMLInputElement>('[data-field=issuer]')?.value,
    );
    expect(typed).toBe(provider.issuer);
  });

  test('a yes: the window opens by itself; where it ends without an answer the popup is back with what to do', async () => {
    const { desktop, provider } = desk;
    const popup = await desktop.actionPopup();
    await popup.click(`${ROW} [data-field=clientId]`);
    await popup.press('Enter');
    await desktop.promptShown();
    await desktop.allowPrompt();
    await gone(await logIn(desktop.context, provider.issuer, { ...provider.user, password: 'a typo' }));
    const after = await desk.result();
    await desk.says(after, sentence('error_windowWithoutAnswer', new URL(provider.issuer).host));
    expect(await access()).toEqual(needed());
  });

  test('the sign-in window needs the address where its answer is stopped, too; then the map is there', async () => {
    const { desktop, provider, map } = desk;
    const popup = await desktop.actionPopup();
    const button = `${ROW} .buttons a + button`;
    expect(await popup.text(button)).toBe(sentence('useSignInWindow'));
    await popup.click(button);
    await desktop.promptShown();
    await desktop.allowPrompt();
    await gone(await logIn(desktop.context, provider.issuer, provider.user));
    const after = await desk.result();
    await desk.says(after, provider.user.name);
    await map.waitForFunction(() => document.title === '200');
    // Nothing needs that address any more.
    const redirect = patternOf(await browserRedirect());
    expect(needed()).not.toContain(redirect);
    await until('the address given back', async () => !(await access()).includes(redirect));
    expect(await access()).toEqual(needed());
  });

  test('stopping gives back what nothing needs', async () => {
    const popup = await desk.desktop.actionPopup();
    await popup.click(`${ROW} [aria-haspopup=menu]`);
    await popup.waitForSelector('[role=menu]');
    await popup.evaluate((words) => {
      const items = [...document.querySelectorAll<HTMLElement>('[role=menuitem]')];
      items.find((item) => item.textContent === words)?.click();
    }, sentence('menuStopUsing'));
    await until('all hosts given back', async () => (await access()).length === 0);
  });
});
