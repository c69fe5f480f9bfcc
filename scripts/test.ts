/**
 * Everything that must hold, one after the other, with one last line for all: `N passed, N failed`. A failing check
 * does not keep the others from running.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { countTests, type FileResult, readReport } from './lib/vitest-report.ts';

/**
 * So many files of browser tests get a second run, alone: two browsers on a busy machine may be too slow for a test's patience.
 * It is said, and what is broken fails both times.
 */
const MOST_SECOND_RUNS = 2;

const folder = mkdtempSync(join(tmpdir(), 'layerkey-test-'));
const report = join(folder, 'vitest.json');

const CHECKS: [name: string, command: string, ...args: string[]][] = [
  ['style', 'biome', 'check', '.'],
  ['build', 'npm', 'run', '--silent', 'build'],
  ['types', 'tsc', '--project', '.'],
  ['nothing unused', 'knip'],
];

function run(command: string, ...args: string[]): boolean {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) console.error(error.message);
  return status === 0;
}

let passed = 0;
let failed = 0;
for (const [name, command, ...args] of CHECKS) {
  console.log(`\n== ${name}`);
  if (run(command, ...args)) passed += 1;
  else failed += 1;
}

/** Runs tests. @returns what became of each file; where something failed beside them all, a file more that did. */
function runTests(...args: string[]): FileResult[] {
  rmSync(report, { force: true });
  const isFine = run(
    ...(['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`] as const),
    ...args,
  );
  const files = existsSync(report) ? readReport(report) : [];
  const isExplained = files.some(({ status }) => status !== 'passed');
  return isFine || isExplained
    ? files
    : [...files, { name: 'vitest', status: 'failed', assertionResults: [] }];
}

console.log('\n== tests');
const files = runTests();
const again = files.filter(({ name, status }) => status !== 'passed' && name.includes('/tests/e2e/'));
if (again.length > 0 && again.length <= MOST_SECOND_RUNS) {
  console.log('\n== once more, alone: what failed in a browser');
  const second = runTests('--project', 'browsers', ...again.map(({ name }) => name));
  for (const result of second) {
    const first = files.findIndex(({ name }) => name === result.name);
    files.splice(first, first < 0 ? 0 : 1, result);
    console.log(`${relative(process.cwd(), result.name)}: failed at first, ${result.status} alone`);
  }
}
const tests = countTests(files);
passed += tests.passed;
failed += tests.failed;
rmSync(folder, { recursive: true });

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
