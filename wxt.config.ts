import preact from '@preact/preset-vite';
import { mergeConfig } from 'vite';
import { defineConfig } from 'wxt';

/**
 * The public half of the key pair that fixes the extension's id in Chromium, so that addresses
 * derived from it stay the same on every machine. It is no secret; stores replace it by their own.
 */
const CHROMIUM_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5goaHLJkZJvJisIrgGqh8FJwzDJpB1X6VYhaOF6tYm+tAIVtPsGnhRgBItR43B/vGo5azzKw2cuxtDLj0Iz2opycmpgrGuTM1EcWRdqRvYZdeCW+UAIuqj7kRtjWle3L6POyrpxMHJBF7UjQhmB4V72LMYZ9pR2qEf4Fpkr+CrhxCRpOje8lsh6kHpql3mDJ0kmnem1MhEH1a1NrP3ZoZxMT7NjrpUVltClySrH2nEB4qCMpaWa0sBUps0f0bHDbCnB5Gwplr6pugLK+o8b/5+3e8rOp7TxNmpkIY0hK03x1ughOAw5X+9g7n7X6zzelvf4a7sk+gkbCVdh9ujJD3wIDAQAB';

export default defineConfig({
  imports: false,
  manifestVersion: 3,
  // The strength hint's dictionaries are large, and loaded only where a new passphrase is typed.
  vite: () => ({ plugins: [preact()], build: { sourcemap: false, chunkSizeWarningLimit: 1500 } }),
  hooks: {
    'vite:build:extendConfig': (entrypoints, config) => {
      if (!entrypoints.some(({ type }) => type === 'popup')) return;
      // What most pages draw with is one file: split by who uses what, the popup would load twenty small ones.
      const groups = [{ name: 'views', minShareCount: 3, test: /\/(?:preact|components)\// }];
      config.build = mergeConfig(config.build ?? {}, {
        rolldownOptions: { output: { codeSplitting: { groups } } },
      });
    },
  },
  manifest: ({ browser }) => ({
    name: '__MSG_extensionName__',
    description: '__MSG_extensionDescription__',
    default_locale: 'en',
    // Each with its reason in the README, "Permissions".
    permissions: [
      'activeTab',
      'alarms',
      'declarativeNetRequestWithHostAccess',
      'identity',
      'idle',
      // Firefox, which has none, needs none: its background may ask.
      ...(browser === 'firefox' ? [] : ['offscreen']),
      'scripting',
      'storage',
      'webRequest',
      'webRequestAuthProvider',
    ],
    optional_host_permissions: ['*://*/*'],
    incognito: 'not_allowed',
    // Argon2id, which turns a passphrase into a key, is WebAssembly.
    content_security_policy: {
      extension_pages:
        "script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
    action: { default_title: '__MSG_extensionName__' },
    commands: {
      _execute_action: { suggested_key: { default: 'Alt+Shift+L' } },
      'lock-now': { suggested_key: { default: 'Alt+Shift+K' }, description: '__MSG_commandLockNow__' },
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'layerkey@layerkey.invalid',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : // topDomains (a rule's condition on the top page) came with Chrome 145.
        { minimum_chrome_version: '145', key: CHROMIUM_KEY }),
  }),
});
