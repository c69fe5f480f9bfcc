import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { grantPattern } from './extension.ts';
import { tempFolder } from './temp-folder.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** What happened in the background of the probe. */
export interface Happened {
  name: 'born' | 'alarm' | 'idle' | 'command' | 'tab';
  /** Which life of the background it was; each has its own number. */
  life: number;
  detail: unknown;
}

/** Keeps each event in `storage.local` under a key that sorts by time: pages read it there without waking anybody. */
const BACKGROUND = `
if (globalThis.importScripts) importScripts('argon2.js');
let count = 0;
globalThis.life = Date.now() + Math.random();
const note = (name) => (detail) => {
  const key = ['event', Date.now(), String(++count).padStart(6, '0')].join(':');
  void chrome.storage.local.set({ [key]: { name, life, detail } });
};
note('born')();
chrome.alarms.onAlarm.addListener(note('alarm'));
chrome.idle.onStateChanged.addListener(note('idle'));
chrome.commands.onCommand.addListener(note('command'));
chrome.tabs.onUpdated.addListener((id, change, tab) => note('tab')({ id, change, url: tab.url }));
chrome.runtime.onMessage.addListener((message, sender, respond) => { respond(true); });
`;

const PAGE = `<!doctype html><meta charset="utf-8"><title>Probe</title><script type="module" src="page.js"></script>`;

/** `lib/platform/passkey.ts` needs no bundler; its functions become globals of the page. */
async function pageScript(): Promise<string> {
  const source = await readFile(join(ROOT, 'lib/platform/passkey.ts'), 'utf8');
  return `${stripTypeScriptTypes(source)}
Object.assign(globalThis, { passkeysPossible, createPasskey, getPasskeyOutput });`;
}

/**
 * Writes a small extension to a new folder with what the vault needs of a browser: idle time, alarms, a keyboard
 * command, Argon2id as WebAssembly (`hashwasm`), and the passkey functions in `page.html`. Its id is new each time.
 */
export async function vaultProbe(browser: 'chrome' | 'firefox', grant: string[] = []): Promise<string> {
  const folder = await tempFolder('vault-probe');
  const manifest = {
    manifest_version: 3,
    name: 'Vault probe',
    version: '1',
    permissions: ['alarms', 'idle', 'scripting', 'storage'],
    host_permissions: grant.map((pattern) => grantPattern(browser, pattern)),
    content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'" },
    commands: { 'lock-now': { suggested_key: { default: 'Alt+Shift+K' }, description: 'Lock' } },
    ...(browser === 'chrome'
      ? { background: { service_worker: 'background.js' } }
      : {
          background: { scripts: ['argon2.js', 'background.js'] },
          browser_specific_settings: {
            gecko: { id: 'vault-probe@layerkey.invalid', strict_min_version: '140.0' },
          },
        }),
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'background.js'), BACKGROUND);
  await writeFile(join(folder, 'page.js'), await pageScript());
  await writeFile(join(folder, 'page.html'), PAGE);
  // The driver wakes a worker from a page of this name.
  await writeFile(join(folder, 'popup.html'), PAGE);
  await copyFile(join(ROOT, 'node_modules/hash-wasm/dist/argon2.umd.min.js'), join(folder, 'argon2.js'));
  return folder;
}

/** Everything that happened so far, the earliest first; runs in the background or a page of the probe. */
export async function readHappened(): Promise<Happened[]> {
  const all = await chrome.storage.local.get();
  const keys = Object.keys(all).filter((key) => key.startsWith('event:'));
  return keys.toSorted().map((key) => all[key] as Happened);
}
