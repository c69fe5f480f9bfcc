import { writeFile } from 'node:fs/promises';
import { type Marionette, MarionetteError } from './marionette.ts';
import { until } from './wait.ts';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** Values that travel to Firefox as JSON. */
export type Script<R> = string | ((...args: never[]) => R | Promise<R>);

/** One tab of Firefox, a web page or a page of the extension. Every call first makes the tab the current one. */
export interface FirefoxPage {
  handle: string;
  navigate(url: string): Promise<void>;
  reload(): Promise<void>;
  url(): Promise<string>;
  /** Runs a self-contained function in the page, as the page's own code. */
  evaluate<R>(fn: Script<R>, ...args: unknown[]): Promise<R>;
  waitForSelector(selector: string): Promise<void>;
  text(selector: string): Promise<string>;
  /** A real mouse click, a user gesture for the browser. */
  click(selector: string): Promise<void>;
  /** Clears the field, then types. */
  fill(selector: string, text: string): Promise<void>;
  screenshot(file: string): Promise<void>;
  close(): Promise<void>;
}

/** Runs `work` in the tab of `handle`, alone; Marionette has one current tab. */
export type InTab = <R>(handle: string, work: () => Promise<R>) => Promise<R>;

/** The source of a function whose promise or value the script answers with. */
function scriptOf(fn: Script<unknown>): string {
  return typeof fn === 'string' ? fn : `return (${fn}).apply(null, arguments)`;
}

export function firefoxPage(marionette: Marionette, inTab: InTab, handle: string): FirefoxPage {
  const { send } = marionette;
  const run = <R>(work: () => Promise<R>) => inTab(handle, work);

  function find(selector: string): Promise<string> {
    return until(selector, async () => {
      const found = await send<{ value: Record<string, string> }>('WebDriver:FindElement', {
        using: 'css selector',
        value: selector,
      });
      const id = found.value[ELEMENT] ?? '';
      const shown = await send<{ value: boolean }>('WebDriver:IsElementDisplayed', { id });
      return shown.value ? id : undefined;
    });
  }

  /** A list that is drawn anew between finding and clicking takes the element away: then once more. */
  async function withElement<R>(selector: string, work: (id: string) => Promise<R>): Promise<R> {
    return run(async () => {
      for (let attempt = 0; ; attempt++) {
        try {
          return await work(await find(selector));
        } catch (error) {
          const stale = error instanceof MarionetteError && error.error === 'stale element reference';
          if (!stale || attempt > 3) throw error;
        }
      }
    });
  }

  return {
    handle,
    navigate: (url) => run(async () => void (await send('WebDriver:Navigate', { url }))),
    reload: () => run(async () => void (await send('WebDriver:Refresh'))),
    url: () => run(async () => (await send<{ value: string }>('WebDriver:GetCurrentURL')).value),
    evaluate: <R>(fn: Script<R>, ...args: unknown[]) =>
      run(async () => {
        const answer = await send<{ value: R }>('WebDriver:ExecuteScript', {
          script: scriptOf(fn),
          args,
          sandbox: null,
        });
        return answer.value;
      }),
    waitForSelector: (selector) => run(async () => void (await find(selector))),
    text: (selector) =>
      withElement(
        selector,
        async (id) => (await send<{ value: string }>('WebDriver:GetElementText', { id })).value,
      ),
    click: (selector) =>
      withElement(selector, async (id) => void (await send('WebDriver:ElementClick', { id }))),
    fill: (selector, text) =>
      withElement(selector, async (id) => {
        await send('WebDriver:ElementClear', { id });
        await send('WebDriver:ElementSendKeys', { id, text });
      }),
    screenshot: (file) =>
      run(async () => {
        const { value } = await send<{ value: string }>('WebDriver:TakeScreenshot', { full: false });
        await writeFile(file, Buffer.from(value, 'base64'));
      }),
    close: () => run(async () => void (await send('WebDriver:CloseWindow'))),
  };
}
