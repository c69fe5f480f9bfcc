import type { SourceFile } from './files.ts';
import type { bannedImports, bannedWords } from './rules.ts';

/** A file that is only here. */
export const file = (path: string, ...lines: string[]): SourceFile => ({
  path,
  text: `${lines.join('\n')}\n`,
});

const PAGES = /^(?:entrypoints\/(?!background\/)|components\/)/;
const WEBEXTENSION_API = /\b(?:browser|chrome)\s*(?:\.|\[|\?\.)\s*['"]?[a-z]/;

/** Name, rule, a file that breaks it, and one beside it that does not. */
export const IMPORT_RULES: [string, Parameters<typeof bannedImports>[1], SourceFile, SourceFile][] = [
  [
    'lib knows neither Preact nor pages',
    { in: /^lib\//, imports: /^(?:preact|@preact\/.*)$|^(?:entrypoints|components)\//, kind: 'any' },
    file('lib/x/a.ts', "import type { VNode } from 'preact';"),
    file('lib/x/a.ts', "import { b } from './b.ts';"),
  ],
  [
    'lib/platform alone has the browser',
    {
      in: /./,
      except: /^lib\/platform\//,
      imports: /^webextension-polyfill$|^lib\/platform\/browser\.ts$/,
      kind: 'any',
    },
    file('lib/rules/a.ts', "import browser from 'webextension-polyfill';"),
    file('lib/platform/a.ts', "import browser from 'webextension-polyfill';"),
  ],
  [
    'domain code takes ports, never the platform itself',
    { in: /^lib\/(?!platform\/)/, imports: /^lib\/platform\//, kind: 'values' },
    file('lib/rules/a.ts', "import { ruleStore } from '../platform/worker.ts';"),
    file('lib/rules/a.ts', "import type { RuleStore } from '../platform/ports.ts';"),
  ],
  [
    'pages never have the vault, OAuth, rules or methods',
    { in: PAGES, imports: /^lib\/(?:vault|oauth|rules|auth)\//, kind: 'values' },
    file('entrypoints/popup/a.ts', "import { compileRules } from '../../lib/rules/compile.ts';"),
    file('entrypoints/popup/a.ts', "import type { Failure } from '../../lib/errors.ts';"),
  ],
  [
    "pages never have the parts of the platform that are the worker's",
    {
      in: PAGES,
      except: /^entrypoints\/offscreen\//,
      imports: /^lib\/platform\/(?!(?:page|passkey)\.ts$)/,
      kind: 'any',
    },
    file('entrypoints/popup/a.ts', "import { sessionStorageArea } from '../../lib/platform/worker.ts';"),
    file('entrypoints/popup/a.ts', "import { send } from '../../lib/platform/page.ts';"),
  ],
  [
    // It is given requests with passwords: it must not be able to pass them on.
    'the page that asks for the worker has what it asks with, and nothing else',
    { in: /^entrypoints\/offscreen\//, imports: /^(?!lib\/platform\/offscreen-page\.ts$)/, kind: 'any' },
    file('entrypoints/offscreen/a.ts', "import { send } from '../../lib/platform/page.ts';"),
    file(
      'entrypoints/offscreen/a.ts',
      "import { answerWorker } from '../../lib/platform/offscreen-page.ts';",
    ),
  ],
  [
    'components are given everything: no platform',
    { in: /^components\//, imports: /^lib\/platform\/|^entrypoints\//, kind: 'any' },
    file('components/A.tsx', "import type { send } from '../lib/platform/page.ts';"),
    file('components/A.tsx', "import { useT } from './translation.ts';"),
  ],
  [
    'components draw data: of lib they have types alone',
    { in: /^components\//, imports: /^lib\//, kind: 'values' },
    file('components/A.tsx', "import { toFailure } from '../lib/errors.ts';"),
    file('components/A.tsx', "import type { Failure } from '../lib/errors.ts';"),
  ],
  [
    'the background has no view code',
    {
      in: /^entrypoints\/background\//,
      imports: /^(?:preact|@preact\/.*)$|^components\/|^entrypoints\/(?!background\/)/,
      kind: 'any',
    },
    file('entrypoints/background/a.ts', "import { render } from 'preact';"),
    file('entrypoints/background/a.ts', "import { start } from './start.ts';"),
  ],
  [
    'jose only in vault, auth and oauth',
    { in: /./, except: /^lib\/(?:vault|auth|oauth)\//, imports: /^jose$/, kind: 'any' },
    file('lib/sign-in/a.ts', "import * as jose from 'jose';"),
    file('lib/vault/a.ts', "import * as jose from 'jose';"),
  ],
  [
    'hash-wasm only in vault',
    { in: /./, except: /^lib\/vault\//, imports: /^hash-wasm$/, kind: 'any' },
    file('lib/auth/a.ts', "import { argon2id } from 'hash-wasm';"),
    file('lib/vault/a.ts', "import { argon2id } from 'hash-wasm';"),
  ],
  [
    'what draws maps only in lib/map',
    {
      in: /./,
      except: /^lib\/map\//,
      imports: /^(?:ol|ol-mapbox-style|proj4|@camptocamp\/ogc-client)$/,
      kind: 'values',
    },
    file('entrypoints/map/a.ts', "import Map from 'ol/Map.js';"),
    file('lib/map/a.ts', "import Map from 'ol/Map.js';"),
  ],
  [
    'oauth4webapi only in oauth',
    { in: /./, except: /^lib\/oauth\//, imports: /^oauth4webapi$/, kind: 'any' },
    file('lib/auth/a.ts', "import * as oauth from 'oauth4webapi';"),
    file('lib/oauth/a.ts', "import * as oauth from 'oauth4webapi';"),
  ],
];

/** The same for what a file's code may not name. */
export const WORD_RULES: [string, Parameters<typeof bannedWords>[1], SourceFile, SourceFile][] = [
  [
    'the browser is named in lib/platform alone',
    { in: /./, except: /^lib\/platform\//, words: WEBEXTENSION_API },
    file('entrypoints/popup/a.ts', 'await chrome.storage.session.get(null);'),
    file('entrypoints/popup/a.ts', '// chrome.storage is for the worker', 'const x = page.chrome;'),
  ],
  [
    'pages do not name what holds credentials',
    {
      in: PAGES,
      words:
        /storage\s*\??\.\s*(?:session|local|managed)|(?:session|local)StorageArea|declarativeNetRequest|[gs]etSessionRules|ruleStore/,
    },
    file('components/a.ts', 'api.storage.session.get(null);'),
    file('components/a.ts', 'send({ command });'),
  ],
  [
    'rules are session rules; the one that is kept holds nothing',
    { in: /./, except: /^lib\/platform\/own-requests\.ts$/, words: /\b(?:update|get)DynamicRules\b/ },
    file('lib/platform/a.ts', 'netRequest.updateDynamicRules({});'),
    file('lib/platform/a.ts', 'netRequest.updateSessionRules({});'),
  ],
  [
    'the memory that holds keys is never opened to content scripts',
    { in: /./, words: /setAccessLevel/ },
    file('lib/platform/a.ts', "browser.storage.session.setAccessLevel({ accessLevel: 'x' });"),
    file('lib/platform/a.ts', 'browser.storage.session.get(null);'),
  ],
  [
    'nothing is written to the console',
    { in: /^(?:lib|entrypoints|components)\//, words: /\bconsole\s*\./ },
    file('lib/a.ts', 'console.log(token);'),
    file('lib/a.ts', '// console.log would show it'),
  ],
  [
    'text from elsewhere is never markup or code',
    { in: /./, words: /innerHTML|outerHTML|insertAdjacentHTML|document\.write\b|\beval\(|new Function\(/ },
    file('components/A.tsx', '<p dangerouslySetInnerHTML={{ __html: x }} /> ; e.innerHTML = x;'),
    file('components/A.tsx', '<p>{x}</p>'),
  ],
  [
    'pages keep nothing of their own',
    { in: PAGES, words: /\b(?:localStorage|sessionStorage|indexedDB|document\.cookie)\b/ },
    file('components/a.ts', "localStorage.setItem('draft', x);"),
    file('components/a.ts', 'keepDraft(x);'),
  ],
];

/** From the ground up; a file imports values from its own layer and those above it in this list. */
export const LAYERS = [
  [/^lib\/(?:error-codes|errors|queue|addresses|map-site)\.ts$/, /^lib\/sign-in\/status\.ts$/],
  [/^lib\/services\//],
  [/^lib\/explain\//],
  [/^lib\/sources\//],
  [/^lib\/project\//],
  [/^lib\/map\//],
  [/^lib\/vault\//, /^lib\/passphrase\//],
  [/^lib\/oauth\//],
  [/^lib\/interchange\//],
  [/^lib\/guard\//],
  [/^lib\/rules\//, /^lib\/permissions\//],
  [/^lib\/interchange\//],
  [/^lib\/auth\//],
  [/^lib\/sign-in\//],
  [/^lib\/diagnostics\//],
  [/^lib\/messages\//],
  [/^lib\/platform\//],
  [/^components\//],
  [/^entrypoints\//],
];
