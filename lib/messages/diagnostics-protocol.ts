import * as v from 'valibot';

/** What the diagnostics page asks. Answered with a `DiagnosticsView`; changes nothing. */
export const DIAGNOSTICS_COMMANDS = { diagnostics: v.strictObject({}) } as const;
