import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';
import type { PageReading } from '../../../lib/platform/read-page.ts';
import {
  type BrowserName,
  type EitherBrowser,
  type EitherPage,
  launchEither,
} from '../drivers/either-browser.ts';
import { probeExtension } from '../drivers/probe-extension.ts';

/** One browser whose extension is what Layerkey runs in a page, and nothing else. */
export interface PageBench {
  browser: EitherBrowser;
  open(url: string): Promise<EitherPage>;
  /** What the open page of this site says of itself. */
  read(origin: string): Promise<PageReading>;
  /** `clearStored` in the open page of this site. */
  clear(origin: string, prefixes: string[]): Promise<number>;
  close(): Promise<void>;
}

interface Tools {
  readPage(tabId: number, options: { frames: boolean }): Promise<PageReading[]>;
  clearStored(tabId: number, prefixes: string[]): Promise<number>;
}

const PLATFORM = fileURLToPath(new URL('../../../lib/platform', import.meta.url));
const ENTRY = 'virtual:page-tools';

/** What of the platform runs in pages, as one script that leaves it in `pageTools`. */
async function bundleTools(): Promise<string> {
  const result = (await build({
    configFile: false,
    logLevel: 'error',
    define: { 'import.meta.env.FIREFOX': 'false' },
    plugins: [
      {
        name: 'page-tools',
        resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : null),
        load: (id) =>
          id === `\0${ENTRY}`
            ? ['read-page', 'stored-copies']
                .map((file) => `export * from '${PLATFORM}/${file}.ts';`)
                .join('\n')
            : null,
      },
    ],
    build: {
      write: false,
      target: 'esnext',
      rolldownOptions: {
        input: ENTRY,
        preserveEntrySignatures: 'strict',
        output: { format: 'iife', name: 'pageTools' },
      },
    },
  })) as Rollup.RollupOutput;
  return `${result.output[0].code}\nglobalThis.pageTools = pageTools;\n`;
}

/** Starts a browser in which the extension may look into pages of these origins. */
export async function startPageBench(name: BrowserName, origins: string[]): Promise<PageBench> {
  const extension = await probeExtension(
    name,
    origins.map((origin) => `${origin}/*`),
  );
  await appendFile(join(extension, 'background.js'), await bundleTools());
  const browser = await launchEither(name, extension);
  return {
    browser,
    open: (url) => browser.newPage(url),
    read: async (origin) => {
      const readings = await browser.inBackground(async (origin: string) => {
        const { pageTools } = globalThis as unknown as { pageTools: Tools };
        const tabs = await chrome.tabs.query({});
        const tab = tabs.find(({ url }) => url?.startsWith(`${origin}/`));
        return pageTools.readPage(tab?.id ?? -1, { frames: false });
      }, origin);
      const [reading] = readings;
      if (!reading) throw new Error(`No page of ${origin} can be read`);
      return reading;
    },
    clear: (origin, prefixes) =>
      browser.inBackground(
        async ({ origin, prefixes }: { origin: string; prefixes: string[] }) => {
          const { pageTools } = globalThis as unknown as { pageTools: Tools };
          const tabs = await chrome.tabs.query({});
          const tab = tabs.find(({ url }) => url?.startsWith(`${origin}/`));
          return pageTools.clearStored(tab?.id ?? -1, prefixes);
        },
        { origin, prefixes },
      ),
    close: browser.close,
  };
}
