import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';
import { refuse, send } from './answers.ts';
import type { Handler } from './server.ts';

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
};

/** A page's files by path, such as `/index.html` and `/assets/index-1a2b.js`. */
export type Pages = ReadonlyMap<string, { type: string; body: string | Uint8Array }>;

/** Bundles the HTML pages of a folder, with the scripts and styles they name, in memory. Takes about a second. */
export async function bundlePages(folder: string, pages: readonly string[]): Promise<Pages> {
  const result = (await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    // The extension's own one exists only after its build.
    tsconfig: fileURLToPath(new URL('pages.tsconfig.json', import.meta.url)),
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      modulePreload: false,
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: {
        input: Object.fromEntries(pages.map((page) => [page.replace('.html', ''), `${folder}/${page}`])),
      },
    },
  })) as Rollup.RollupOutput;
  const files = result.output.map((file) => {
    const type = TYPES[file.fileName.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    return [`/${file.fileName}`, { type, body: file.type === 'chunk' ? file.code : file.source }] as const;
  });
  return new Map(files);
}

/** Serves bundled pages; `/` is `/index.html`. */
export function servePages(pages: Pages): Handler {
  return (request, response) => {
    const file = pages.get(request.path === '/' ? '/index.html' : request.path);
    if (!file) return refuse(response, 404, 'There is no such page.');
    send(response, file.type, file.body);
  };
}
