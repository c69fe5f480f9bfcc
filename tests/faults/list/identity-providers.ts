import type { Fault } from '../faults.ts';

const CHECKED = 'What an identity provider answers is checked';
const SENT = 'A provider gets no more than the protocol has';
const AUTHORIZE = 'lib/oauth/authorize.ts';
const HTTP = 'lib/oauth/http.ts';
const TOKENS = 'lib/oauth/tokens.ts';
const inCallback = (name: string) => `tests/unit/oauth/callback.test.ts :: the browser comes back > ${name}`;
const inIdToken = (name: string) => `tests/unit/oauth/id-token.test.ts :: the ID token > ${name}`;
const inDiscovery = (name: string) =>
  `tests/unit/oauth/discovery.test.ts :: what a provider offers > ${name}`;
const inSettings = (name: string) => `tests/unit/oauth/settings.test.ts :: ${name}`;
const atTokens = (name: string) =>
  `tests/unit/oauth/token-endpoint.test.ts :: the token endpoint answers > ${name}`;
const LEADS = 'tests/unit/oauth/authorize.test.ts :: where the user is taken';

/** Promises 1 and 7 for what goes to an identity provider and what comes from it. */
export const IDENTITY_PROVIDERS: Fault[] = [
  {
    promise: CHECKED,
    what: "The state of a provider's answer is not compared: anybody can sign the user in as somebody else",
    file: AUTHORIZE,
    find: "const expected = isPasted && !parameters.has('state') ? skipStateCheck : pending.state;",
    replace: 'const expected = skipStateCheck;',
    tests: [inCallback("with another's state")],
  },
  {
    promise: CHECKED,
    what: "An answer in another provider's name is taken (mix-up)",
    file: AUTHORIZE,
    find: "if (provider.issuer === '') parameters.delete('iss');",
    replace: "parameters.delete('iss');",
    tests: [inCallback('from another provider')],
  },
  {
    promise: CHECKED,
    what: 'A provider that always names itself need not',
    file: 'lib/oauth/provider.ts',
    find: 'authorization_response_iss_parameter_supported: namesItself,',
    replace: 'authorization_response_iss_parameter_supported: false,',
    tests: [inCallback('without the name that this provider always gives')],
  },
  {
    promise: CHECKED,
    what: 'The ID token is not looked at',
    file: 'lib/oauth/answer.ts',
    find: "return settings.identity === 'idToken' && provider.issuer !== '' && provider.jwksUri !== undefined;",
    replace: 'return settings.identity === provider.issuer;',
    tests: [
      inIdToken('of another issuer'),
      inIdToken('for another client'),
      inIdToken('of yesterday'),
      inIdToken('is not there'),
    ],
  },
  {
    promise: CHECKED,
    what: 'The nonce of an ID token is not compared',
    file: TOKENS,
    find: `processAuthorizationCodeResponse(
        server,
        client,
        response,
        isIdTokenDue ? { expectedNonce: pending.nonce } : {},
      ),`,
    replace: 'processGenericTokenEndpointResponse(server, client, response),',
    tests: [inIdToken("with another's nonce"), inIdToken('without a nonce')],
  },
  {
    promise: CHECKED,
    what: 'The signature of an ID token is not checked',
    file: 'lib/oauth/identity.ts',
    find: 'if (claims === undefined) return {};\n  await validateApplicationLevelSignature(server, response, requestsOf(party));',
    replace: 'if (claims === undefined) return {};',
    tests: [inIdToken('signed by a stranger')],
  },
  {
    promise: CHECKED,
    what: 'An ID token may be for audiences that the account does not trust',
    file: 'lib/oauth/identity.ts',
    find: 'audience !== clientId && !trustedAudiences.includes(audience)',
    replace: "audience === ''",
    tests: [inIdToken('for others too: nobody')],
  },
  {
    promise: CHECKED,
    what: 'An ID token of yesterday is good',
    file: 'lib/oauth/party.ts',
    find: 'const CLOCK_TOLERANCE_S = 60;',
    replace: 'const CLOCK_TOLERANCE_S = 100_000;',
    tests: [inIdToken('of yesterday'), inIdToken('the clock is moved')],
  },
  {
    promise: CHECKED,
    what: 'A provider that calls itself another is taken',
    file: 'lib/oauth/discovery.ts',
    find: "if (failure.code === 'notAProvider') return null;",
    replace: `if (failure.code === 'issuerMismatch') return (await copy.json()) as AuthorizationServer;
    if (failure.code === 'notAProvider') return null;`,
    tests: [inDiscovery('a provider that calls itself another')],
  },
  {
    promise: CHECKED,
    what: 'A token that needs a proof with each request (DPoP) is used as a Bearer token',
    file: 'lib/oauth/answer.ts',
    find: "if (type !== '' && type.toLowerCase() !== 'bearer') {",
    replace: "if (type !== '') json.token_type = 'Bearer';\n  if (type === 'never') {",
    tests: [atTokens('{"token_type":"DPoP"}')],
  },
  {
    promise: CHECKED,
    what: 'An answer of a provider may be of any size',
    file: HTTP,
    find: 'if (size > SIZE_LIMIT_BYTES) {',
    replace: 'if (size < 0) {',
    tests: [atTokens('2 MB')],
  },
  {
    promise: SENT,
    what: 'No PKCE challenge: whoever reads the code can use it',
    file: AUTHORIZE,
    find: "code_challenge: await calculatePKCECodeChallenge(pending.verifier),\n    code_challenge_method: 'S256',",
    replace: '',
    tests: [
      `${LEADS} > to the given address`,
      'tests/unit/auth/oauth.test.ts :: the way > redirect "browser"',
    ],
  },
  {
    promise: SENT,
    what: 'The PKCE verifier itself goes into the address',
    file: AUTHORIZE,
    find: "code_challenge: await calculatePKCECodeChallenge(pending.verifier),\n    code_challenge_method: 'S256',",
    replace: "code_challenge: pending.verifier,\n    code_challenge_method: 'plain',",
    tests: ['tests/unit/auth/oauth.test.ts :: the way > redirect "browser"'],
  },
  {
    promise: SENT,
    what: 'The PKCE verifier is the same each time',
    file: AUTHORIZE,
    find: 'verifier: generateRandomCodeVerifier(),',
    replace: "verifier: 'x'.repeat(43),",
    tests: [`${LEADS} > each time with new secrets`],
  },
  {
    promise: SENT,
    what: 'A provider that knows only the plain challenge is taken',
    file: 'lib/oauth/discovery.ts',
    find: "if (methods !== undefined && !announced.includes('S256')) throw new AppError('noPkce', [host]);",
    replace: '',
    tests: [inDiscovery('PKCE, but plain alone')],
  },
  {
    promise: SENT,
    what: 'Redirects at the token endpoint are followed, and a 307 posts code and secret again',
    file: HTTP,
    find: "redirect: 'manual',",
    replace: "redirect: 'follow',",
    tests: [atTokens('307: the code and the secret go nowhere else')],
  },
  {
    promise: SENT,
    what: 'Cookies go along to a provider',
    file: HTTP,
    find: "credentials: cookies ? 'include' : 'omit',",
    replace: "credentials: 'include',",
    tests: ['tests/unit/oauth/later.test.ts :: no cookies, no cache'],
  },
  {
    promise: SENT,
    what: 'Codes and secrets go to an address by plain http',
    file: 'lib/oauth/address.ts',
    find: "v.check((text) => !isAddress(text) || !isReadableOnTheWay(text), code('plainHttpProvider')),",
    replace: '',
    tests: [inSettings('settings > plain http'), inDiscovery('tokens by plain http')],
  },
  {
    promise: SENT,
    what: 'A provider is looked up by plain http',
    file: 'lib/oauth/address.ts',
    find: "if (isReadableOnTheWay(url.href)) throw new AppError('plainHttpProvider', [hostOf(url.href)]);",
    replace: '',
    tests: [inSettings('an issuer as it is typed > "http://id.example.org" is refused')],
  },
  {
    promise: SENT,
    what: 'An extra parameter may take the place of the state',
    file: 'lib/oauth/settings.ts',
    find: "v.check((pairs) => pairs.every(([name]) => !RESERVED.has(name)), code('reservedParameter')),",
    replace: '',
    tests: [inSettings('settings > state from outside')],
  },
  {
    promise: SENT,
    what: 'A provider is visited before the browser lets us ask it',
    file: 'lib/auth/oauth-sign-in.ts',
    find: 'await asked.mayAsk([...providers, ...stoppedAt(wanted.redirect)]);',
    replace: '',
    tests: ['tests/unit/auth/oauth.test.ts :: the way > the browser’s word on all origins'],
  },
  {
    promise: SENT,
    what: 'Tokens are asked for with the Origin of the extension, which no provider knows',
    file: 'lib/platform/own-requests.ts',
    find: 'await netRequest.updateDynamicRules({ removeRuleIds: [rule.id], addRules: [rule] });',
    replace: 'void rule;',
    tests: [
      'tests/unit/oauth/promises.test.ts :: Origin is taken out',
      'tests/e2e/oauth-browser-flow.test.ts :: a public client',
    ],
  },
  {
    promise: SENT,
    what: "The Origin of every page's POST is taken out",
    file: 'lib/platform/own-requests.ts',
    find: "initiatorDomains: [new URL(browser.runtime.getURL('')).hostname],",
    replace: '',
    tests: [
      'tests/unit/oauth/promises.test.ts :: Origin is taken out',
      'tests/e2e/oauth-secrets.test.ts :: a page and a content script cannot reach them',
    ],
  },
  {
    promise: SENT,
    what: 'A sign-in window opens although its answer could be neither seen nor stopped',
    file: 'lib/auth/oauth-sign-in.ts',
    find: 'await asked.mayAsk([...providers, ...stoppedAt(wanted.redirect)]);',
    replace: 'await asked.mayAsk(providers);',
    tests: ['tests/unit/oauth/promises.test.ts :: where a window’s answer could be neither seen nor stopped'],
  },
  {
    promise: CHECKED,
    what: 'What a provider calls a person may hold what turns the text around it',
    file: 'lib/oauth/session.ts',
    find: "value.replace(UNSHOWN, '').trim()",
    replace: 'value.trim()',
    tests: ['tests/unit/sign-in/provider-sign-in.test.ts :: whatever a provider calls itself'],
  },
];
