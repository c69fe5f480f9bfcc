import { globSync, readFileSync } from 'node:fs';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

const UNIT = ['tests/{unit,components,background}/**/*.test.{ts,tsx}', 'tests/*.test.ts'];

/**
 * Files of tests that need a process of their own: they put other modules in the place of ours, change what is global,
 * or draw. All others share one process per worker, which need not start and read the same modules for each of them.
 */
const alone = [
  'tests/{components,background}/**',
  ...globSync('tests/unit/**/*.test.{ts,tsx}').filter((file) =>
    /\bvi\.(mock|doMock|stubGlobal|useFakeTimers|resetModules|stubEnv)\(|@vitest-environment|\bDate\.now =/.test(
      readFileSync(file, 'utf8'),
    ),
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
