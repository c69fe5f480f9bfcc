import { join } from 'node:path';
import { expect, test } from 'vitest';
import wxtConfig from '../wxt.config.ts';
import { importsOf, readFiles, type SourceFile } from './architecture/files.ts';
import {
  bannedImports,
  bannedWords,
  cycles,
  loadedBy,
  tooLong,
  upwardImports,
} from './architecture/rules.ts';

/** The house rules of the design, section 6, read from the imports. Each stands beside a file that breaks it. */
const files = readFiles(join(import.meta.dirname, '..'), ['lib', 'entrypoints', 'components']);
const code = files.filter(({ path }) => /\.tsx?$/.test(path));
const file = (path: string, ...lines: string[]): SourceFile => ({ path, text: `${lines.join('\n')}\n` });

const PAGES = /^(?:entrypoints\/(?!background\/)|components\/)/;
const WEBEXTENSION_API = /\b(?:browser|chrome)\s*(?:\.|\[|\?\.)\s*['"]?[a-z]/;

test('there is something to look at', () => {
  for (const path of [
    'lib/errors.ts',
    'lib/platform/browser.ts',
    'components/Popup.tsx',
    'entrypoints/popup/main.tsx',
  ])
    expect(code.map((each) => each.path)).toContain(path);
  expect(code.flatMap(importsOf).length).toBeGreaterThan(200);
});

test('imports are read as they are written', () => {
  const sample = file(
    'lib/a/b.ts',
    "import type { A } from './a.ts';",
    "import { type B, type C } from '../c.ts';",
    "import d, { type E } from 'preact/hooks';",
    'import {',
    '  f,',
    "} from './f.ts';",
    "export * from '../g.ts';",
    "import './h.css';",
    "const i = await import('@scope/pkg/part');",
    "// import { no } from 'comment';",
    "/* import { no } from 'comment'; */",
    'import type from "./type.ts";',
    "export type { J } from './j.ts';",
    "const url = 'https://x.example/'; import k from './k.ts';",
  );
  expect(importsOf(sample).map(({ target, typeOnly }) => `${target}${typeOnly ? ' (type)' : ''}`)).toEqual([
    ...[
      'lib/a/a.ts (type)',
      'lib/c.ts (type)',
      'preact',
      'lib/a/f.ts',
      'lib/g.ts',
      'lib/a/h.css',
      '@scope/pkg',
    ],
    ...['lib/a/type.ts', 'lib/a/j.ts (type)'],
  ]);
});

/** Name, rule, a file that breaks it, and one beside it that does not. */
const IMPORT_RULES: [string, Parameters<typeof bannedImports>[1], SourceFile, SourceFile][] = [
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
    { in: PAGES, imports: /^lib\/platform\/(?!page\.ts$)/, kind: 'any' },
    file('entrypoints/popup/a.ts', "import { sessionStorageArea } from '../../lib/platform/worker.ts';"),
    file('entrypoints/popup/a.ts', "import { send } from '../../lib/platform/page.ts';"),
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
    'oauth4webapi only in oauth',
    { in: /./, except: /^lib\/oauth\//, imports: /^oauth4webapi$/, kind: 'any' },
    file('lib/auth/a.ts', "import * as oauth from 'oauth4webapi';"),
    file('lib/oauth/a.ts', "import * as oauth from 'oauth4webapi';"),
  ],
];

test.each(IMPORT_RULES)('%s', (_, rule, bad, good) => {
  expect(bannedImports([bad], rule)).toEqual([expect.stringContaining(bad.path)]);
  expect(bannedImports([good], rule)).toEqual([]);
  expect(bannedImports(code, rule)).toEqual([]);
});

const WORD_RULES: [string, Parameters<typeof bannedWords>[1], SourceFile, SourceFile][] = [
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
    'rules are session rules, never dynamic ones',
    { in: /./, words: /\b(?:update|get)DynamicRules\b/ },
    file('lib/platform/a.ts', 'netRequest.updateDynamicRules({});'),
    file('lib/platform/a.ts', 'netRequest.updateSessionRules({});'),
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

test.each(WORD_RULES)('%s', (_, rule, bad, good) => {
  expect(bannedWords([bad], rule)).toEqual([expect.stringContaining(bad.path)]);
  expect(bannedWords([good], rule)).toEqual([]);
  expect(bannedWords(code, rule)).toEqual([]);
});

test('what a page loads is small: no schemas, no crypto, nothing of the worker', () => {
  const heavy = /^(?:valibot|jose|oauth4webapi|hash-wasm)$|^lib\/(?:sign-in|sources|services|rules|auth)\//;
  const chain = [
    file('entrypoints/popup/main.tsx', "import { a } from '../../lib/a.ts';"),
    file('lib/a.ts', "import * as v from 'valibot';"),
  ];
  expect([...loadedBy(chain, 'entrypoints/popup/main.tsx')]).toContain('valibot');
  for (const page of ['popup', 'welcome']) {
    const loaded = [...loadedBy(code, `entrypoints/${page}/main.tsx`)];
    expect(loaded).toContain('preact');
    expect(loaded.filter((name) => heavy.test(name))).toEqual([]);
  }
});

/** From the ground up; a file imports values from its own layer and those above it in this list. */
const LAYERS = [
  [/^lib\/errors\.ts$/, /^lib\/sign-in\/status\.ts$/],
  [/^lib\/services\//],
  [/^lib\/sources\//],
  [/^lib\/rules\//, /^lib\/permissions\//],
  [/^lib\/auth\//],
  [/^lib\/sign-in\//],
  [/^lib\/messages\//],
  [/^lib\/platform\//],
  [/^components\//],
  [/^entrypoints\//],
];

test('nothing imports upward', () => {
  const bad = file('lib/services/a.ts', "import { parsePrefix } from '../sources/prefix.ts';");
  expect(upwardImports([bad], LAYERS)).toEqual(['lib/services/a.ts imports upward: lib/sources/prefix.ts']);
  expect(upwardImports([file('lib/new/a.ts', '')], LAYERS)).toEqual(['lib/new/a.ts stands in no layer']);
  expect(upwardImports(code, LAYERS)).toEqual([]);
});

test('no file needs itself', () => {
  const ring = [
    file('lib/a.ts', "import { b } from './b.ts';"),
    file('lib/b.ts', "import { c } from './c.ts';"),
    file('lib/c.ts', "import { a } from './a.ts';"),
  ];
  expect(cycles(ring)).toEqual(['lib/a.ts > lib/b.ts > lib/c.ts > lib/a.ts']);
  expect(cycles(ring.slice(0, 2))).toEqual([]);
  expect(cycles(code)).toEqual([]);
});

test('files stay small', () => {
  expect(tooLong([file('lib/a.ts', ...Array.from({ length: 251 }, () => 'x'))], 250)).toEqual([
    'lib/a.ts has 251 lines',
  ]);
  expect(tooLong(code, 250)).toEqual([]);
});

type Manifest = (env: { browser: string }) => Record<string, unknown>;
const manifestOf = (browser: string) => (wxtConfig.manifest as unknown as Manifest)({ browser });

test.each(['chrome', 'firefox'])('%s: the manifest asks for exactly this', (browser) => {
  const manifest = manifestOf(browser);
  expect(manifest.permissions).toEqual([
    'activeTab',
    'declarativeNetRequestWithHostAccess',
    'scripting',
    'storage',
    'webRequest',
    'webRequestAuthProvider',
  ]);
  expect(manifest.optional_host_permissions).toEqual(['*://*/*']);
  expect(manifest.incognito).toBe('not_allowed');
  for (const name of [
    'host_permissions',
    'optional_permissions',
    'content_scripts',
    'externally_connectable',
  ])
    expect(manifest).not.toHaveProperty(name);
  expect(manifest).not.toHaveProperty('web_accessible_resources');
  expect(manifest.content_security_policy).toEqual({
    extension_pages: expect.stringMatching(/^script-src 'self'; object-src 'none'; .*frame-ancestors 'none'/),
  });
});
