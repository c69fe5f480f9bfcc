import type * as v from 'valibot';
import type { SOURCES_COMMANDS } from '../../lib/messages/sources-protocol.ts';

type Payload<N extends keyof typeof SOURCES_COMMANDS> = v.InferOutput<(typeof SOURCES_COMMANDS)[N]>;

/** Commands that are answered with the sources page's view. */
export type SourcesCommand = {
  [N in Exclude<keyof typeof SOURCES_COMMANDS, 'exportSignIns'>]: { command: N } & Payload<N>;
}[Exclude<keyof typeof SOURCES_COMMANDS, 'exportSignIns'>];
