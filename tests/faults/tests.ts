import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What one run of tests said. */
export interface Outcome {
  /** Names of the tests that passed, describe's before the test's. */
  passed: string[];
  /** Names of the tests that failed. */
  failed: string[];
  /** Why the tests could not be run at all; empty where they could. */
  trouble: string;
}

interface Report {
  testResults: {
    status: string;
    message: string;
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
  }[];
}

/** A whole run may take this long, in milliseconds; a fault that hangs its test is then stopped. */
const LIMIT_MS = 180_000;

/** Tests in a browser use what was built; the others read the sources. */
export function needsBuild(test: string): boolean {
  return test.startsWith('tests/e2e/');
}

/** Makes what the settings of the compiler stand on, which no copy of the tree holds. @throws with the tool's words. */
export async function prepare(folder: string): Promise<void> {
  const { code, output } = await run(folder, 'wxt', ['prepare']);
  if (code !== 0) throw new Error(`It cannot be prepared:\n${output}`);
}

/** Builds what the tests in Chromium use. @throws where it does not build, with the builder's words. */
export async function build(folder: string): Promise<void> {
  const { code, output } = await run(folder, 'wxt', ['build', '-b', 'chrome']);
  if (code !== 0) throw new Error(`It does not build:\n${output}`);
}

/**
 * Runs tests of one file.
 * @param names parts of their names, a describe's and a test's joined by ` > `; none for all.
 * @param stopAtFirst ends at the first failure: one is enough to be red.
 */
export async function runTests(
  folder: string,
  file: string,
  names: readonly string[],
  stopAtFirst: boolean,
): Promise<Outcome> {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const { output } = await run(folder, 'vitest', [
    ...['run', file, '--project', needsBuild(file) ? 'browsers' : 'unit*'],
    ...['--reporter=json', `--outputFile=${report}`],
    ...(names.length === 0 ? [] : ['-t', names.map(patternOf).join('|')]),
    ...(stopAtFirst ? ['--bail=1'] : []),
  ]);
  return outcomeOf(report, output);
}

/** A part of a test's name as a pattern, which is what vitest reads. */
function patternOf(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function outcomeOf(file: string, output: string): Outcome {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    return { passed: [], failed: [], trouble: lastLines(output) };
  }
  const all = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = (wanted: string) =>
    all.filter(({ status }) => status === wanted).map((each) => each.fullName);
  const [passed, failed] = [named('passed'), named('failed')];
  const words = report.testResults.map(({ message }) => message).join('\n');
  if (passed.length + failed.length > 0) return { passed, failed, trouble: '' };
  // The file was read, and what stands before its tests (signing in, for example) failed.
  const beforehand = all.length > 0 && report.testResults.some(({ status }) => status === 'failed');
  return beforehand
    ? { passed, failed: ['what the tests begin with'], trouble: '' }
    : { passed, failed, trouble: words || 'no test ran' };
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-12).join('\n');
}

/** Runs one of the project's tools in a group of its own, so that nothing of it stays when the time is over. */
function run(folder: string, tool: string, args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(join(folder, 'node_modules/.bin', tool), args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: '1', NO_COLOR: '1' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const end = () => {
    try {
      if (child.pid) process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
  };
  const limit = setTimeout(end, LIMIT_MS);
  process.once('exit', end);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(limit);
      process.off('exit', end);
      resolve({ code, output });
    });
  });
}
