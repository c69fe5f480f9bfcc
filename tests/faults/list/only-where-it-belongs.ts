// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source text.
import type { Fault } from '../faults.ts';

const promise = 'Only where it belongs';
const COMPILE = 'lib/rules/compile.ts';
const CONDITIONS = 'lib/rules/conditions.ts';
const inScope = (name: string) => `tests/e2e/scope.test.ts :: HTTP Basic > ${name}`;
const COMPILED = 'tests/unit/rules/compile.test.ts';

/** Promises 1 and 10, and the browser's own login dialog. */
export const ONLY_WHERE_IT_BELONGS: Fault[] = [
  {
    promise,
    what: 'Any site gets the credential: no condition on the initiator',
    file: COMPILE,
    find: 'initiatorDomains: [hostname],',
    replace: '',
    tests: [COMPILED, 'tests/e2e/frames.test.ts'],
  },
  {
    promise,
    what: 'A hostile page may frame a granted site: no condition on the page on top',
    file: COMPILE,
    find: '...(topDomains ? { topDomains: hosts(destination.topSites) } : {}),',
    replace: '',
    tests: [COMPILED, 'tests/e2e/frames.test.ts :: a hostile page that frames a granted site'],
  },
  {
    promise,
    what: 'A path beside the prefix is signed: the prefix alone, without its boundary',
    file: CONDITIONS,
    find: "return prefix.path === '/' ? [start] : [`${start}/`, `${start}?`, `${start}|`];",
    replace: 'return [start];',
    tests: [inScope('does not arrive at another host, port, scheme or path')],
  },
  {
    promise,
    what: 'The whole host is signed instead of the prefix',
    file: CONDITIONS,
    find: "return prefix.path === '/' ? [start] : [`${start}/`, `${start}?`, `${start}|`];",
    replace: 'return [`|${prefix.origin}/`];',
    tests: [inScope('does not arrive at another host, port, scheme or path')],
  },
  {
    promise,
    what: 'A sign-in for https goes out by http too: the scheme is not part of the filter',
    file: CONDITIONS,
    find: 'const start = `|${prefix.origin}${prefix.path}`;\n  return',
    replace: "const start = `|${prefix.origin}${prefix.path}`.replace(/^.https?/, '');\n  return",
    tests: [inScope('does not arrive at another host, port, scheme or path')],
  },
  {
    promise,
    what: 'Disguised paths (`..%2f`, `..;`) are signed: no fence against them',
    file: COMPILE,
    find: 'return [DISGUISED_URL, SIGNED_URL]',
    replace: 'return [SIGNED_URL]',
    tests: [COMPILED, inScope('does not arrive by a disguised path')],
  },
  {
    promise,
    what: 'Any method is signed',
    file: COMPILE,
    find: '    requestMethods,\n  };\n}',
    replace: '  };\n}',
    tests: [COMPILED, inScope('does not arrive with methods that a WMS does not need')],
  },
  {
    promise,
    what: 'Frames and links are signed without the user having said so',
    file: COMPILE,
    find: "['xmlhttprequest', 'image', 'media', 'other'] as",
    replace: "['xmlhttprequest', 'image', 'media', 'other', 'sub_frame', 'main_frame'] as",
    tests: [COMPILED, inScope('does not arrive when the user types the address, nor by frames and links')],
  },
  {
    promise,
    what: 'The check follows a redirect, and takes a header key along',
    file: 'lib/platform/own-fetch.ts',
    find: "{ redirect: 'manual' }",
    replace: "{ redirect: 'follow' }",
    tests: ['tests/e2e/redirects.test.ts :: of the check, with HTTP Basic > 302: nothing goes to the target'],
  },
  {
    promise,
    what: 'The check brings cookies along',
    file: 'lib/platform/own-fetch.ts',
    find: "credentials: cookies ? 'include' : 'omit',",
    replace: "credentials: 'include',",
    tests: ['tests/e2e/cookies.test.ts'],
  },
  {
    promise,
    what: 'What a document asks for the worker is told to every page of Layerkey',
    file: 'lib/platform/offscreen.ts',
    find: 'else client.postMessage({ request, awaited }, [port2]);',
    replace:
      'else client.postMessage({ request, awaited }, [port2]);\n    void browser.runtime.sendMessage({ request }).catch(() => undefined);',
    tests: ['tests/e2e/accepted-certificate.test.ts :: a certificate that is not trusted: chrome'],
  },
  {
    promise: 'A credential cannot be redirected by editing',
    what: 'What is saved is not compared with what was sealed',
    file: 'lib/sign-in/placements.ts',
    find: 'return sealed.length > 0 && sameDestinations(destinationsOf(source, grant), sealed) ? sealed : null;',
    replace: 'return sealed.length > 0 ? sealed : null;',
    tests: ['tests/unit/sign-in/placements.test.ts'],
  },
  {
    promise: 'A credential cannot be redirected by editing',
    what: 'Rules are made from what is saved instead of what was sealed',
    file: 'lib/sign-in/placements.ts',
    find: 'const sealed = sealedFor(credential, source, grant);',
    replace: 'const sealed = destinationsOf(source, grant);',
    tests: ['tests/unit/sign-in/placements.test.ts'],
  },
];
