import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Handler } from '../../demo/server.ts';
import { sharedScene } from './support/shared-scene.ts';
import { sentence } from './support/state.ts';

const PASSWORD = 'polder-7 dijk';
const SIGNED = `Basic ${btoa(`anna:${PASSWORD}`)}`;

/** A WMS that lets Anna in. */
const answer: Handler = ({ headers }, response) => {
  const isIn = headers.authorization === SIGNED;
  response
    .writeHead(isIn ? 200 : 401, { 'content-type': 'text/xml', 'www-authenticate': 'Basic realm="maps"' })
    .end(isIn ? '<WMS_Capabilities version="1.3.0"></WMS_Capabilities>' : '');
};

const on = sharedScene(answer);

async function sourcesPage(): Promise<Page> {
  const page = await on().browser.newPage(`chrome-extension://${on().browser.extensionId}/options.html`);
  page.setDefaultTimeout(15_000);
  await page.setViewportSize({ width: 1280, height: 900 });
  return page;
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const panelOf = (page: Page, name: string) =>
  page.getByRole('complementary', { name: sentence('detailsFor', name) });
/** The line of a source in the table. */
const line = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });

test('from the first source to a set-up for a colleague, by clicks alone', async () => {
  const { service } = on();
  const host = new URL(service.url()).host;
  const page = await sourcesPage();
  await page.getByRole('heading', { name: sentence('sources_empty') }).waitFor();
  await press(page, sentence('addSource'));
  await page.getByLabel(sentence('sources_addField')).fill(`${service.url()}/ows?service=WMS`);
  await page
    .getByRole('region', { name: sentence('sources_preview') })
    .getByText(`${service.url()}/ows`)
    .waitFor();
  await page.keyboard.press('Enter');

  // Signed in on the map's own row.
  const map = panelOf(page, host)
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: sentence('ownMap') }) });
  await map.getByRole('button', { name: /^Check/ }).click();
  await map.getByRole('button', { name: /^Sign in/ }).click();
  await map.getByLabel('User name').fill('anna');
  await map.getByLabel('Password', { exact: true }).and(page.locator('[type=password]')).fill(PASSWORD);
  await map.getByRole('button', { name: 'Sign in', exact: true }).click();
  await map.getByRole('button', { name: /^Signed in/ }).waitFor();
  await line(page, host).getByText('Signed in').waitFor();

  // A name changes nothing; another address is not signed in to before that is confirmed.
  await panelOf(page, host).getByLabel('Name').fill('Parcels');
  await press(page, sentence('source_save'));
  const panel = panelOf(page, 'Parcels');
  await panel.getByLabel(sentence('sources_address')).fill(`${service.url()}/other/ows`);
  await panel.getByText(sentence('source_confirmNote')).waitFor();
  await press(page, sentence('source_save'));
  await line(page, 'Parcels').getByText(sentence('status_changed')).waitFor();
  const moved = panel
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: sentence('ownMap') }) });
  await moved.getByRole('button', { name: new RegExp(`^${sentence('next_confirm')}`) }).click();
  await line(page, 'Parcels').getByText('Signed in').waitFor();

  await press(page, sentence('sources_test'));
  await line(page, 'Parcels').getByText(sentence('sources_answered')).waitFor();
  expect(service.requests.at(-1)?.headers.authorization).toBe(SIGNED);
  expect(service.requests.at(-1)?.url).toMatch(/^\/other\/ows/);

  await panel.getByRole('button', { name: sentence('source_copy') }).click();
  await panel.getByText(sentence('copied')).waitFor();
  await panel.getByRole('button', { name: sentence('removeConfirm'), exact: true }).click();
  await page.getByText(sentence('sources_undoRemoved', '1')).waitFor();
  await line(page, 'Parcels').waitFor({ state: 'detached' });
  await press(page, sentence('sources_undo'));
  await line(page, 'Parcels').getByText('Signed in').waitFor();

  // What was copied is pasted as a colleague would.
  await press(page, sentence('addSource'));
  await page.getByLabel(sentence('sources_addField')).focus();
  await page.keyboard.press('ControlOrMeta+V');
  const preview = page.getByRole('region', { name: sentence('sources_preview') });
  await preview.getByText(`${service.url()}/other/ows`).waitFor();
  expect(await page.getByLabel(sentence('sources_addField')).inputValue()).not.toMatch(/anna|polder/);
  await preview.getByLabel('Name').fill('From a colleague');
  await page.keyboard.press('Enter');
  await panelOf(page, 'From a colleague').getByText(sentence('source_noSignIn')).waitFor();
  expect(await page.locator('.source-line').count()).toBe(2);
});
