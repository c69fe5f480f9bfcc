import { vi } from 'vitest';
import { createSourcesCommands } from '../../entrypoints/background/sources-commands.ts';
import { createVaultReport } from '../../entrypoints/background/vault-report.ts';
import type { CommandPayload, ViewOf } from '../../lib/messages/protocol.ts';
import type { SOURCES_COMMANDS } from '../../lib/messages/sources-protocol.ts';
import type { SourcesView } from '../../lib/messages/sources-view.ts';
import { createAllowing } from '../../lib/sign-in/allowing.ts';
import type { Ask } from '../../lib/sign-in/attempt.ts';
import { createEditing } from '../../lib/sign-in/editing.ts';
import { createImporting } from '../../lib/sign-in/importing.ts';
import { createTesting } from '../../lib/sign-in/testing.ts';
import { createUndoing } from '../../lib/sign-in/undoing.ts';
import type { signInWorld } from './sign-in-world.ts';

type Name = keyof typeof SOURCES_COMMANDS;

/** The sources page's commands over a real world; what needs tabs is counted. */
export function sourcesCommands(made: Awaited<ReturnType<typeof signInWorld>> & { ask: Ask }) {
  const undoing = createUndoing({ ...made, capabilities: { portsInPatterns: true } });
  const parts = { ...made, undoing, capabilities: { portsInPatterns: true } };
  const changed = vi.fn(async () => undefined);
  const access = { giveBack: vi.fn(async () => undefined) };
  const returning = { openSites: vi.fn(async () => undefined) };
  const answeredWell = new Map<string, number>();
  const testing = createTesting({
    ...{ ...parts, changed, now: () => made.clock.now },
    giveBack: access.giveBack,
  });
  const commands = createSourcesCommands({
    ...{ ...parts, testing, changed, access, returning, report: createVaultReport(made) },
    editing: createEditing(parts),
    allowing: createAllowing(parts),
    importing: createImporting(parts),
    answeredWell: () => answeredWell,
  });
  const carryOut = <N extends Name>(name: N, payload: CommandPayload<N>): Promise<ViewOf<N>> =>
    commands.carryOut(name, payload);
  return {
    ...{ undoing, testing, changed, access, returning, answeredWell, carryOut },
    send: async <N extends Name>(name: N, payload: CommandPayload<N>) =>
      (await carryOut(name, payload)) as SourcesView,
  };
}

/** The code of what is thrown; `done` where nothing is. */
export const refusal = (work: () => Promise<unknown>): Promise<string> =>
  work().then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  );
