import { AppError } from '../errors.ts';
import type { Injection } from '../rules/injection.ts';
import { isUsableHeaderName, isUsableParameterName } from '../services/http-names.ts';
import type { SignInTools, Values } from './method.ts';

/** What a header value may hold: visible ASCII, with spaces and tabs inside (RFC 9110, section 5.5). */
const HEADER_VALUE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;

/** @throws AppError `emptyField` with the field's name, so that the sentence stands under it. */
export function required(values: Values, field: string): string {
  const value = values[field] ?? '';
  if (value === '') throw new AppError('emptyField', [field]);
  return value;
}

/** Keys are often pasted with the line break behind them; no key has white space at its ends or line breaks inside. */
function cleanKey(text: string): string {
  return text.replace(/[\r\n]+/g, '').trim();
}

/** The same for a key, cleaned. @throws AppError `emptyField` where nothing is left of it. */
export function requiredKey(values: Values, field: string): string {
  return required({ [field]: cleanKey(values[field] ?? '') }, field);
}

/** @throws AppError `badHeaderName` with the field's name. */
export function headerName(values: Values, field: string): string {
  const name = required(values, field).trim();
  if (!isUsableHeaderName(name)) throw new AppError('badHeaderName', [field]);
  return name;
}

/** @throws AppError `badHeaderValue` with the field's name. */
export function headerValue(text: string, field: string): string {
  if (!HEADER_VALUE.test(text)) throw new AppError('badHeaderValue', [field]);
  return text;
}

/** A query parameter's name. @throws AppError `badParameterName` with the field's name. */
export function parameterName(text: string, field: string): string {
  if (!isUsableParameterName(text)) throw new AppError('badParameterName', [field]);
  return text;
}

/** Sends one attempt. @throws AppError with the verdict's failure where it was not accepted. */
export async function prove(tools: SignInTools, injection: Injection): Promise<void> {
  const verdict = await tools.attempt(injection);
  if (!verdict.accepted) throw new AppError(verdict.failure.code, verdict.failure.values);
}
