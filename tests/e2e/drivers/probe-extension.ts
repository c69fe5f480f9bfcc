import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { grantPattern } from './extension.ts';
import { tempFolder } from './temp-folder.ts';

/** The public key that fixes the probe's id in Chromium to {@link PROBE_ID}. */
const KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5goaHLJkZJvJisIrgGqh8FJwzDJpB1X6VYhaOF6tYm+tAIVtPsGnhRgBItR43B/vGo5azzKw2cuxtDLj0Iz2opycmpgrGuTM1EcWRdqRvYZdeCW+UAIuqj7kRtjWle3L6POyrpxMHJBF7UjQhmB4V72LMYZ9pR2qEf4Fpkr+CrhxCRpOje8lsh6kHpql3mDJ0kmnem1MhEH1a1NrP3ZoZxMT7NjrpUVltClySrH2nEB4qCMpaWa0sBUps0f0bHDbCnB5Gwplr6pugLK+o8b/5+3e8rOp7TxNmpkIY0hK03x1ughOAw5X+9g7n7X6zzelvf4a7sk+gkbCVdh9ujJD3wIDAQAB';

export const PROBE_ID = 'pahfbjkmkjbpmbpkicgbnfoppmfhjgef';

/** Keeps what happened in `log`, from the first moment of the worker's life, so that no event is missed. */
const BACKGROUND = `
globalThis.log = [];
globalThis.cancelAuth = false;
const note = (name) => (details) => { log.push({ name, ...details }); return undefined; };
chrome.permissions.onAdded.addListener(note('added'));
chrome.permissions.onRemoved.addListener(note('removed'));
chrome.runtime.onMessage.addListener((message, sender, respond) => { log.push({ name: 'message', message }); respond(true); });
const all = { urls: ['*://*/*'] };
chrome.webRequest.onBeforeRedirect.addListener(note('redirect'), all);
chrome.webRequest.onErrorOccurred.addListener(note('error'), all);
chrome.webRequest.onCompleted.addListener(note('completed'), all);
chrome.webRequest.onHeadersReceived.addListener(note('headers'), all, ['responseHeaders']);
chrome.webRequest.onAuthRequired.addListener((details, answer) => {
  log.push({ name: 'auth', cancelled: cancelAuth, ...details });
  answer(cancelAuth ? { cancel: true } : {});
}, all, ['asyncBlocking']);
`;

/**
 * Keeps the events of every request in `watched`, as they come to a watcher that does not block. With `extraHeaders` only
 * those of the `thorough` patterns; Firefox does not know that word.
 */
const watchScript = (thorough: readonly string[]) => `
globalThis.watched = [];
const everything = { urls: ['*://*/*'] };
for (const name of ['onBeforeRequest', 'onHeadersReceived', 'onAuthRequired', 'onBeforeRedirect', 'onCompleted', 'onErrorOccurred']) {
  const keep = (details) => void watched.push({ event: name, ...details });
  const more = name === 'onBeforeRequest' || name === 'onErrorOccurred' ? [] : [['responseHeaders']];
  chrome.webRequest[name].addListener(keep, everything, ...more);
}
if (chrome.webRequest.OnHeadersReceivedOptions.EXTRA_HEADERS) {
  const thorough = { urls: ${JSON.stringify(thorough)} };
  chrome.webRequest.onHeadersReceived.addListener(() => undefined, thorough, ['responseHeaders', 'extraHeaders']);
}
for (const name of ['online', 'offline']) self.addEventListener(name, () => watched.push({ event: name }));
`;

const POPUP = `<!doctype html><meta charset="utf-8"><title>Probe</title>
<body style="width: 360px; height: 200px"><h1>Probe</h1>
<input id="origins" size="40"><button id="ask">Ask</button><pre id="answer">-</pre><script src="popup.js"></script>`;

const POPUP_SCRIPT = `
document.querySelector('#ask').onclick = async () => {
  const answer = document.querySelector('#answer');
  answer.textContent = 'asked';
  chrome.runtime.sendMessage({ asked: true });
  answer.textContent = String(await chrome.permissions.request({ origins: document.querySelector('#origins').value.split(' ') }));
};`;

/**
 * Writes a small extension with Layerkey's own permissions to a new folder, to try the platform and the drivers
 * with. Host permissions are exactly `grant`.
 * @param options.watch keeps the events of every request in the background's `watched`, too; those of these patterns in
 * Chromium with `extraHeaders`.
 */
export async function probeExtension(
  browser: 'chrome' | 'firefox',
  grant: string[] = [],
  { watch }: { watch?: readonly string[] } = {},
): Promise<string> {
  const folder = await tempFolder('probe');
  const manifest = {
    manifest_version: 3,
    name: 'Probe',
    version: '1',
    permissions: [
      'activeTab',
      'declarativeNetRequestWithHostAccess',
      'identity',
      'scripting',
      'storage',
      'webRequest',
      'webRequestAuthProvider',
    ],
    host_permissions: grant.map((pattern) => grantPattern(browser, pattern)),
    optional_host_permissions: ['*://*/*'],
    incognito: 'not_allowed',
    action: { default_popup: 'popup.html' },
    commands: { _execute_action: { suggested_key: { default: 'Alt+Shift+L' } } },
    ...(browser === 'chrome'
      ? { key: KEY, background: { service_worker: 'background.js' } }
      : {
          background: { scripts: ['background.js'] },
          browser_specific_settings: { gecko: { id: 'probe@layerkey.invalid', strict_min_version: '140.0' } },
        }),
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'background.js'), watch ? BACKGROUND + watchScript(watch) : BACKGROUND);
  await writeFile(join(folder, 'popup.html'), POPUP);
  await writeFile(join(folder, 'popup.js'), POPUP_SCRIPT);
  return folder;
}
