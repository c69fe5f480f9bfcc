import type { Fault } from '../faults.ts';

const SENT = 'A provider gets no more than the protocol has';
const SHOWN = 'No secret in what is shown, said or logged';
const METHOD = 'lib/auth/isogeo.ts';
const APPLICATION = 'lib/auth/isogeo/application.ts';
const inMethod = (test: string) => `tests/unit/auth/isogeo.test.ts :: ${test}`;

/** Applications that are registered at Isogeo, and their `client_secrets.json`. */
export const ISOGEO: readonly Fault[] = [
  {
    promise: SENT,
    what: 'The secret of a user application goes in the body',
    file: APPLICATION,
    find: "clientAuthentication: clientSecret === '' ? 'none' : 'basic',",
    replace: "clientAuthentication: clientSecret === '' ? 'none' : 'post',",
    tests: [inMethod('a user application > signs in at the registered address')],
  },
  {
    promise: SENT,
    what: 'A public application sends the secret that stands in its file',
    file: 'lib/interchange/client-secrets.ts',
    find: "clientSecret: isPublic ? '' : String(client_secret)",
    replace: "clientSecret: String(client_secret ?? '')",
    tests: [inMethod('a public application > signs in with PKCE')],
  },
  {
    promise: SENT,
    what: 'The token goes to an API that is guessed for whatever provider',
    file: APPLICATION,
    find: '...(isIsogeo ? { [API]: apiOf(tokenUri) } : {}),',
    replace: '[API]: apiOf(tokenUri),',
    tests: [inMethod('a file that is not of Isogeo')],
  },
  {
    promise: 'A sign-in goes on by itself',
    what: 'Isogeo is asked for new tokens in the usual form',
    file: APPLICATION,
    find: '...(isIsogeo ? { refreshEndpoint: renewalAt(tokenUri) } : {}),',
    replace: '',
    tests: [inMethod('a user application > renews in the odd form')],
  },
  {
    promise: SHOWN,
    what: 'The client secret of the file is saved readable',
    file: METHOD,
    find: 'settings: { clientId, tokenEndpoint },',
    replace: 'settings: { clientId, tokenEndpoint, clientSecret },',
    tests: [inMethod('a user application > signs in at the registered address')],
  },
  {
    promise: 'Accounts are not locked',
    what: 'A file that is refused is tried once more',
    file: METHOD,
    find: 'await signInAtProvider(settings, clientSecret, {}, tools).catch((error: unknown) => {',
    replace:
      'await signInAtProvider(settings, clientSecret, {}, tools).catch(() => signInAtProvider(settings, clientSecret, {}, tools)).catch((error: unknown) => {',
    tests: [inMethod('a group application > another secret is refused')],
  },
  {
    promise: 'Nothing lost',
    what: 'The popup goes to a tab without its form',
    file: 'components/SignInForm.tsx',
    find: 'actions.keepDraft(row, sentDraft(draft, all));',
    replace: '',
    tests: ['tests/components/file-input.test.tsx :: in the popup, which a file dialog closes'],
  },
];
