import type { Page } from 'playwright-core';
import { type CdpTarget, cdpTargets } from './cdp.ts';
import { type CdpPage, openCdpPage } from './cdp-page.ts';
import { type Chromium, type ChromiumOptions, launchChromium } from './chromium.ts';
import { answerPrompt, waitForPrompt } from './native-prompt.ts';
import { boxOfColour, screenOf } from './screen.ts';
import { until } from './wait.ts';
import { startDisplay } from './xvfb.ts';

const WIDTH = 1280;
const HEIGHT = 900;
/** Middle of the one pinned icon in the toolbar of a window of that width, without an account or update button. */
const PINNED_ICON = { x: 1130, y: 63 };

/** Chromium with windows on a display of its own, used as a person does: toolbar icon, shortcut, native prompt. */
export interface Desktop extends Chromium {
  /** The display's name, for example `:7`. */
  display: string;
  /**
   * Brings the page to the front, by default the web page opened last, and opens the toolbar popup over it, which
   * gives `activeTab` as for any user.
   */
  openActionPopup(how?: 'icon' | 'shortcut', page?: Page): Promise<CdpPage>;
  /** The toolbar popup that is open or will be, for example reopened by the worker. */
  actionPopup(): Promise<CdpPage>;
  isActionPopupOpen(): Promise<boolean>;
  /** Escape, as a person closes a popup. */
  dismiss(): Promise<void>;
  promptShown(): Promise<void>;
  allowPrompt(): Promise<void>;
  denyPrompt(): Promise<void>;
  screenshotDesktop(file: string): Promise<void>;
}

export async function launchDesktop(
  options: Omit<ChromiumOptions, 'display' | 'headless'>,
): Promise<Desktop> {
  const display = await startDisplay(WIDTH, HEIGHT);
  const screen = screenOf(display.name, WIDTH, HEIGHT);
  const chromium = await launchChromium({
    ...options,
    display: display.name,
    headless: false,
    args: [
      '--window-position=0,0',
      `--window-size=${WIDTH},${HEIGHT}`,
      '--remote-debugging-port=0',
      ...(options.args ?? []),
    ],
  }).catch(async (error) => {
    await display.stop();
    throw error;
  });

  /** The tab of a popup opened by `openPopup` has a query, the toolbar's popup has none. */
  async function popupTarget(): Promise<CdpTarget | undefined> {
    const targets = await cdpTargets(chromium.profileDir);
    return targets.find(({ url }) => url === `chrome-extension://${chromium.extensionId}/popup.html`);
  }

  async function actionPopup(): Promise<CdpPage> {
    return openCdpPage(await until('the toolbar popup', popupTarget));
  }

  return {
    ...chromium,
    display: display.name,
    openActionPopup: async (how = 'icon', page) => {
      const over = page ?? chromium.context.pages().findLast((one) => /^https?:/.test(one.url()));
      if (over) await chromium.tabId(over);
      await until('the browser window', async () => boxOfColour(await screen.look(), [255, 255, 255]));
      if (how === 'icon') await screen.click(PINNED_ICON.x, PINNED_ICON.y);
      else await screen.key('alt+shift+l');
      return actionPopup();
    },
    actionPopup,
    isActionPopupOpen: async () => (await popupTarget()) !== undefined,
    dismiss: () => screen.key('Escape'),
    promptShown: async () => void (await waitForPrompt(screen)),
    allowPrompt: () => answerPrompt(screen, 'allow'),
    denyPrompt: () => answerPrompt(screen, 'deny'),
    screenshotDesktop: screen.save,
    kill: async () => {
      await chromium.kill();
      await display.stop();
    },
    close: async () => {
      await chromium.close();
      await display.stop();
    },
  };
}
