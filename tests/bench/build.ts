import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build as viteBuild } from 'vite';
import { tempFolder } from '../e2e/drivers/temp-folder.ts';
import { copyOfTree } from '../faults/copy.ts';
import { build } from '../faults/tests.ts';

/** Builds Layerkey for Chromium as it is now, in a copy of the working tree. */
export async function buildLayerkey(): Promise<string> {
  const copy = await copyOfTree();
  await build(copy);
  return join(copy, '.output/chrome-mv3');
}

/**
 * An extension whose worker holds Layerkey's own modules (`worker-side.ts`), so that they can be timed one by one,
 * in the browser and with its rules.
 */
export async function buildWorkerSide(): Promise<string> {
  const folder = await tempFolder('bench-worker');
  await viteBuild({
    configFile: false,
    publicDir: false,
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
  await writeManifest(folder, {
    background: { service_worker: 'background.js' },
    permissions: ['declarativeNetRequestWithHostAccess', 'storage'],
    content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'" },
  });
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
