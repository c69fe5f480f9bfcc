import { readFileSync } from 'node:fs';

/** What a vitest JSON report says of one file. */
export interface FileResult {
  /** Absolute path. */
  name: string;
  status: string;
  assertionResults: { status: string }[];
}

/** Reads a report. @throws where there is none. */
export function readReport(path: string): FileResult[] {
  return (JSON.parse(readFileSync(path, 'utf8')) as { testResults: FileResult[] }).testResults;
}

/** How many tests passed and failed. A skipped test is a promise nobody looked at; a file that could not be read is one failure. */
export function countTests(files: readonly FileResult[]): { passed: number; failed: number } {
  const all = files.flatMap(({ assertionResults }) => assertionResults);
  const passed = all.filter(({ status }) => status === 'passed').length;
  const unread = files.filter(({ status, assertionResults }) => {
    return status !== 'passed' && assertionResults.every((each) => each.status === 'passed');
  });
  return { passed, failed: all.length - passed + unread.length };
}
