import type { ErrorCode } from './error-codes.ts';

export type { ErrorCode };

/** A failure to show: a code and what fills its sentence. Never holds a secret. */
export interface Failure {
  code: ErrorCode;
  values: string[];
}

/** The one error class of the project. Between page and worker only its {@link Failure} travels. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly values: string[];

  constructor(code: ErrorCode, values: string[] = [], options?: ErrorOptions) {
    super(code, options);
    this.name = 'AppError';
    this.code = code;
    this.values = values;
  }
}

/** What to show for any thrown thing; anything that is not an {@link AppError} is `unknown`, its text is dropped. */
export function toFailure(error: unknown): Failure {
  return error instanceof AppError
    ? { code: error.code, values: error.values }
    : { code: 'unknown', values: [] };
}
