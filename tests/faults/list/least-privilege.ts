// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source text.
import type { Fault } from '../faults.ts';

const promise = 'Least privilege';

/** Promises 3 and 9. */
export const LEAST_PRIVILEGE: Fault[] = [
  {
    promise,
    what: 'All sites are asked for instead of the service and the site',
    file: 'lib/sign-in/popup-view.ts',
    find: 'origins: patternsFor(\n      [...safePrefixesOf(row.source?.urls ?? [url]), ...(account?.providers ?? [])],\n      row.site,\n      ports,\n    ),',
    replace: 'origins: [ALL_SITES],',
    tests: ['tests/unit/sign-in/popup-view.test.ts'],
  },
  {
    promise,
    what: 'Every port of a host is asked for',
    file: 'lib/permissions/patterns.ts',
    find: "${ports ? `:${port}` : ''}",
    replace: '',
    tests: ['tests/unit/permissions/patterns.test.ts'],
  },
  {
    promise,
    what: 'Host access is never given back',
    file: 'lib/platform/worker.ts',
    find: 'await browser.permissions.remove({ origins: [...origins] }).catch(() => false);',
    replace: 'void origins;',
    tests: ['tests/e2e/privilege.test.ts'],
  },
  {
    promise,
    what: 'Installing asks for all sites',
    file: 'wxt.config.ts',
    find: "optional_host_permissions: ['*://*/*'],",
    replace: "optional_host_permissions: ['*://*/*'],\n    host_permissions: ['*://*/*'],",
    tests: ['tests/e2e/privilege.test.ts :: the manifest asks for no host'],
  },
  {
    promise: 'Nothing phones home',
    what: 'A request to somebody else at the start',
    file: 'entrypoints/background/start.ts',
    find: 'const ready = prepareWorker();',
    replace:
      "const ready = prepareWorker();\n  fetch('http://statistics.example/started').catch(() => undefined);",
    tests: ['tests/e2e/quiet.test.ts'],
  },
];
