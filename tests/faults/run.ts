/**
 * Breaks each promise once, by a small change of the source in a copy of the working tree, and expects the tests that
 * guard it to turn red. One that stays green is a missing test.
 *
 *   npm run faults               all of them
 *   npm run faults -- cookies    those whose sentence, file or tests contain the word
 */
import { copyOfTree } from './copy.ts';
import { FAULTS, type Fault } from './faults.ts';
import { breakIt, occurrences } from './patch.ts';
import { build, needsBuild, prepare, runTests } from './tests.ts';

type Result = 'red' | 'GREEN' | 'BROKEN';

const wanted = process.argv.slice(2).map((word) => word.toLowerCase());
const faults = FAULTS.filter(({ what, file, tests }) => {
  const text = [what, file, ...tests].join(' ').toLowerCase();
  return wanted.length === 0 || wanted.some((word) => text.includes(word));
});
if (faults.length === 0) fail(`No fault is about ${wanted.join(', ')}.`);

const folder = await copyOfTree();
const astray = faults.flatMap((fault) => {
  const times = occurrences(folder, fault);
  return times === 1 ? [] : [`${fault.what}: what it looks for stands ${times} times in ${fault.file}.`];
});
if (astray.length > 0) fail(`${astray.join('\n')}\nNothing was run.`);

const started = Date.now();
const seconds = () => Math.round((Date.now() - started) / 1000);
const green = await controls();
const rows: { fault: Fault; test: string; result: Result; seen: string }[] = [];
for (const fault of faults) await tryFault(fault);

console.log('\n| promise | fault | test | result |\n|---|---|---|---|');
for (const { fault, test, result } of rows) {
  console.log(`| ${fault.promise} | ${fault.what} | ${test.replace(/^tests\//, '')} | ${result} |`);
}
const missed = rows.filter(({ result }) => result !== 'red');
console.log(`\n${rows.length - missed.length} of ${rows.length} turned red, in ${seconds()} s.`);
process.exit(missed.length === 0 ? 0 : 1);

/** The same tests without any fault, file by file: only a test that is green can turn red. @returns those that are. */
async function controls(): Promise<Set<string>> {
  const tests = [...new Set(faults.flatMap((fault) => fault.tests))];
  await prepare(folder);
  if (tests.some(needsBuild)) await build(folder);
  const fine = new Set<string>();
  for (const [file, ofFile] of Map.groupBy(tests, (test) => read(test).file)) {
    const whole = ofFile.includes(file);
    const names = whole ? [] : ofFile.flatMap((test) => read(test).names);
    const { passed, failed, trouble } = await runTests(folder, file, names, false);
    const isOf = (test: string) => (fullName: string) =>
      read(test).names.every((name) => fullName.includes(name.replaceAll(' > ', ' ')));
    for (const test of ofFile) {
      if (passed.some(isOf(test)) && !failed.some(isOf(test))) fine.add(test);
      console.log(`[${seconds()} s] ${fine.has(test) ? 'green' : 'NOT GREEN'} without a fault: ${test}`);
    }
    if (failed.length > 0 || trouble !== '') console.log(failed.join('\n') || trouble);
  }
  return fine;
}

async function tryFault(fault: Fault): Promise<void> {
  const mend = breakIt(folder, fault);
  try {
    if (fault.tests.some(needsBuild)) await build(folder);
    for (const test of fault.tests) {
      const { file, names } = read(test);
      const { failed, trouble } = await runTests(folder, file, names, true);
      const result = !green.has(test) || trouble !== '' ? 'BROKEN' : failed.length > 0 ? 'red' : 'GREEN';
      const seen = failed[0] ?? trouble;
      rows.push({ fault, test, result, seen });
      console.log(`[${seconds()} s] ${result}: ${fault.what} (${test})${seen ? `\n    ${seen}` : ''}`);
    }
  } catch (error) {
    rows.push({ fault, test: fault.tests.join(', '), result: 'BROKEN', seen: String(error) });
    console.log(`[${seconds()} s] BROKEN: ${fault.what}\n${error}`);
  } finally {
    mend();
  }
}

/** `file :: part of a name` taken apart. */
function read(test: string): { file: string; names: string[] } {
  const [file = '', ...names] = test.split(' :: ');
  return { file, names };
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
