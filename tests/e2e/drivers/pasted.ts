import type { EitherBrowser } from './either-browser.ts';

/**
 * What stands in the clipboard: in Chromium as it is pasted on a page, in Firefox as the browser itself reads it.
 * @param url a page of any site, to paste on.
 */
export async function pasted({ chromium, firefox }: EitherBrowser, url: string): Promise<string> {
  if (firefox) return firefox.chrome<string>(READ);
  if (!chromium) throw new Error('Neither browser');
  const page = await chromium.newPage(url);
  await page.bringToFront();
  await page.evaluate(() => {
    const field = document.createElement('textarea');
    document.body.replaceChildren(field);
    field.focus();
  });
  await page.keyboard.press('Control+V');
  const text = await page.locator('textarea').inputValue();
  await page.close();
  return text;
}

const READ = `
  const transferable = Cc['@mozilla.org/widget/transferable;1'].createInstance(Ci.nsITransferable);
  transferable.init(null);
  transferable.addDataFlavor('text/plain');
  Services.clipboard.getData(transferable, Ci.nsIClipboard.kGlobalClipboard);
  const data = {};
  transferable.getTransferData('text/plain', data);
  return data.value.QueryInterface(Ci.nsISupportsString).data;`;
