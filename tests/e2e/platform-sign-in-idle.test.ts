import { expect, test } from 'vitest';
import { startServer } from '../../demo/server.ts';
import { readManifest } from './drivers/extension.ts';
import { launchFirefox } from './drivers/firefox.ts';
import { probeExtension } from './drivers/probe-extension.ts';
import { until } from './drivers/wait.ts';

const IDLE_MS = 300;

/**
 * Firefox ends a background page that nobody has called for some time, but waits for a flow of its own. Chromium does so,
 * too, which no test can see: a worker with a debugger is never ended.
 */
test('Firefox keeps the background while its sign-in window is open, and no longer', async () => {
  await using provider = await startServer((_, response) => void response.end('Hello.'), {
    host: 'provider.localhost',
  });
  const extension = await probeExtension('firefox', [`${provider.url()}/*`]);
  const prefs = { 'extensions.background.idle.timeout': IDLE_MS };
  const firefox = await launchFirefox({ extension, prefs });
  try {
    const id = (await readManifest(extension)).browser_specific_settings?.gecko?.id;
    const state = () =>
      firefox.chrome<string>(
        'return WebExtensionPolicy.getByID(arguments[0]).extension.backgroundState;',
        id,
      );
    // The control: without a window it goes.
    await until('the background to go', async () => (await state()) === 'stopped');
    await firefox.evaluateInBackground((url: string) => {
      chrome.identity.launchWebAuthFlow({ url, interactive: true }).catch(() => undefined);
    }, `${provider.url()}/page`);
    const window = await firefox.pageAt(`${provider.url()}/page`);
    // The page itself measures the time that passes.
    await window.evaluate(
      (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time)),
      5 * IDLE_MS,
    );
    expect(await state()).toBe('running');
    await window.close();
    await until('the background to go', async () => (await state()) === 'stopped');
  } finally {
    await firefox.close();
  }
});
