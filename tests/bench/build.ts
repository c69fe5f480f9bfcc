import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build as viteBuild } from 'vite';
import { build as wxtBuild } from 'wxt';
import { tempFolder } from '../e2e/drivers/temp-folder.ts';

/** Builds Layerkey for Chromium as it is now, in a folder of its own. */
export async function buildLayerkey(): Promise<string> {
  const outDir = await tempFolder('bench-build');
  await wxtBuild({ root: join(import.meta.dirname, '../..'), browser: 'chrome', outDir, logger: QUIET });
  return join(outDir, 'chrome-mv3');
}

const nothing = () => undefined;
const QUIET = {
  ...{ debug: nothing, log: nothing, info: nothing, warn: nothing, success: nothing, level: 0 },
  ...{ error: console.error, fatal: console.error },
};

/**
 * An extension whose worker holds Layerkey's own modules (`worker-side.ts`), so that they can be timed one by one,
 * in the browser and with its rules.
 */
export async function buildWorkerSide(): Promise<string> {
  const folder = await tempFolder('bench-worker');
  await viteBuild({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      lib: {
        entry: join(import.meta.dirname, 'worker-side.ts'),
        formats: ['iife'],
        name: 'bench',
        fileName: () => 'background.js',
      },
    },
  });
  await writeManifest(folder, { background: { service_worker: 'background.js' } });
  return folder;
}

/** An extension that does one thing: a single static rule that sets a header. */
export async function bareExtension(service: string, path: string, hosts: string[]): Promise<string> {
  const folder = await tempFolder('bench-bare');
  const rule = {
    id: 1,
    action: {
      type: 'modifyHeaders',
      requestHeaders: [{ header: 'authorization', operation: 'set', value: 'Basic dXNlcjpwYXNz' }],
    },
    condition: { urlFilter: `|${service}${path}?`, resourceTypes: ['xmlhttprequest', 'image'] },
  };
  await writeFile(join(folder, 'rules.json'), JSON.stringify([rule]));
  await writeManifest(folder, {
    host_permissions: hosts,
    declarative_net_request: { rule_resources: [{ id: 'rules', enabled: true, path: 'rules.json' }] },
  });
  return folder;
}

function writeManifest(folder: string, more: object): Promise<void> {
  const permissions = ['declarativeNetRequestWithHostAccess'];
  const manifest = { manifest_version: 3, name: 'Bench', version: '1', permissions, ...more };
  return writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
}
