import { join } from 'node:path';
import { expect, test } from 'vitest';
import wxtConfig from '../wxt.config.ts';
import { importsOf, readFiles } from './architecture/files.ts';
import { file, IMPORT_RULES, LAYERS, WORD_RULES } from './architecture/house.ts';
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

test.each(IMPORT_RULES)('%s', (_, rule, bad, good) => {
  expect(bannedImports([bad], rule)).toEqual([expect.stringContaining(bad.path)]);
  expect(bannedImports([good], rule)).toEqual([]);
  expect(bannedImports(code, rule)).toEqual([]);
});

test.each(WORD_RULES)('%s', (_, rule, bad, good) => {
  expect(bannedWords([bad], rule)).toEqual([expect.stringContaining(bad.path)]);
  expect(bannedWords([good], rule)).toEqual([]);
  expect(bannedWords(code, rule)).toEqual([]);
});

test('what a page loads is small: no schemas, no crypto, nothing of the worker', () => {
  const heavy =
    /^(?:valibot|jose|oauth4webapi|hash-wasm)$|^lib\/(?:sign-in|sources|services|rules|auth|vault)\//;
  const chain = [
    file('entrypoints/popup/main.tsx', "import { a } from '../../lib/a.ts';"),
    file('lib/a.ts', "import * as v from 'valibot';"),
  ];
  expect([...loadedBy(chain, 'entrypoints/popup/main.tsx')]).toContain('valibot');
  for (const page of ['popup', 'welcome', 'settings', 'unlock', 'diagnostics']) {
    const loaded = [...loadedBy(code, `entrypoints/${page}/main.tsx`)];
    expect(loaded).toContain('preact');
    expect(loaded.filter((name) => heavy.test(name))).toEqual([]);
  }
});

test('the sources and map pages have nothing of the worker either', () => {
  const worker = /^(?:jose|oauth4webapi|hash-wasm)$|^lib\/(?:sign-in|rules|auth|vault)\//;
  for (const page of ['options', 'map']) {
    const loaded = [...loadedBy(code, `entrypoints/${page}/main.tsx`)];
    expect(loaded).toContain('preact');
    expect(loaded.filter((name) => worker.test(name))).toEqual([]);
  }
});

test('maps are drawn on the map page alone', () => {
  const drawing = /^(?:ol|ol-mapbox-style|proj4|@camptocamp\/ogc-client)$|^lib\/map\//;
  for (const page of ['popup', 'welcome', 'settings', 'options', 'unlock', 'diagnostics', 'background']) {
    const main = page === 'background' ? 'index.ts' : 'main.tsx';
    const loaded = [...loadedBy(code, `entrypoints/${page}/${main}`)];
    expect(loaded.length).toBeGreaterThan(5);
    expect(loaded.filter((name) => drawing.test(name))).toEqual([]);
  }
});

test('the page that asks for the worker is what it asks with, and nothing else', () => {
  expect([...loadedBy(code, 'entrypoints/offscreen/main.ts')].sort()).toEqual([
    'entrypoints/offscreen/main.ts',
    'lib/platform/offscreen-page.ts',
    'lib/platform/own-fetch.ts',
  ]);
});

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
    'alarms',
    'declarativeNetRequestWithHostAccess',
    'identity',
    'idle',
    ...(browser === 'chrome' ? ['offscreen'] : []),
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
    extension_pages: expect.stringMatching(
      /^script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; .*frame-ancestors 'none'/,
    ),
  });
});
