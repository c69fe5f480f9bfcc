import type { Fault } from '../faults.ts';

const promise = 'Projects hold nothing secret, and nothing of them is lost';

/** Promises 2, 5 and 7, for projects of the map. */
export const PROJECTS: Fault[] = [
  {
    promise,
    what: 'A key stays in an address of a layer',
    file: 'lib/project/cleaned.ts',
    find: 'const patch: Record<string, string> = { url: address(draws.url, about) };',
    replace: 'const patch: Record<string, string> = {};',
    tests: ['tests/unit/project/secrets.test.ts', 'tests/components/project-desk.test.ts'],
  },
  {
    promise,
    what: "A key stays in an address within a proxy's address",
    file: 'lib/project/clean-address.ts',
    find: 'if (!/^\\s*https?:/i.test(value)) return [text];',
    replace: 'if (value !== text) return [text];',
    tests: ['tests/unit/project/secrets.test.ts'],
  },
  {
    promise,
    what: 'What is known of a sign-in is written into the file',
    file: 'lib/project/write.ts',
    find: '= v.parse(ProjectSchema, cleaned(project, { anew: true }).project);',
    replace: '= cleaned(project, { anew: true }).project;',
    tests: ['tests/unit/project/file.test.ts'],
  },
  {
    promise,
    what: 'A project of a newer version is opened',
    file: 'lib/project/read.ts',
    find: "if (version > VERSION) throw new AppError('projectNewer');",
    replace: '',
    tests: ['tests/unit/project/file.test.ts', 'tests/components/project-desk.test.ts'],
  },
  {
    promise,
    what: 'An id may be the name of a part of every object',
    file: 'lib/project/schema.ts',
    find: 'v.check((id) => !(id in {})),',
    replace: 'v.check((id) => id.length > 0),',
    tests: ['tests/unit/project/hostile.test.ts'],
  },
  {
    promise,
    what: 'A change is not kept',
    file: 'entrypoints/map/project-desk.ts',
    find: 'timer ??= setTimeout(() => void keep(), KEPT_AFTER);',
    replace: 'timer = undefined;',
    tests: ['tests/components/project-desk.test.ts', 'tests/e2e/projects-killed.test.ts'],
  },
  {
    promise,
    what: 'Two tabs keep the same project',
    file: 'entrypoints/map/project-desk.ts',
    find: 'if (isEntered || (await place.enter(from))) return open(from, cleaned, dirty);',
    replace: 'await place.enter(from);\n    return open(from, cleaned, dirty);',
    tests: ['tests/components/project-desk.test.ts'],
  },
];
