import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RecordingServer, startServer } from '../../demo/server.ts';
import { ALL_SITES } from '../../lib/permissions/patterns.ts';
import { PERSON, refusing } from '../servers/refusing.ts';
import type { CdpPage } from './drivers/cdp-page.ts';
import { type Desktop, launchDesktop } from './drivers/desktop.ts';
import { builtExtension } from './drivers/extension.ts';
import { until } from './drivers/wait.ts';
import { patternOf } from './support/harness.ts';
import { sentence } from './support/state.ts';
import { emptyPage, mapOf } from './support/world.ts';

/** The unmodified build and the browser's own prompt. Each test continues the one before. */
describe('Notice protected map services on all sites', () => {
  let geo: RecordingServer;
  let maps: RecordingServer;
  let desktop: Desktop;
  let map: Page;
  let settings: Page;

  beforeAll(async () => {
    geo = await startServer(refusing, { host: 'geo.localhost' });
    maps = await startServer(emptyPage, { host: 'maps.localhost' });
    desktop = await launchDesktop({ extension: await builtExtension('chrome') });
    map = await desktop.newPage(`${maps.url()}/page`);
  });
  afterAll(async () => {
    await desktop?.close();
    await Promise.all([geo?.close(), maps?.close()]);
  });

  const guarded = () => `${geo.url()}/guarded/wms`;
  const rowOf = (base: string) => `[data-row$=" ${base}"]`;
  const granted = () =>
    desktop.evaluateInWorker(async () => ((await chrome.permissions.getAll()).origins ?? []).sort());
  const badge = (tabId: number) =>
    desktop.evaluateInWorker((id: number) => chrome.action.getBadgeText({ tabId: id }), tabId);
  const says = (popup: CdpPage, base: string, words: string) =>
    until(`"${words}" in the row`, async () => (await popup.text(rowOf(base))).includes(words)).catch(
      async (error: Error) => {
        throw new Error(`${error.message}. On screen: ${await popup.text('body')}`);
      },
    );
  /** By script, to the end of the answer: only then it stands in the page's own list. */
  const ask = (page: Page, url: string) =>
    page.evaluate(
      (target) =>
        fetch(target).then(
          (answer) => answer.text().then(() => answer.status),
          () => 0,
        ),
      url,
    );
  const box = () => settings.getByRole('checkbox', { name: sentence('noticeEverywhere') });

  test('without it the icon stays silent, and a click lists what the page was refused', async () => {
    expect(await ask(map, mapOf(guarded()))).toBe(401);
    // Asking for a tab's number brings it to the front, which closes the popup.
    const tab = await desktop.tabId(map);
    expect(await badge(tab)).toBe('');
    const popup = await desktop.openActionPopup('icon', map);
    await says(popup, guarded(), sentence('next_signIn'));
    expect(await badge(tab)).toBe('1');
    await popup.click(`${rowOf(guarded())} .row-side button`);
    if (
      !(await popup.evaluate(
        (row: string) => !!document.querySelector(`${row} [data-field=username]`),
        rowOf(guarded()),
      ))
    )
      await popup.evaluate(
        ({ row, word }: { row: string; word: string }) => {
          const words = [...document.querySelectorAll<HTMLElement>(`${row} fieldset label span`)];
          words.find(({ textContent }) => textContent === word)?.click();
        },
        { row: rowOf(guarded()), word: sentence('method_basic') },
      );
    await popup.fill(`${rowOf(guarded())} [data-field=username]`, PERSON.username);
    await popup.fill(`${rowOf(guarded())} [data-field=password]`, PERSON.password);
    await popup.press('Enter');
    await desktop.allowPrompt();
    await says(await desktop.actionPopup(), guarded(), sentence('status_signedIn'));
    expect(await granted()).toEqual([patternOf(geo.url()), patternOf(maps.url())].sort());
  });

  test('it is off at first, and asks the browser for all sites', async () => {
    settings = await desktop.newPage(`chrome-extension://${desktop.extensionId}/settings.html`);
    expect(await box().isChecked()).toBe(false);
    await box().click();
    await desktop.allowPrompt();
    await until('all sites', async () => (await granted()).includes(ALL_SITES));
    await until('the choice', () => box().isChecked());
  });

  test('a site that nobody allowed has its refusals counted and listed, and gets nothing', async () => {
    const other = await desktop.newPage(`${maps.url('other.localhost')}/page`);
    geo.clear();
    expect(await ask(other, mapOf(guarded()))).toBe(401);
    expect(await ask(other, mapOf(`${geo.url('new.localhost')}/forbidden/wms`))).toBe(0);
    const tab = await desktop.tabId(other);
    await until('the badge', async () => (await badge(tab)) === '2');
    const page = await desktop.openPopup(other);
    await page.getByRole('heading', { name: sentence('groupRefuses') }).waitFor();
    expect(await page.getByRole('listitem').count()).toBe(2);
    await page.close();
    expect(geo.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
    // The control: the site that was allowed goes on.
    expect(await ask(map, mapOf(guarded()))).toBe(200);
    expect(geo.requests.at(-1)?.headers.authorization).toMatch(/^Basic /);
    await other.close();
  });

  test('off again: all sites are given back, single ones and the sign-in stay', async () => {
    await settings.bringToFront();
    await box().click();
    const single = [patternOf(geo.url()), patternOf(maps.url())].sort();
    await until('the single sites', async () => JSON.stringify(await granted()) === JSON.stringify(single));
    expect(await box().isChecked()).toBe(false);
    const other = await desktop.newPage(`${maps.url('other.localhost')}/page`);
    expect(await ask(other, mapOf(guarded()))).toBe(401);
    expect(await ask(map, mapOf(guarded()))).toBe(200);
    const page = await desktop.openPopup(map);
    await page
      .getByRole('button', { name: sentence('statusMenu', sentence('status_signedIn'), 'geo') })
      .or(page.getByText(sentence('status_signedIn')))
      .first()
      .waitFor();
    expect(await badge(await desktop.tabId(other))).toBe('');
  });
});
