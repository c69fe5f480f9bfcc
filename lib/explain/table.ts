import * as when from './conditions.ts';

/**
 * What the one button of an explanation does; null where nothing needs doing. Beside the steps of a row: `openToDecide` and
 * `openInTab` open the host in a tab (to see the browser's own warning; to sign in there), `copyHosts` copies the hosts for the
 * network's administrator, `copyReport` the explanation with address, time and answer for whoever can change it, and
 * `clearStored` removes what the site's service worker has stored, after asking.
 */
export type Step =
  | 'signIn'
  | 'signInAgain'
  | 'check'
  | 'useHere'
  | 'resume'
  | 'confirm'
  | 'unlock'
  | 'tryAgain'
  | 'reload'
  | 'openInTab'
  | 'openToDecide'
  | 'copyHosts'
  | 'copyReport'
  | 'clearStored';

const { asks, both, certificate, either, finalCertificate, isNamed, isSaved, notAccepted, trouble } = when;

/**
 * Every explanation, in order of likelihood: the first whose condition holds is the one. What is certain, and makes everything
 * below it mean nothing, stands first; the last row is about anything.
 */
export const TABLE = [
  // 1. Nothing comes as far as the service.
  [when.isOffline, 'offline', 'tryAgain'],
  [when.isIntercepted, 'certificateIntercepted', 'copyHosts'],
  [certificate('client'), 'certificateClient', 'openInTab'],
  [certificate('revoked'), 'certificateRevoked', 'copyReport'],
  [certificate('notYetValid'), 'certificateNotYetValid', 'tryAgain'],
  [finalCertificate('expired'), 'certificateExpiredFinal', 'copyReport'],
  [certificate('expired'), 'certificateExpired', 'openToDecide'],
  [finalCertificate('wrongName'), 'certificateWrongNameFinal', 'copyReport'],
  [certificate('wrongName'), 'certificateWrongName', 'openToDecide'],
  [finalCertificate('unknownIssuer', 'selfSigned'), 'certificateUnknownIssuerFinal', 'copyReport'],
  [certificate('unknownIssuer'), 'certificateUnknownIssuer', 'openToDecide'],
  [certificate('selfSigned'), 'certificateSelfSigned', 'openToDecide'],
  [finalCertificate('weak'), 'certificateWeakFinal', 'copyReport'],
  [certificate('weak'), 'certificateWeak', 'openToDecide'],
  [finalCertificate('other'), 'certificateOtherFinal', 'copyReport'],
  [when.isCertificateProblem, 'certificateOther', 'openToDecide'],
  [trouble('proxySignIn'), 'networkSignIn', 'openInTab'],
  // 2. The browser does not let the page ask, or the page asks somebody else.
  [when.isMixedContent, 'mixedContent', 'copyReport'],
  [when.blockedBy('localNetwork'), 'localNetwork', 'reload'],
  [when.blockedBy('extension'), 'extensionBlocks', 'reload'],
  [when.blockedBy('administrator'), 'administratorBlocks', 'copyReport'],
  [when.isProxied, 'siteProxy', 'copyReport'],
  // 3. The service has trouble of its own.
  [trouble('unreachable'), 'unreachable', 'tryAgain'],
  [trouble('timedOut'), 'timedOut', 'tryAgain'],
  [when.mustWait, 'waitUntil', null],
  [trouble('tooManyRequests'), 'tooManyRequests', 'tryAgain'],
  [trouble('serverError'), 'serverError', 'tryAgain'],
  // 4. There is a sign-in, and Layerkey does not add it.
  [when.status('locked'), 'locked', 'unlock'],
  [when.status('changed'), 'changed', 'confirm'],
  [both(when.because('permissionMissing'), when.isRemembered), 'permissionMissing', 'tryAgain'],
  [when.because('permissionMissing'), 'permissionMissing', 'signInAgain'],
  [when.paused('refusal'), 'pausedAfterRefusal', null],
  [when.paused('flapping'), 'pausedFlapping', 'tryAgain'],
  [when.paused('user'), 'pausedByUser', 'resume'],
  [when.status('signingIn'), 'signingIn', null],
  [when.status('renewing'), 'renewing', null],
  [when.because('sessionElsewhere'), 'sessionElsewhere', 'signInAgain'],
  [when.because('sessionEnded'), 'sessionEnded', 'signInAgain'],
  [notAccepted('basic'), 'passwordNotAccepted', 'signInAgain'],
  [notAccepted('key', 'pathKey', 'pair'), 'keyNotAccepted', 'signInAgain'],
  [notAccepted('header'), 'headerNotAccepted', 'signInAgain'],
  [notAccepted(), 'tokenNotAccepted', 'signInAgain'],
  [when.because('savedUnreadable'), 'savedUnreadable', 'signInAgain'],
  [when.because('endedByItself'), 'endedByItself', 'signInAgain'],
  [both(isSaved, when.because('signedOut')), 'signedOut', 'signInAgain'],
  [both(isSaved, when.status('signIn')), 'browserWasClosed', 'signInAgain'],
  [both(isSaved, when.status('notChecked')), 'notTried', 'tryAgain'],
  // 5. Somebody is signed in, and the service does not show everything.
  [both(when.seesFewer, isNamed), 'noAccessLayer', 'copyReport'],
  [when.seesFewer, 'noAccessLayerUnnamed', 'copyReport'],
  [both(when.hasNoAccess, isNamed), 'noAccess', 'copyReport'],
  [when.hasNoAccess, 'noAccessUnnamed', 'copyReport'],
  [when.isRefused, 'refusedSignedIn', 'check'],
  // 6. The service answers, and the page does not have or cannot use the answer.
  [when.isStale, 'reloadToSee', 'reload'],
  [when.cors('preflight'), 'corsPreflight', 'copyReport'],
  [when.cors('answer'), 'corsAnswer', 'copyReport'],
  [when.hasOnly('fromServiceWorker'), 'siteKeepsCopies', 'clearStored'],
  [when.hasOnly('fromCache'), 'browserKeepsCopies', 'reload'],
  [when.isChangedByOther, 'extensionChanges', 'reload'],
  // 7. The service wants a sign-in that nobody gave, or answers something else.
  [either(asks('windows'), trouble('windowsSignIn')), 'windowsSignIn', 'openInTab'],
  [either(asks('digest'), trouble('digestSignIn')), 'digestSignIn', 'openInTab'],
  [trouble('loginPage'), 'loginPage', 'openInTab'],
  [when.isUsable, 'usableFrom', 'useHere'],
  [asks('password'), 'asksPassword', 'signIn'],
  [asks('key'), 'asksKey', 'signIn'],
  [asks('token'), 'asksToken', 'signIn'],
  [either(asks('access'), when.status('signIn')), 'refusesAccess', 'signIn'],
  [trouble('redirected'), 'redirected', 'openInTab'],
  [trouble('notMapService'), 'notMapService', 'openInTab'],
  [trouble('unexpectedStatus'), 'unexpectedStatus', 'copyReport'],
  [when.reportsError, 'reportsError', 'copyReport'],
  [when.hidesLayers, 'hidesLayers', 'signIn'],
  // 8. Nothing is wrong, as far as anybody knows.
  [when.isPrinted, 'sitePrint', null],
  [when.status('signedIn'), 'signedIn', null],
  [when.isOpen, 'open', null],
  [when.always, 'notKnown', 'check'],
] as const satisfies readonly (readonly [when.Condition, string, Step | null])[];

export type ExplainCode = (typeof TABLE)[number][1];
