import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { makeValidator, readSecret } from '../../lib/auth/geodi/validator.ts';
import { type LogLine, validatorServer } from '../../scripts/geodi-validator/server.ts';

/** The check that ships with Layerkey, on a free port, with a clock of its own. */
export interface Validator {
  /** As a ValidateURL has it. */
  url: string;
  log: LogLine[];
  /** Ms since the epoch; null for the real clock. */
  setClock(now: number | null): void;
  /** A validator as the organisation's own program would make it. */
  make(loginUser: string): Promise<string>;
  close(): Promise<void>;
}

export async function startValidator(options: {
  clientId: string;
  secret: string;
  requestHeader: string;
}): Promise<Validator> {
  const { clientId, requestHeader } = options;
  const key = readSecret(options.secret);
  if (key === null) throw new Error('That is no secret');
  const log: LogLine[] = [];
  let clock: number | null = null;
  const now = () => clock ?? Date.now();
  const server = validatorServer({
    ...{ clientId, key, requestHeader, now, parameter: 'validator' },
    log: (line) => void log.push(line),
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/check?validator={ClientValidator}`,
    log,
    setClock: (at) => {
      clock = at;
    },
    make: (loginUser) => makeValidator(key, { clientId, loginUser, minutes: 5 }, now()),
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}
