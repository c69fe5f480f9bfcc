import type { ErrorCode, Failure } from '../lib/errors.ts';
import type { Draft, FormField } from '../lib/messages/view.ts';

const REFUSALS: readonly ErrorCode[] = ['passwordRefused', 'keyRefused', 'headerRefused'];
const ABOUT_A_FIELD: readonly ErrorCode[] = [
  'emptyField',
  'badHeaderName',
  'badHeaderValue',
  'badParameterName',
];

/** The first field that has to be filled in and is not, or null. */
export function firstEmpty(fields: readonly FormField[], values: Draft['fields']): string | null {
  return fields.find((field) => !field.optional && !values[field.name]?.length)?.name ?? null;
}

/**
 * Name of the field that a failure is about, or null where it is about none: then it stands above the buttons.
 * What is wrong with a field names it in `values`; a refusal by the service is about the last secret.
 */
export function fieldOfFailure(failure: Failure, fields: readonly FormField[]): string | null {
  if (ABOUT_A_FIELD.includes(failure.code)) {
    return fields.find(({ name }) => name === failure.values[0])?.name ?? null;
  }
  if (REFUSALS.includes(failure.code)) return fields.findLast((field) => field.secret)?.name ?? null;
  return null;
}

/** Failures that the user may answer with *Send it readable all the same*. */
export function isPlainHttp(failure: Failure | null): boolean {
  return failure?.code === 'plainHttp' || failure?.code === 'plainHttpButHttps';
}
