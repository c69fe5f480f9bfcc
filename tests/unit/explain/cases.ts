import type { Value } from '../../../lib/explain/explain.ts';
import type { Facts } from '../../../lib/explain/facts.ts';
import type { ExplainCode, Step } from '../../../lib/explain/table.ts';
import { account, answer, certificate, failed, found, signedIn, unanswered, way } from './facts.ts';

export type Case = [ExplainCode, Step | null, Partial<Facts>, values?: Value[]];

const HOST = 'geo.example.com';
const SITE = 'maps.example.org';
const IDP = 'id.example.com';
const proxied = (kind: 'proxy' | 'print') =>
  way({ proxied: { kind, through: 'app.example.org', target: null } });
const cert = (...known: Parameters<typeof certificate>) => ({ certificate: certificate(...known) });
const check = (...known: Parameters<typeof found>) => ({
  check: { at: 3000, without: null, with: found(...known) },
});

/** One state for each row of the table, in its order: what is known, and what is said about it. */
export const CASES: readonly Case[] = [
  ['offline', 'tryAgain', { online: false }],
  [
    'certificateIntercepted',
    'copyHosts',
    cert({ kind: 'unknownIssuer', together: ['a.example.com', 'b.example.com'] }),
    [IDP, { names: ['a.example.com', 'b.example.com'] }],
  ],
  ['certificateClient', 'openInTab', cert({ kind: 'client', final: true }), [IDP]],
  ['certificateRevoked', 'copyReport', cert({ kind: 'revoked', final: true }), [IDP]],
  ['certificateNotYetValid', 'tryAgain', cert({ kind: 'notYetValid' }), [IDP]],
  ['certificateExpiredFinal', 'copyReport', cert({ final: true }), [IDP]],
  ['certificateExpired', 'openToDecide', cert(), [IDP]],
  ['certificateWrongNameFinal', 'copyReport', cert({ kind: 'wrongName', final: true }), [IDP]],
  ['certificateWrongName', 'openToDecide', cert({ kind: 'wrongName' }), [IDP]],
  ['certificateUnknownIssuerFinal', 'copyReport', cert({ kind: 'selfSigned', final: true }), [IDP]],
  ['certificateUnknownIssuer', 'openToDecide', cert({ kind: 'unknownIssuer', together: [IDP] }), [IDP]],
  ['certificateSelfSigned', 'openToDecide', cert({ kind: 'selfSigned' }), [IDP]],
  ['certificateWeakFinal', 'copyReport', cert({ kind: 'weak', final: true }), [IDP]],
  ['certificateWeak', 'openToDecide', cert({ kind: 'weak' }), [IDP]],
  ['certificateOtherFinal', 'copyReport', cert({ kind: 'other', final: true }), [IDP]],
  ['certificateOther', 'openToDecide', { status: 'certificateProblem', account: account() }],
  ['networkSignIn', 'openInTab', { answers: [answer({ status: 511 })] }],
  ['mixedContent', 'copyReport', way({ mixedContent: true }), [HOST, SITE]],
  [
    'localNetwork',
    'reload',
    { answers: [unanswered('net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS')] },
    [HOST, SITE],
  ],
  ['extensionBlocks', 'reload', { answers: [unanswered('net::ERR_BLOCKED_BY_CLIENT')] }, [HOST, SITE]],
  ['administratorBlocks', 'copyReport', { answers: [unanswered('net::ERR_BLOCKED_BY_ADMINISTRATOR')] }],
  ['siteProxy', 'copyReport', proxied('proxy'), [HOST, 'app.example.org']],
  ['unreachable', 'tryAgain', { status: 'unreachable', account: account() }],
  ['timedOut', 'tryAgain', failed('timedOut')],
  ['waitUntil', null, { waitUntil: 60_000, answers: [answer({ status: 429 })] }, [HOST, { at: 60_000 }]],
  ['tooManyRequests', 'tryAgain', { waitUntil: 9000, answers: [answer({ status: 429 })] }],
  ['serverError', 'tryAgain', { answers: [answer({ status: 503, type: 'text/html' })] }, [HOST, '503']],
  ['locked', 'unlock', { status: 'locked', account: account({ remembered: true }) }],
  ['changed', 'confirm', { status: 'changed', account: account() }],
  [
    'permissionMissing',
    'tryAgain',
    { status: 'signIn', account: account({ why: 'permissionMissing', remembered: true }) },
  ],
  ['permissionMissing', 'signInAgain', { status: 'signIn', account: account({ why: 'permissionMissing' }) }],
  ['pausedAfterRefusal', null, { status: 'paused', account: account({ pause: 'refusal' }) }],
  [
    'pausedFlapping',
    'tryAgain',
    { status: 'paused', account: account({ pause: 'flapping', restsUntil: 60_000 }) },
    [HOST, { at: 60_000 }],
  ],
  ['pausedByUser', 'resume', { status: 'paused', account: account({ pause: 'user' }) }],
  ['signingIn', null, { status: 'signingIn', account: account() }],
  ['renewing', null, { status: 'renewing', account: account({ method: 'oauth' }) }],
  ['sessionElsewhere', 'signInAgain', { status: 'signIn', account: account({ why: 'sessionElsewhere' }) }],
  ['sessionEnded', 'signInAgain', { status: 'signIn', account: account({ why: 'sessionEnded' }) }],
  ['passwordNotAccepted', 'signInAgain', { status: 'notAccepted', account: account() }],
  ['keyNotAccepted', 'signInAgain', { status: 'notAccepted', account: account({ method: 'pathKey' }) }],
  ['headerNotAccepted', 'signInAgain', { status: 'notAccepted', account: account({ method: 'header' }) }],
  ['tokenNotAccepted', 'signInAgain', { status: 'notAccepted', account: account({ method: 'oauth' }) }],
  ['savedUnreadable', 'signInAgain', { status: 'signIn', account: account({ why: 'savedUnreadable' }) }],
  ['endedByItself', 'signInAgain', { status: 'signIn', account: account({ why: 'endedByItself' }) }],
  ['signedOut', 'signInAgain', { status: 'signIn', account: account({ why: 'signedOut' }) }],
  ['browserWasClosed', 'signInAgain', { status: 'signIn', account: account() }],
  ['notTried', 'tryAgain', { status: 'notChecked', account: account({ remembered: true }) }],
  [
    'noAccessLayer',
    'copyReport',
    signedIn({ layersAsked: ['city:Sewers', 'city:Roads'], ...check({ layers: ['Roads'] }) }),
    [HOST, 'ada', { names: ['city:Sewers'] }],
  ],
  [
    'noAccessLayerUnnamed',
    'copyReport',
    signedIn({ account: account({ who: '' }), layersAsked: ['Sewers'], ...check({ layers: [] }) }),
    [HOST, { names: ['Sewers'] }],
  ],
  ['noAccess', 'copyReport', signedIn({ status: 'signedInWithoutAccess' }), [HOST, 'ada']],
  [
    'noAccessUnnamed',
    'copyReport',
    signedIn({
      account: account({ who: '' }),
      answers: [answer({ status: 403, signed: true })],
      ...check(),
    }),
  ],
  ['refusedSignedIn', 'check', signedIn({ answers: [answer({ status: 403, signed: true })] })],
  ['reloadToSee', 'reload', signedIn({ account: account({ stale: true }) })],
  ['corsPreflight', 'copyReport', signedIn(way({ cors: 'preflight' })), [HOST, SITE]],
  ['corsAnswer', 'copyReport', signedIn(way({ cors: 'answer' })), [HOST, SITE]],
  [
    'siteKeepsCopies',
    'clearStored',
    signedIn({ answers: [answer({ fromServiceWorker: true })] }),
    [HOST, SITE],
  ],
  ['browserKeepsCopies', 'reload', signedIn({ answers: [answer({ fromCache: true })] })],
  ['extensionChanges', 'reload', signedIn(way({ otherExtension: true })), [HOST, SITE]],
  ['windowsSignIn', 'openInTab', { status: 'signIn', asks: 'windows' }],
  ['digestSignIn', 'openInTab', failed('digestSignIn')],
  ['loginPage', 'openInTab', { answers: [answer({ redirectedTo: 'https://sso.example.com/login' })] }],
  [
    'usableFrom',
    'useHere',
    { status: 'signIn', usableFrom: 'other.example.net' },
    [HOST, 'other.example.net'],
  ],
  ['asksPassword', 'signIn', { status: 'signIn', asks: 'password' }],
  ['asksKey', 'signIn', { status: 'signIn', asks: 'key' }],
  ['asksToken', 'signIn', { status: 'signIn', asks: 'token' }],
  ['refusesAccess', 'signIn', { status: 'signIn' }],
  ['redirected', 'openInTab', failed('redirected', 'new.example.com'), [HOST, 'new.example.com']],
  ['notMapService', 'openInTab', { answers: [answer({ type: 'text/html' })] }],
  ['unexpectedStatus', 'copyReport', failed('unexpectedStatus', '418'), [HOST, '418']],
  [
    'reportsError',
    'copyReport',
    signedIn(check({ exceptionCodes: ['LayerNotDefined'] })),
    [HOST, { names: ['LayerNotDefined'] }],
  ],
  [
    'hidesLayers',
    'signIn',
    {
      status: 'open',
      layersAsked: ['Sewers'],
      check: { at: 3000, without: found({ layers: ['Roads'] }), with: null },
    },
    [HOST, { names: ['Sewers'] }],
  ],
  ['sitePrint', null, signedIn(proxied('print')), [HOST, 'app.example.org']],
  ['signedIn', null, signedIn({ answers: [answer({ signed: true })] })],
  ['open', null, { answers: [answer()] }],
  ['notKnown', 'check', {}],
];
