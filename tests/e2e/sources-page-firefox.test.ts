import { expect, test } from 'vitest';
import { type EitherPage, launchEither } from './drivers/either-browser.ts';
import { builtExtension } from './drivers/extension.ts';
import { until } from './drivers/wait.ts';
import { openOwn, pressWord } from './support/own-pages.ts';
import { sentence } from './support/state.ts';

/** The names in the table, from top to bottom. */
const names = (page: EitherPage) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.source-line th')].map(({ textContent }) => textContent ?? ''),
  );

const namesAre = (page: EitherPage, ...wanted: string[]) =>
  until(`the sources ${wanted.join(', ')}`, async () =>
    JSON.stringify(await names(page)) === JSON.stringify(wanted) ? true : undefined,
  );

test('Firefox: added, renamed, duplicated, removed and taken back', async () => {
  const browser = await launchEither('firefox', await builtExtension('firefox', { grant: [] }));
  try {
    const page = await openOwn(browser, 'options.html');
    await pressWord(page, sentence('addSource'));
    await page.fill('[role=combobox]', 'https://geo.example.com/geoserver/ows?service=WMS&apikey=tulip-4711');
    await pressWord(page, sentence('sources_addSave'));
    await namesAre(page, 'geo.example.com');
    expect(await page.evaluate(() => document.body.innerText)).not.toContain('tulip-4711');
    await page.fill('.source-form input', 'Cadastre');
    await pressWord(page, sentence('source_save'));
    await namesAre(page, 'Cadastre');
    await pressWord(page, sentence('source_duplicate'));
    await until('the copy', async () => ((await names(page)).length === 2 ? true : undefined));
    await pressWord(page, sentence('removeConfirm'));
    await namesAre(page, 'Cadastre');
    await pressWord(page, sentence('sources_undo'));
    await until('the copy again', async () => ((await names(page)).length === 2 ? true : undefined));
    await page.fill('input[type=search]', 'nowhere');
    await pressWord(page, sentence('sources_showAll'));
    expect(await names(page)).toHaveLength(2);
  } finally {
    await browser.close();
  }
});
