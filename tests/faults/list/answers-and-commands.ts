// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source text.
import type { Fault } from '../faults.ts';

/** Promises 7 and 8, and the browser's own login dialog. */
export const ANSWERS_AND_COMMANDS: Fault[] = [
  {
    promise: 'Only our own pages command the worker',
    what: 'Messages are taken from any sender',
    file: 'entrypoints/background/start.ts',
    find: 'if (!isFromOwnPage(sender, ownId(), ownOrigin())) return undefined;',
    replace: 'void [isFromOwnPage, sender, ownId, ownOrigin];',
    tests: ['tests/e2e/messages.test.ts :: a content script is not heard'],
  },
  {
    promise: 'Only our own pages command the worker',
    what: 'Messages are taken from our pages in frames',
    file: 'entrypoints/background/sender.ts',
    find: '(sender.frameId === undefined || sender.frameId === 0)',
    replace: 'true',
    tests: ['tests/background/sender.test.ts'],
  },
  {
    promise: 'Only our own pages command the worker',
    what: 'Messages are taken from the page that asks for the worker',
    file: 'entrypoints/background/sender.ts',
    find: '!sender.url.startsWith(origin + OFFSCREEN_PAGE) &&',
    replace: 'OFFSCREEN_PAGE &&',
    tests: [
      'tests/background/sender.test.ts',
      'tests/e2e/accepted-certificate.test.ts :: its page commands nothing where somebody opens it',
    ],
  },
  {
    promise: 'Only our own pages command the worker',
    what: 'What a message brings is not validated',
    file: 'entrypoints/background/read-command.ts',
    find: `const result = v.safeParse(COMMANDS[name], rest);
  if (!result.success) throw new AppError('badMessage');`,
    replace: 'const result = { output: rest as { tabId: number } };',
    tests: [
      'tests/background/commands.test.ts',
      'tests/e2e/messages.test.ts :: malformed messages from our own page are refused',
    ],
  },
  {
    promise: 'Bad input is answered',
    what: 'Text from outside is drawn as HTML',
    file: 'components/RowLine.tsx',
    find: '<span class="quiet one-line" title={row.who}>\n          {row.who}\n        </span>',
    replace: '<span dangerouslySetInnerHTML={{ __html: row.who }} />',
    tests: ['tests/e2e/bad-input.test.ts :: markup from a service and from an address is shown as text'],
  },
  {
    promise: 'Bad input is answered',
    what: 'An answer is read to its end, however long it is',
    file: 'lib/platform/own-fetch.ts',
    find: 'while (reader && size < SIZE_LIMIT_BYTES) {',
    replace: 'while (reader && size < Number.POSITIVE_INFINITY) {',
    tests: ['tests/e2e/bad-input.test.ts :: a service that does this: flood'],
  },
  {
    promise: 'Bad input is answered',
    what: 'An answer that never comes is waited for',
    file: 'lib/platform/probe.ts',
    find: 'const TIME_LIMIT_MS = 10_000;',
    replace: 'const TIME_LIMIT_MS = 1_000_000;',
    tests: ['tests/e2e/bad-input.test.ts :: an answer that never starts ends after ten seconds'],
  },
  {
    promise: 'Bad input is answered',
    what: 'Addresses of any scheme are taken',
    file: 'lib/sources/prefix.ts',
    find: "if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new AppError('notHttpUrl');",
    replace: '',
    tests: ['tests/unit/sources/prefix.test.ts'],
  },
  {
    promise: "The browser's own login dialog",
    what: "A proxy's question for a password is suppressed too",
    file: 'entrypoints/background/dialogs.ts',
    find: 'if (question.isProxy || isSigned(question.url)) return false;',
    replace: 'if (isSigned(question.url)) return false;',
    tests: ['tests/background/dialogs.test.ts'],
  },
  {
    promise: "The browser's own login dialog",
    what: 'The dialog is suppressed for every request',
    file: 'entrypoints/background/dialogs.ts',
    find: 'return wasSigned || placements.some(({ destination }) => admits(destination, question));',
    replace: 'return wasSigned || placements.length >= 0;',
    tests: ['tests/background/dialogs.test.ts'],
  },
];
