import type { Fault } from '../faults.ts';

/** What the sources page promises: no secret leaves with a set-up, nothing is done unasked, and everything is found. */
export const PAGE_OF_SOURCES: Fault[] = [
  {
    promise: 'Nothing readable on disk',
    what: 'A set-up keeps the keys of its addresses',
    file: 'lib/interchange/set-up.ts',
    find: 'urls.map(withoutCredentials)',
    replace: 'urls.map((url) => url)',
    tests: ['tests/unit/interchange/set-up.test.ts :: a secret of the source never stands in it'],
  },
  {
    promise: 'Nothing readable on disk',
    what: 'A set-up keeps a key in its name',
    file: 'lib/interchange/set-up.ts',
    find: 'name.replace(/https?:\\/\\/\\S+/gi, withoutCredentials).trim()',
    replace: 'name.trim()',
    tests: ['tests/unit/interchange/set-up.test.ts :: a secret of the source never stands in it'],
  },
  {
    promise: 'Bad input is answered',
    what: 'A set-up of a newer version is read as if it were ours',
    file: 'lib/interchange/set-up.ts',
    find: "if (Number(version) > VERSION) throw new AppError('setUpNewer');",
    replace: '',
    tests: ['tests/unit/interchange/set-up.test.ts :: what only looks like a set-up'],
  },
  {
    promise: 'Least privilege',
    what: 'What the browser refuses on the sources page is done all the same',
    file: 'entrypoints/options/actions.ts',
    find: 'return given ? send(command) :',
    replace: 'return given || command ? send(command) :',
    tests: ['tests/components/sources-app.test.tsx :: what the browser refuses is not done'],
  },
  {
    promise: 'Nothing lost',
    what: 'Sources that a search hides are removed with those that it shows',
    file: 'components/sources/use-choice.ts',
    find: 'const chosen = shown.filter((id) => all.has(id));',
    replace: 'const chosen = [...all]; void shown;',
    tests: ['tests/components/sources.test.tsx :: what a search hides is not acted on'],
  },
  {
    promise: 'A credential cannot be redirected by editing',
    what: 'The panel of a source acts on others that its sites use',
    file: 'components/sources/SourceUses.tsx',
    find: ': sourceId === id;',
    replace: ': id !== null;',
    tests: ['tests/components/sources-panel.test.tsx :: what its sites use beside is not shown'],
  },
];
