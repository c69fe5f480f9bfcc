// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source text.
import type { Fault } from '../faults.ts';

const BELONGS = 'Only where it belongs';
const READABLE = 'Nothing readable on disk';
const SHOWN = 'No secret in what is shown, said or logged';
const DIALOG = "The browser's own login dialog";
const LOST = 'Nothing lost';
const PRIVILEGE = 'Least privilege';
const ANSWERED = 'Bad input is answered';
const SIGNING = 'lib/sign-in/signing.ts';
const NOTING = 'lib/sign-in/noting.ts';
const NOTICING = 'entrypoints/background/noticing.ts';
const INSTALLED = 'lib/sign-in/installed.ts';
const ACCESS = 'entrypoints/background/access.ts';
const NOTICE_SECRETS = 'tests/background/noticing-secrets.test.ts';
const EVENTS = 'tests/unit/diagnostics/events.test.ts';
const MARKUP = 'tests/components/why.test.tsx :: names of layers and people stay text';
const signed = (name: string) => `tests/background/noticing-signed.test.ts :: what we sign > ${name}`;
const unsigned = (name: string) => `tests/background/noticing.test.ts :: what nobody signs > ${name}`;
const shownRules = (name: string) => `tests/unit/diagnostics/rules.test.ts :: ${name}`;

/** What is noticed and explained: promises 1, 2, 3, 5 and 7, and the browser's own dialog. */
export const NOTICE: Fault[] = [
  {
    promise: BELONGS,
    what: 'What a frame below a hostile page asks counts as signed',
    file: SIGNING,
    find: ".filter((each) => type === 'main_frame' || !topDomains || isBelow(each, top))",
    replace: '',
    tests: ['tests/unit/sign-in/signing.test.ts :: the twin of the rules > the page on top'],
  },
  {
    promise: BELONGS,
    what: 'What any site asks counts as signed',
    file: SIGNING,
    find: 'each.site === site && each.methods',
    replace: 'each.methods',
    tests: [
      signed("a stranger's page below a granted address"),
      'tests/unit/sign-in/installed.test.ts :: all sites are allowed, too',
    ],
  },
  {
    promise: BELONGS,
    what: "A redirect's target counts as signed",
    file: NOTICING,
    find: 'underWay.delete(id);\n        signed.delete(id);\n        return;',
    replace: 'return;',
    tests: [signed('a redirect to another host carries nothing')],
  },
  {
    promise: BELONGS,
    what: 'Noticing on all sites makes the rules those of all sites',
    file: INSTALLED,
    find: 'const applied = await rules.apply(wanted);',
    replace: `if ((await permissions.granted()).includes('*://*/*')) for (const { rule } of wanted) delete rule.condition.initiatorDomains;
    const applied = await rules.apply(wanted);`,
    tests: ['tests/unit/sign-in/installed.test.ts :: all sites are allowed, too'],
  },
  {
    promise: DIALOG,
    what: "The browser's dialog comes for what was refused since",
    file: INSTALLED,
    find: "why === 'stopped' || ['signedIn', 'notAccepted', 'signedInWithoutAccess'].includes(status);",
    replace: "why !== 'stopped' && status === 'signedIn';",
    tests: ["tests/unit/sign-in/installed.test.ts :: the browser's own question > stays away"],
  },
  {
    promise: DIALOG,
    what: "The browser's dialog comes for what was signed by rules that are gone",
    file: 'entrypoints/background/dialogs.ts',
    find: 'return wasSigned || placements',
    replace: 'return placements',
    tests: ['tests/background/dialogs.test.ts :: the rules have gone since'],
  },
  {
    promise: READABLE,
    what: 'A note keeps the key in an address',
    file: NOTING,
    find: 'url: noted(request.url),',
    replace: 'url: request.url,',
    tests: [`${NOTICE_SECRETS} :: whatever addresses hold`],
  },
  {
    promise: READABLE,
    what: 'A note keeps the address into which our rule wrote a key',
    file: NOTICING,
    find: 'return underWay.get(id) ?? { url: askedAs.get(id) ?? url };',
    replace: 'return { ...underWay.get(id), url };',
    tests: [`${NOTICE_SECRETS} :: what our rule puts into the address`],
  },
  {
    promise: READABLE,
    what: 'A note keeps the query of a login page, which holds what was asked',
    file: NOTING,
    find: '(url.origin + url.pathname)',
    replace: '(url.origin + url.pathname + url.search)',
    tests: ['tests/unit/sign-in/noting.test.ts :: where a login page is, without its query'],
  },
  {
    promise: SHOWN,
    what: "The diagnostics page shows a header's value",
    file: 'lib/diagnostics/rules.ts',
    find: 'names: requestHeaders.map(({ header }) => header)',
    replace: "names: requestHeaders.map(({ header, value }) => [header, value].join(': '))",
    tests: [shownRules('a password'), 'tests/unit/diagnostics/report.test.ts :: nothing that is planted'],
  },
  {
    promise: SHOWN,
    what: 'The diagnostics page shows a key in the path',
    file: 'lib/diagnostics/rules.ts',
    find: '${/^[/?|]?$/.test(rest) ? rest : `/${MASK}`}',
    replace: '${rest}',
    tests: [shownRules('a key in the path')],
  },
  {
    promise: SHOWN,
    what: 'The event log keeps a path',
    file: 'lib/diagnostics/events.ts',
    find: "URL.canParse(url) ? hostOf(url) : '';",
    replace: "URL.canParse(url) ? hostOf(url) + new URL(url).pathname : '';",
    tests: [`${EVENTS} :: nothing of an address but its host`],
  },
  {
    promise: SHOWN,
    what: 'The event log keeps any text about an event',
    file: 'lib/diagnostics/events.ts',
    find: "return /^[A-Za-z0-9_. -]{0,60}$/.test(code) ? code : '';",
    replace: 'return code;',
    tests: [`${EVENTS} :: is dropped whole`],
  },
  {
    promise: SHOWN,
    what: 'The report for whoever can mend it has the whole address',
    file: 'components/why/report.ts',
    find: ".replace(/[?#].*$/s, '')",
    replace: '',
    tests: ['tests/components/why-steps.test.tsx :: nothing secret of the address'],
  },
  {
    promise: PRIVILEGE,
    what: 'All sites are kept after *Notice protected map services on all sites* was turned off',
    file: ACCESS,
    find: '...(settings.now().noticeEverywhere ? [ALL_SITES] : []),',
    replace: 'ALL_SITES,',
    tests: ['tests/background/access.test.ts :: all sites are kept as long as'],
  },
  {
    promise: LOST,
    what: 'Turning noticing off takes the single sites along, and signs out who needs them',
    file: ACCESS,
    find: 'if ((await keptAfterNoticing()).length > 0) expectSwap(ASKED_SWAP_MS);',
    replace: '',
    tests: ['tests/background/access.test.ts :: nobody is signed out while our page'],
  },
  {
    promise: ANSWERED,
    what: 'Notes are not bounded',
    file: 'lib/sign-in/noted.ts',
    find: '.slice(-MOST_NOTES)',
    replace: '',
    tests: [unsigned('a thousand refusals at once')],
  },
  {
    promise: ANSWERED,
    what: "A note keeps a server's header, however long",
    file: NOTING,
    find: "challenge: header('www-authenticate').slice(0, LONGEST_HEADER),",
    replace: "challenge: header('www-authenticate'),",
    tests: [unsigned('whatever a server or page writes')],
  },
  {
    promise: ANSWERED,
    what: 'Hosts with a bad certificate are remembered without end',
    file: 'lib/sign-in/certificates.ts',
    find: 'hosts.length >= MOST_HOSTS &&',
    replace: 'hosts.length < 0 &&',
    tests: ['tests/unit/sign-in/certificates.test.ts :: a page that names new hosts without end'],
  },
  {
    promise: ANSWERED,
    what: "A layer's name in an explanation is drawn as HTML",
    file: 'components/ServiceRow.tsx',
    find: '<p id={whyId} class="why quiet">\n            {sentence(row.why)}\n          </p>',
    replace: '<p id={whyId} class="why quiet" dangerouslySetInnerHTML={{ __html: sentence(row.why) }} />',
    tests: [MARKUP],
  },
  {
    promise: ANSWERED,
    what: "A layer's name turns the sentence around it",
    file: 'components/why/words.ts',
    find: ".replace(SHAPELESS, ' ')",
    replace: '',
    tests: [MARKUP],
  },
];
