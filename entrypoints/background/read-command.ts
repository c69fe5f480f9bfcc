import * as v from 'valibot';
import { AppError } from '../../lib/errors.ts';
import { COMMANDS, type CommandName } from '../../lib/messages/protocol.ts';

/** @throws AppError `badMessage` for anything that is not exactly one of the commands. */
export function readCommand(message: unknown): { name: CommandName; payload: unknown } {
  const { command, ...rest } = (typeof message === 'object' && message !== null ? message : {}) as Record<
    string,
    unknown
  >;
  if (typeof command !== 'string' || !Object.hasOwn(COMMANDS, command)) throw new AppError('badMessage');
  const name = command as CommandName;
  const result = v.safeParse(COMMANDS[name], rest);
  if (!result.success) throw new AppError('badMessage');
  return { name, payload: result.output };
}
