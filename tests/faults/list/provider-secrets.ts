// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source text.
import type { Fault } from '../faults.ts';

const BELONGS = 'Only where it belongs';
const DISK = 'Nothing readable on disk';
const EDITED = 'A credential cannot be redirected by editing';
const SHOWN = 'No secret in what is shown, said or logged';
const OAUTH = 'lib/auth/oauth.ts';
const SIGN_IN = 'lib/auth/oauth-sign-in.ts';
const TOKEN = 'lib/auth/oauth-token.ts';
const HELD = 'lib/auth/oauth-held.ts';
const AUTHORIZER = 'lib/sign-in/authorizer.ts';
const WINDOWS = 'lib/rules/windows.ts';
const PROMISES = 'tests/unit/oauth/promises.test.ts';
const inWindow = (name: string) => `tests/unit/sign-in/authorizer.test.ts :: a window of our own > ${name}`;
const inSecrets = (name: string) => `tests/e2e/oauth-secrets.test.ts :: ${name}`;
const ITS_RULE = inWindow('its rule is there before the page');

/** Promises 1, 2, 8 and 10, for tokens, client secrets and codes. */
export const PROVIDER_SECRETS: Fault[] = [
  {
    promise: BELONGS,
    what: 'Nothing stops the answer of a sign-in window: the code goes to whoever listens there',
    file: WINDOWS,
    find: 'return windows.flatMap(({ tabId, redirect }) => {',
    replace: 'return windows.slice(windows.length).flatMap(({ tabId, redirect }) => {',
    tests: [ITS_RULE, 'tests/e2e/oauth-window.test.ts :: registered with http://127.0.0.1:PORT/'],
  },
  {
    promise: BELONGS,
    what: 'A sign-in window stops its address in every tab',
    file: WINDOWS,
    find: 'tabIds: [tabId],',
    replace: '',
    tests: [ITS_RULE, 'tests/e2e/oauth-window.test.ts :: another tab goes to that address as ever'],
  },
  {
    promise: BELONGS,
    what: 'A sign-in window stops everything that begins as its address does',
    file: WINDOWS,
    find: 'regexFilter: `^${escapeRegex(origin + pathname)}(?:[?#]|$)`,',
    replace: 'regexFilter: `^${escapeRegex(origin + pathname)}`,',
    tests: [`${PROMISES} :: where a window’s answer is stopped`],
  },
  {
    promise: BELONGS,
    what: 'The page of a sign-in window is there before the rule that stops its answer',
    file: AUTHORIZER,
    find: 'await syncRules();\n      return await answerIn(window, url, redirect, signal);',
    replace:
      'const answer = answerIn(window, url, redirect, signal);\n      await syncRules();\n      return await answer;',
    tests: [ITS_RULE],
  },
  {
    promise: BELONGS,
    what: 'A sign-in window stays open with its answer',
    file: AUTHORIZER,
    find: 'await window.close().catch(() => undefined);',
    replace: '',
    tests: [ITS_RULE],
  },
  {
    promise: BELONGS,
    what: 'Any address that a sign-in window goes to is its answer',
    file: AUTHORIZER,
    find: "if (isCallback(address, redirect)) resolve({ what: 'answered', url: address });",
    replace: "resolve({ what: 'answered', url: address });",
    tests: [inWindow('http://127.0.0.1:7071/?code=x is not the answer')],
  },
  {
    promise: BELONGS,
    what: 'A token is offered to a service that asks for a password',
    file: 'lib/sign-in/existing.ts',
    find: "if (row.seen?.state !== 'refuses' || (schemes.length > 0 && !schemes.includes('bearer')))",
    replace: "if (row.seen?.state !== 'refuses')",
    tests: [`${PROMISES} :: a token of one service is offered to another`],
  },
  {
    promise: EDITED,
    what: 'A token goes as the readable record of its account says',
    file: TOKEN,
    find: `inject(_settings, secrets) {
    const { session, settings } = heldIn(secrets);`,
    replace: `inject(edited, secrets) {
    const { session, settings: sealed } = heldIn(secrets);
    const settings = { ...sealed, ...edited };`,
    tests: ['tests/unit/auth/oauth.test.ts :: what was sealed > whatever the readable settings say'],
  },
  {
    promise: EDITED,
    what: 'A token is renewed where the readable record of its account says',
    file: 'lib/sign-in/renewing.ts',
    find: 'const secrets = await method.renew(held.secrets, quiet);',
    replace: `const { settings = {} } = (await store.read()).accounts.find((account) => account.id === id) ?? {};
      const before = JSON.parse(held.secrets.sealed ?? '{}') as { settings: Values; provider: Values };
      const provider = { ...before.provider, tokenEndpoint: settings.tokenEndpoint ?? before.provider.tokenEndpoint };
      const sealed = JSON.stringify({ settings: { ...before.settings, ...settings }, provider });
      const renewed = await method.renew({ ...held.secrets, sealed }, quiet);
      const secrets = { ...renewed, sealed: held.secrets.sealed ?? '' };`,
    tests: [`${PROMISES} :: renewed, ended, revoked`],
  },
  {
    promise: EDITED,
    what: 'The client secret of before goes to whatever provider the form names',
    file: HELD,
    find: "const isSame = WHO_GETS_IT.every((name) => (settings[name] ?? '') === (typed[name] ?? ''));",
    replace: 'const isSame = WHO_GETS_IT.length > 0 && settings !== typed;',
    tests: [
      'tests/unit/auth/oauth.test.ts :: what was sealed > the client secret of before is not used where tokenEndpoint',
    ],
  },
  {
    promise: EDITED,
    what: 'The password for a provider goes to a map service whose account was edited to Basic',
    file: HELD,
    find: "export const KEPT_PASSWORD = 'providerPassword';",
    replace: "export const KEPT_PASSWORD = 'password';",
    tests: [
      'tests/unit/sign-in/edited-token-records.test.ts :: another method: the password for the provider',
    ],
  },
  {
    promise: DISK,
    what: 'The client secret is saved with the settings of its account',
    file: OAUTH,
    find: 'settings: typed,',
    replace: 'settings: { ...typed, clientSecret },',
    tests: [
      'tests/unit/auth/oauth.test.ts :: what is kept where > oauth: what is secret',
      inSecrets('nothing readable on disk while the browser runs'),
    ],
  },
  {
    promise: DISK,
    what: 'A one-time code is kept, and the password with it',
    file: SIGN_IN,
    find: "const isKept = wanted.flow === 'password' && !values.totp && session.refreshToken === undefined;",
    replace: "const isKept = wanted.flow === 'password';",
    tests: ['tests/unit/auth/oauth.test.ts :: what is kept where > a password is kept only where'],
  },
  {
    promise: SHOWN,
    what: 'The popup is told the token',
    file: 'lib/sign-in/popup-view.ts',
    find: 'return ends ? { renews: method.isRenewable?.(secrets) ?? false, until: ends.expiresAt } : null;',
    replace:
      'return ends ? { ...ends, renews: method.isRenewable?.(secrets) ?? false, until: ends.expiresAt } : null;',
    tests: [
      'tests/unit/sign-in/provider-sign-in.test.ts :: nothing readable > oauth, remembered: false',
      inSecrets('nothing that a page of ours is told'),
    ],
  },
  {
    promise: SHOWN,
    what: 'The token is logged',
    file: SIGN_IN,
    find: 'const session = await withUserinfo(party, first).catch(() => first);',
    replace:
      'const session = await withUserinfo(party, first).catch(() => first);\n      console.info(session);',
    tests: [inSecrets('nothing is logged')],
  },
  {
    promise: SHOWN,
    what: 'The address that ends the session at the provider has the token in it',
    file: TOKEN,
    find: "return held?.settings.flow === 'code' ? endSessionUrl(held.settings, held.provider) : null;",
    replace:
      'const url = held && endSessionUrl(held.settings, held.provider);\n    return url && `${url}&id_token_hint=${held?.session.accessToken}`;',
    tests: [`${PROMISES} :: the page that ends the session`],
  },
  {
    promise: SHOWN,
    what: 'What a provider writes about a failure is repeated: it may repeat a secret',
    file: 'lib/oauth/failures.ts',
    find: "return new AppError('providerRefused', [host, /^[a-z_]{1,40}$/.test(word) ? word : '?']);",
    replace: "return new AppError('providerRefused', [host, word]);",
    tests: ['tests/unit/oauth/secrecy.test.ts :: refresh: no failure has a secret in it'],
  },
  {
    promise: SHOWN,
    what: 'What is typed stays in the form after the sign-in',
    file: 'entrypoints/background/intents.ts',
    find: "await carryOut(intent);\n      // What the user typed is kept no longer than the form is needed.\n      await session.remove('row', key);",
    replace: 'await carryOut(intent);\n      await pages.setRow(key, { pending: null });',
    tests: ['tests/background/visits.test.ts :: a visit > the row says what is waited for'],
  },
  {
    promise: SHOWN,
    what: 'What is found for an older text is shown for the newer one',
    file: 'entrypoints/background/discoveries.ts',
    find: 'if (search.signal.aborted || !pages.hasRow(key)) return;',
    replace: 'if (!pages.hasRow(key)) return;',
    tests: ['tests/background/discoveries.test.ts :: the newest text counts'],
  },
];
