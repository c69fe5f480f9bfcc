import type { Script } from './firefox-page.ts';

type Chrome = <R>(fn: Script<R>, ...args: unknown[]) => Promise<R>;

/** Runs in each frame of the background's process; `content` is the background page's window. */
const FRAME_SCRIPT = `
addMessageListener('layerkey:evaluate', async ({ data }) => {
  const sandbox = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false, sameZoneAs: content });
  let answer;
  try {
    const value = await Cu.evalInSandbox(data.code, sandbox);
    answer = { text: value };
  } catch (error) {
    answer = { error: String(error && error.message || error) };
  }
  sendAsyncMessage('layerkey:answer:' + data.id, answer);
});`;

const CHROME_SCRIPT = `
const [addonId, code, frameScript] = arguments;
const { extension } = WebExtensionPolicy.getByID(addonId);
return (async () => {
  await extension.wakeupBackground?.();
  const view = [...extension.views].find((one) => one.viewType === 'background');
  if (!view) throw new Error('The extension has no background page');
  const manager = view.xulBrowser.messageManager;
  const id = String(Math.random());
  const answer = new Promise((resolve) => manager.addMessageListener('layerkey:answer:' + id, function take({ data }) {
    manager.removeMessageListener('layerkey:answer:' + id, take);
    resolve(data);
  }));
  if (!view.xulBrowser.layerkeyReady) {
    view.xulBrowser.layerkeyReady = true;
    manager.loadFrameScript('data:,' + encodeURIComponent(frameScript), false);
  }
  manager.sendAsyncMessage('layerkey:evaluate', { id, code });
  const { text, error } = await answer;
  if (error) throw new Error(error);
  return text;
})();`;

/**
 * Runs a self-contained function with one JSON argument in the background page of an add-on, waking it first.
 * The function runs in a sandbox beside the page (whose policy forbids eval); its `globalThis` is the page's window.
 */
export async function evaluateInBackground<R>(
  chrome: Chrome,
  addonId: string,
  fn: (arg: never) => R | Promise<R>,
  arg?: unknown,
): Promise<R> {
  const code = `(async () => JSON.stringify(await (function (globalThis, given) {
    return (${fn})(given);
  })(window, ${JSON.stringify(arg)})))()`;
  const text = await chrome<string | undefined | null>(CHROME_SCRIPT, addonId, code, FRAME_SCRIPT);
  return (text === undefined || text === null ? undefined : JSON.parse(text)) as R;
}
