import type { Page } from 'playwright-core';
import { basicOf, cors } from '../../../demo/answers.ts';
import type { Handler } from '../../../demo/server.ts';
import { until } from '../drivers/wait.ts';
import type { Popup } from './harness.ts';
import { fetchFrom, type Scene } from './scene.ts';
import { savedIn, sentence } from './state.ts';

export const PASSPHRASE = 'correct horse battery ünïcödé';
const CAPABILITIES =
  '<?xml version="1.0"?><WMS_Capabilities><Capability><Layer><Name>parcels</Name></Layer></Capability></WMS_Capabilities>';

/** A WMS at any path that lets in whoever `admits` lets in, by password. */
export function passwordService(admits: (password: string, path: string) => boolean): Handler {
  return (request, response) => {
    const given = basicOf(request)?.password;
    const isIn = given !== undefined && admits(given, request.path);
    const challenge = isIn ? {} : { 'WWW-Authenticate': 'Basic realm="maps"' };
    response.writeHead(
      isIn ? 200 : 401,
      cors({ 'Content-Type': 'text/xml', 'Cache-Control': 'no-store', ...challenge }),
    );
    response.end(isIn ? CAPABILITIES : 'no');
  };
}

/** The capabilities of a path of the scene's service. */
export function urlOf(made: Scene, path: string): string {
  return `${made.service.url()}${path}?SERVICE=WMS&REQUEST=GetCapabilities`;
}

/** What the next request of the page carried, as the server saw it; null where it carried nothing. */
export async function carried(
  made: Scene,
  page: Awaited<ReturnType<Scene['visit']>>,
  path: string,
): Promise<string | null> {
  made.service.clear();
  await fetchFrom(page, urlOf(made, path));
  // While an extension reloads, the browser may end a request: then it is made again.
  const [request] = made.service.requests;
  return request ? (request.headers.authorization ?? null) : carried(made, page, path);
}

/** Signs in by password and remembers it; the first time the passphrase is set on the way. */
export async function signInAndRemember(
  popup: Popup,
  path: string,
  password: string,
  passphrase: string | null = PASSPHRASE,
): Promise<void> {
  const row = popup.row(path);
  await row.press(/^Sign in/);
  const another = popup.page.getByRole('button', { name: 'Another sign-in' });
  if (await another.isVisible()) await another.click();
  await row.fill(/^User name/, 'visitor');
  await row.fill(/^Password/, password);
  // A click, not a check: the first time the passphrase's form takes the place of the choice.
  await popup.page.getByRole('radio', { name: sentence('remember') }).click();
  if (passphrase !== null) await setPassphrase(popup, passphrase);
  await row.press(/^Sign in$/);
  await row.says('Signed in');
}

/** Signs in by password, until the browser closes. */
export async function signInUntilClose(
  popup: Popup,
  path: string,
  username: string,
  password: string,
): Promise<void> {
  const row = popup.row(path);
  await row.press(/^Sign in/);
  const another = popup.page.getByRole('button', { name: 'Another sign-in' });
  if (await another.isVisible()) await another.click();
  await row.fill(/^User name/, username);
  await row.fill(/^Password/, password);
  await row.press(/^Sign in$/);
  await row.says('Signed in');
}

/** The settings page, in a tab of its own. */
export async function settingsPage({ browser }: Pick<Scene, 'browser'>): Promise<Page> {
  const page = await browser.newPage(`chrome-extension://${browser.extensionId}/settings.html`);
  page.setDefaultTimeout(25_000);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

/** Changes settings as a person does, and waits until they are saved. */
export async function setSettings(
  made: Scene,
  choice: { lockAfterMinutes?: 5 | 15 | 60 | null; sharedComputer?: boolean },
): Promise<void> {
  const page = await settingsPage(made);
  const minutes = choice.lockAfterMinutes;
  if (minutes !== undefined) {
    const name = minutes === null ? sentence('lockOnClose') : sentence('lockAfter', String(minutes));
    await page.getByRole('radio', { name }).click();
  }
  if (choice.sharedComputer !== undefined)
    await page.getByRole('checkbox', { name: sentence('sharedComputer') }).click();
  await until('the saved settings', async () => {
    const { settings } = await savedIn(made.browser);
    return Object.entries(choice).every(
      ([name, value]) => (settings as Record<string, unknown> | undefined)?.[name] === value,
    );
  });
  await page.close();
}

/** Fills the form for a first passphrase, wherever it stands. */
export async function setPassphrase({ page }: Popup, passphrase: string): Promise<void> {
  await page.getByLabel(sentence('passphraseNew')).fill(passphrase);
  await page.getByLabel(sentence('passphraseAgain')).fill(passphrase);
  await page.getByRole('button', { name: sentence('passphraseSet') }).click();
  await page.getByText(sentence('passphraseMade')).waitFor();
}

/** Types the passphrase into the field on top and presses Enter. */
export async function unlock({ page }: Popup, passphrase = PASSPHRASE): Promise<void> {
  const field = page.getByLabel(sentence('unlockField'));
  await field.fill(passphrase);
  await field.press('Enter');
}

/** The header's button. */
export async function lockByButton({ page }: Popup): Promise<void> {
  await page.getByRole('button', { name: sentence('lockNow') }).click();
  await page.getByLabel(sentence('unlockField')).waitFor();
}
