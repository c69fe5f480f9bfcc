/**
 * Everything that must hold, one after the other, with one last line for all: `N passed, N failed`. A failing check
 * does not keep the others from running.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

console.log('\n== tests');
const finished = run('vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`);
try {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  passed += numPassedTests;
  // A skipped test is a promise nobody looked at.
  failed += numFailedTests + numPendingTests + numTodoTests;
  // A file that could not even be read has no tests to fail.
  if (!finished && numFailedTests === 0) failed += 1;
} catch {
  failed += 1;
}
rmSync(folder, { recursive: true });

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
