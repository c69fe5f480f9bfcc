import type { EitherBrowser, EitherPage } from '../drivers/either-browser.ts';
import { until } from '../drivers/wait.ts';

/** A page of Layerkey in a tab of its own, `settings.html`. */
export async function openOwn(browser: EitherBrowser, path: string): Promise<EitherPage> {
  const origin = await browser.inBackground(() => chrome.runtime.getURL(''));
  return browser.newPage(`${origin}${path}`);
}

/**
 * Presses what has exactly one of these words, the first that is there, waiting for it: a button, an entry of a menu, or a way
 * to sign in. @returns which.
 */
export async function pressWord(page: EitherPage, ...words: string[]): Promise<string> {
  const found = await until(words.join(' or '), () => page.evaluate(markFirst, words));
  await page.click('[data-found]');
  return found;
}

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

/** What a named part of a page says; '' where there is none. */
export const partOf = (page: EitherPage, label: string): Promise<string> =>
  page.evaluate(
    (name: string) => document.querySelector<HTMLElement>(`section[aria-label="${name}"]`)?.innerText ?? '',
    label,
  );

/** The rows of a named table, each as its text; waits for one. */
export const linesOf = (page: EitherPage, label: string): Promise<string[]> =>
  until(`the table ${label}`, () => page.evaluate(readLines, label));

function readLines(label: string): string[] | null {
  const rows = [...document.querySelectorAll<HTMLElement>(`table[aria-label="${label}"] tbody tr`)];
  return rows.length > 0 ? rows.map(({ innerText }) => innerText) : null;
}
