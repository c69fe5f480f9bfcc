import { writeFile } from 'node:fs/promises';
import { type CdpConnection, type CdpTarget, connectCdp } from './cdp.ts';
import { until } from './wait.ts';

/** The little of Playwright's Page that a toolbar popup needs, which Playwright itself does not see. */
export interface CdpPage {
  evaluate<R, A = undefined>(fn: (arg: A) => R | Promise<R>, arg?: A): Promise<R>;
  /** Waits until the first match is shown. */
  waitForSelector(selector: string): Promise<void>;
  /** Text content of the first match. */
  text(selector: string): Promise<string>;
  /** A real mouse click in the middle of the first match. */
  click(selector: string): Promise<void>;
  /** Empties the field by selecting all, then types by key events of the browser. */
  fill(selector: string, text: string): Promise<void>;
  press(key: string, code?: string): Promise<void>;
  screenshot(file: string): Promise<void>;
  closed(): boolean;
  waitForClose(): Promise<void>;
  /** Lets go of the page; it stays open. */
  detach(): void;
}

interface Evaluated {
  result: { value?: unknown };
  exceptionDetails?: { text: string; exception?: { description?: string } };
}

async function evaluate(page: CdpConnection, expression: string): Promise<unknown> {
  const { result, exceptionDetails: failed } = await page.send<Evaluated>('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (failed) throw new Error(failed.exception?.description ?? failed.text);
  return result.value;
}

/** The middle of an element in CSS pixels of the window, after scrolling there; null while it is not shown. */
function middleOf(selector: string): { x: number; y: number } | null {
  const element = document.querySelector(selector);
  element?.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const box = element?.getBoundingClientRect();
  if (!box || box.width === 0 || box.height === 0) return null;
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export async function openCdpPage(target: CdpTarget): Promise<CdpPage> {
  const connection = await connectCdp(target);
  const call = <R>(fn: (arg: never) => R | Promise<R>, arg?: unknown) =>
    evaluate(connection, `(${fn})(${JSON.stringify(arg)})`) as Promise<R>;
  const middle = (selector: string) => until(`${selector} to be shown`, () => call(middleOf, selector));

  async function click(selector: string, count = 1): Promise<void> {
    const at = { ...(await middle(selector)), button: 'left', clickCount: count };
    await connection.send('Input.dispatchMouseEvent', { ...at, type: 'mouseMoved', button: 'none' });
    await connection.send('Input.dispatchMouseEvent', { ...at, type: 'mousePressed' });
    await sendLast('Input.dispatchMouseEvent', { ...at, type: 'mouseReleased' });
  }

  /** For input after which the popup may close before the browser answers. */
  async function sendLast(method: string, params: Record<string, unknown>): Promise<void> {
    try {
      await connection.send(method, params);
    } catch (error) {
      if (!connection.closed()) throw error;
    }
  }

  return {
    evaluate: (fn, arg) => call(fn as never, arg),
    waitForSelector: async (selector) => void (await middle(selector)),
    text: async (selector) => {
      await until(selector, () => call((s: string) => document.querySelector(s) !== null, selector));
      return call((s: string) => document.querySelector(s)?.textContent ?? '', selector);
    },
    click: (selector) => click(selector),
    fill: async (selector, text) => {
      await click(selector);
      const all = { key: 'a', code: 'KeyA', modifiers: 2, commands: ['selectAll'] };
      await connection.send('Input.dispatchKeyEvent', { type: 'keyDown', ...all });
      await connection.send('Input.dispatchKeyEvent', { type: 'keyUp', ...all });
      await connection.send('Input.insertText', { text });
    },
    press: async (key, code = key) => {
      const text = key === 'Enter' ? { text: '\r' } : {};
      const windowsVirtualKeyCode = { Enter: 13, Tab: 9, Escape: 27, Space: 32 }[code] ?? 0;
      const event = { key, code, windowsVirtualKeyCode };
      await sendLast('Input.dispatchKeyEvent', { type: 'keyDown', ...event, ...text });
      if (!connection.closed()) await sendLast('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    },
    screenshot: async (file) => {
      const { data } = await connection.send<{ data: string }>('Page.captureScreenshot', { format: 'png' });
      await writeFile(file, Buffer.from(data, 'base64'));
    },
    closed: connection.closed,
    waitForClose: async () => void (await until(`the end of ${target.url}`, connection.closed)),
    detach: connection.close,
  };
}
