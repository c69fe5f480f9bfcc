/**
 * Every way something can fail, as a stable code. Each code has exactly one sentence in
 * `public/_locales/<language>/messages.json`, under `error_<code>`; what varies (a host, a name) travels in `values`.
 */
export const ERROR_CODES = [
  // the service's answer to a sign-in
  'passwordRefused', // $1 host
  'keyRefused', // $1 host
  'headerRefused', // $1 host
  'accessRefused', // $1 host: known to the service, but not allowed here (403 after an accepted sign-in)
  'openService', // $1 host: it answers without any credential
  'noMoreThanBefore', // $1 host: it answers 200 to everything; the credential changed nothing
  'unreachable', // $1 host
  'timedOut', // $1 host
  'certificateProblem', // $1 host
  'notMapService', // $1 host
  'redirected', // $1 host, $2 the host it sends to
  'loginPage', // $1 host
  'windowsSignIn', // $1 host
  'digestSignIn', // $1 host
  'proxySignIn', // $1 host: 407, 511
  'tooManyRequests', // $1 host
  'serverError', // $1 host, $2 status
  'unexpectedStatus', // $1 host, $2 status
  // before anything is sent
  'badUrl',
  'notHttpUrl',
  'badPrefix', // the address has a character that cannot be kept to its place
  'badHeaderName',
  'badHeaderValue',
  'badParameterName',
  'emptyField',
  'fileTooLong',
  'signedUrl', // $1 host: the address carries a signature
  'plainHttp', // $1 host: the secret would travel readable
  'plainHttpButHttps', // $1 host: the same, and the service also answers over https
  'overlapping', // $1 host: this place of the service already has another sign-in on this site
  // permissions, page, worker
  'permissionNotGiven', // $1 host
  'permissionRevoked', // $1 host
  'pageNotReadable',
  'intentExpired', // $1 host
  'interrupted', // $1 host: the browser stopped our worker in the middle
  'rulesNotAccepted', // $1 host
  'tooManyRules',
  'changed', // $1 host
  'recordsSetAside', // $1 how many
  'storageFailed',
  'newerData',
  // identity providers: $1 is the provider's host, unless it says otherwise
  'plainHttpProvider',
  'providerNotAllowed', // $1 hosts that the browser must allow first
  'reservedParameter', // $1 the form's field
  'notAProvider',
  'issuerMismatch', // $2 the host that the provider calls itself
  'noPkce',
  'endpointMissing', // $2 the metadata's name of what is missing
  'providerRedirects',
  'providerAnswerUnreadable',
  'providerBusy',
  'providerRefused', // $2 the protocol's word for why
  'signInDenied',
  'signInCancelled',
  'signInNeedsWindow', // without a window the provider does not answer
  'windowWithoutAnswer',
  'answerNotForThisSignIn', // wrong state or issuer
  'clientRefused',
  'clientNotAllowed',
  'scopesRefused',
  'targetRefused', // audience or resource
  'codeExpired',
  'signInEnded', // the refresh token is no longer good
  'idTokenMissing',
  'idTokenInvalid',
  'idTokenAudience',
  'clockWrong',
  'anotherUser',
  'tokenTypeUnusable', // $2 the type
  'tokenUnusable',
  // Isogeo
  'clientSecretsNotJson',
  'clientSecretsWrongKind',
  'clientSecretsServiceAccount',
  'clientSecretsNoId',
  'clientSecretsNoSecret',
  'clientSecretsNoTokenUri',
  'clientSecretsNoAuthUri',
  'clientSecretsNoRedirect',
  'clientSecretsRefused',
  'publicClientRefused',
  // GeoMapFish: $1 the portal's host
  'portalNotFound',
  'portalRefused', // user name, password or one-time code
  'portalCodeMissing',
  'portalFirstPassword', // a reply that signs nobody in
  'portalLoginOff', // it signs in with an identity provider alone
  'portalNoSession', // the browser keeps no session
  'portalTokenUnknown',
  'portalBasicOff',
  'sessionOfOwnPages', // $2 the site that it cannot serve
  'otpSecretWrong', // $1 the form's field
  // GEODI: $1 is its host, unless it says otherwise
  'geodiNoToken',
  'geodiTokenRefused',
  'geodiSession',
  'geodiTarget', // $2 the operation
  'geodiValidator',
  'geodiNoValidator', // $1 host of the validator's address
  'geodiLoginUser',
  'geodiClient',
  'geodiDomain',
  'geodiFault',
  'geodiNetwork',
  'geodiSecret', // $1 the form's field
  'geodiName', // $1 the form's field
  'geodiMinutes', // $1 the most, $2 the form's field
  'geodiPlace', // $1 the form's field
  'geodiNoClientId',
  // ArcGIS
  'notArcgis', // $1 host
  'webServerSignIn', // $1 host: the web server in front asks who it is, and no tokens are made
  'arcgisNoPortal', // $1 host of a stand-alone server
  'notFederated', // $1 the service's host, $2 the portal's
  'arcgisLocked', // $1 host
  'arcgisNeedsHttps', // $1 host that makes the tokens: for https alone
  'arcgisTokenRefused', // $1 the service's host, $2 the host that made the token
  // saved sign-ins
  'shortPassphrase',
  'wrongPassphrase',
  'passphraseWait', // $1 seconds until the next try
  'vaultLocked',
  'vaultNewer',
  'vaultDamaged', // the envelope itself cannot be read
  'passkeyRefused', // no passkey, or one that cannot open anything here (no PRF, the extension's id changed)
  'notRemembered', // $1 host: signed in, but it could not be saved on this device
  'sharedComputer',
  'savedDamaged', // $1 names: entries that do not open
  'savedAltered', // $1 names: entries that are not the ones last saved (swapped, rolled back)
  'savedMissing', // $1 names: entries that somebody else than Layerkey took away
  'savedRemoved', // $1 names: removed by the user while locked; a word, not a fault
  'backupUnreadable',
  'backupNewer',
  'backupPassphrase',
  // exchange with QGIS
  'exchangeTooLong',
  'exchangeUnreadable',
  'exchangeUnknownFile',
  'exchangeProject',
  'exchangeBadXml',
  'exchangeBadJson',
  'exchangeBadOAuth', // $1 QGIS's name of what cannot be
  'exchangeLongValue',
  'exchangeOddName', // $1 the name
  'exchangeTooMany', // $1 the most
  'exchangeEmpty',
  'exchangeDatabases',
  'exchangePassword',
  'exchangeDamaged',
  'exchangeHeaderName', // $1 the sign-in's name, $2 the header's
  'exchangeSeparator', // $1 the sign-in's name
  'exchangeCharacter', // $1 name of the sign-in or the connection
  'badMessage',
  'unknown',
  // projects of the map
  'projectDamaged',
  'projectNewer',
  'projectTooBig',
  'projectTooMany', // layers, or groups within groups
  'projectAddress', // $1 name of the source or layer; may be empty
  'projectRefused', // what a service says of itself fits into none
  'projectKeyLeft', // $1 host: a key in an address was taken out and has to be typed
  'projectGone', // it was among those kept
  'projectNotKept', // the disk is full, or it is larger than what is kept
  // the sources page
  'badAddress', // $1 the address, without what may be secret in it
  'sourceGone', // removed meanwhile, on another page
  'secretLeftOut', // $1 host: saved without the password or key that stood in its address
  'leftOutWithoutSignIn', // $1 how many sources
  'leftOutTaken', // $1 how many sources: another one signs the same requests on that site
  'testNotSignedIn', // $1 host
  'testNotRepeated', // $1 host: what it refused before
  'importUnusable', // $1 name of the source or sign-in
  'importGone', // what it should replace, or use, is not saved any more
  // a pasted set-up
  'setUpUnreadable',
  'setUpNewer',
  // the map: $1 is the service's host
  'notCapabilities', // what it sent does not describe a service
  'capabilitiesTooBig',
  'serviceSays', // $2 its own words
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
