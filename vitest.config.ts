import { globSync, readFileSync } from 'node:fs';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

const UNIT = ['tests/{unit,components,background}/**/*.test.{ts,tsx}', 'tests/*.test.ts'];

/** What puts other modules in the place of ours, or changes what is global. */
const CHANGES_MORE =
  /\bvi\.(mock|doMock|spyOn|stub\w+|useFakeTimers|resetModules)\(|\b(Date\.now|globalThis\.\w+|process\.env\.\w+) =|@vitest-environment/;

/**
 * Files of tests that need a process of their own: those that do that, draw, or run the worker's parts. All others share
 * one for each worker of the test runner, which need not start and read the same modules again for every file.
 */
const alone = [
  'tests/{components,background}/**',
  ...globSync('tests/unit/**/*.test.{ts,tsx}').filter((file) =>
    CHANGES_MORE.test(readFileSync(file, 'utf8')),
  ),
];

/** One less than there are processors is the default: half of two. */
const maxWorkers = 2;
const unit = { testTimeout: 30_000, maxWorkers };

export default defineConfig({
  test: {
    projects: [
      { plugins: [preact()], test: { ...unit, name: 'unit', isolate: false, include: UNIT, exclude: alone } },
      { plugins: [preact()], test: { ...unit, name: 'unit-alone', include: alone.flatMap(testsIn) } },
      {
        test: {
          name: 'browsers',
          include: ['tests/e2e/**/*.test.ts'],
          // The driver of the browsers and the servers are read once for each worker, not for each file.
          isolate: false,
          setupFiles: ['tests/e2e/support/each-file.ts'],
          testTimeout: 90_000,
          hookTimeout: 120_000,
          // Browsers mostly wait, each on servers, ports and a screen of its own: two files at a time, after the others.
          maxWorkers,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

/** The files of tests in a folder's pattern; a file as it is. */
function testsIn(pattern: string): string[] {
  return pattern.endsWith('/**') ? [`${pattern}/*.test.{ts,tsx}`] : [pattern];
}
