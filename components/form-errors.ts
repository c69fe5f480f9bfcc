import type { ErrorCode, Failure } from '../lib/errors.ts';
import type { Draft, FormField } from '../lib/messages/form-view.ts';

const REFUSALS: readonly ErrorCode[] = ['passwordRefused', 'keyRefused', 'headerRefused'];
const ABOUT_A_FIELD: readonly ErrorCode[] = [
  'emptyField',
  'badHeaderName',
  'badHeaderValue',
  'badParameterName',
  'badUrl',
  'reservedParameter',
  'plainHttpProvider',
  'geodiSecret',
  'geodiName',
  'geodiMinutes',
  'geodiPlace',
];

/** The field where each of these can be put right, the likelier one first. */
const ABOUT_A_PROVIDER: Partial<Record<ErrorCode, readonly string[]>> = {
  badUrl: ['issuer', 'server'],
  plainHttpProvider: ['issuer', 'server'],
  notAProvider: ['issuer'],
  issuerMismatch: ['issuer'],
  noPkce: ['issuer'],
  endpointMissing: ['issuer'],
  notArcgis: ['server'],
  webServerSignIn: ['server'],
  arcgisNoPortal: ['way'],
  notFederated: ['server'],
  arcgisLocked: ['password'],
  clientRefused: ['clientId'],
  scopesRefused: ['scopes'],
  targetRefused: ['audience', 'resource'],
  idTokenMissing: ['identity'],
  idTokenAudience: ['trustedAudiences'],
  clientSecretsNotJson: ['clientSecretsFile'],
  clientSecretsWrongKind: ['clientSecretsFile'],
  clientSecretsServiceAccount: ['clientSecretsFile'],
  clientSecretsNoId: ['clientSecretsFile'],
  clientSecretsNoSecret: ['clientSecretsFile'],
  clientSecretsNoTokenUri: ['clientSecretsFile'],
  clientSecretsNoAuthUri: ['clientSecretsFile'],
  clientSecretsNoRedirect: ['clientSecretsFile'],
  clientSecretsRefused: ['clientSecretsFile'],
  publicClientRefused: ['clientSecretsFile'],
  geodiNoToken: ['username'],
  geodiSession: ['userSession'],
  geodiTarget: ['userSession'],
  geodiValidator: ['validator', 'validatorUrl', 'validatorSecret'],
  geodiNoValidator: ['validatorUrl'],
  geodiLoginUser: ['loginUser'],
  geodiClient: ['clientId'],
  geodiDomain: ['domain'],
  portalNotFound: ['portal'],
  portalRefused: ['password'],
  portalCodeMissing: ['otp'],
  portalLoginOff: ['way'],
  portalBasicOff: ['way'],
  sessionOfOwnPages: ['way'],
  otpSecretWrong: ['otpSecret'],
};

/** The first field that has to be filled in and is not, or null. */
export function firstEmpty(fields: readonly FormField[], values: Draft['fields']): string | null {
  return fields.find((field) => isNeeded(field, values) && !values[field.name]?.length)?.name ?? null;
}

function isNeeded({ name, optional, kind }: FormField, values: Draft['fields']): boolean {
  if (kind === 'note') return false;
  // The provider's addresses may be given in place of its own.
  if (name === 'issuer' && values.tokenEndpoint) return false;
  // Never empty: the browser's own address is a value, too.
  return !optional || name === 'redirect';
}

/**
 * Name of the field that a failure is about, or null where it is about none: then it stands above the buttons.
 * What is wrong with a field names it among its `values`; a refusal by the service is about the password or the last secret.
 */
export function fieldOfFailure(failure: Failure, fields: readonly FormField[]): string | null {
  if (ABOUT_A_FIELD.includes(failure.code)) {
    const named = fields.find(({ name }) => failure.values.includes(name));
    if (named) return named.name;
  }
  const isDrawn = (wanted: string) => fields.some(({ name }) => name === wanted);
  if (failure.code === 'passwordRefused' && isDrawn('password')) return 'password';
  if (REFUSALS.includes(failure.code)) return fields.findLast((field) => field.secret)?.name ?? null;
  return ABOUT_A_PROVIDER[failure.code]?.find(isDrawn) ?? null;
}

/** Failures that the user may answer with *Send it readable all the same*. */
export function isPlainHttp(failure: Failure | null): boolean {
  return failure?.code === 'plainHttp' || failure?.code === 'plainHttpButHttps';
}
