// Answers GEODI's ValidateURL for validators that Layerkey computes; docs/geodi.md says how to set it up.
//   npm run geodi-validator -- [configuration.json]     npm run geodi-validator -- --new-secret
import type { AddressInfo } from 'node:net';
import { newSecret } from '../../lib/auth/geodi/validator.ts';
import { readConfig } from './config.ts';
import { validatorServer } from './server.ts';

const [argument] = process.argv.slice(2);

if (argument === '--new-secret') {
  console.log(newSecret());
} else {
  try {
    start(argument ?? process.env.GEODI_VALIDATOR_CONFIG);
  } catch (error) {
    console.error(error instanceof Error ? error.message : 'The configuration cannot be read.');
    process.exitCode = 1;
  }
}

function start(file: string | undefined): void {
  const { host, port, ...config } = readConfig(file, process.env);
  const server = validatorServer({
    ...config,
    now: Date.now,
    log: ({ time, answer, clientId, reason }) =>
      console.log(`${time} ${answer} ClientID=${JSON.stringify(clientId)} ${reason}`),
  });
  server.once('error', (error: NodeJS.ErrnoException) => {
    console.error(`Cannot listen on ${host}, port ${port}: ${error.code}.`);
    process.exitCode = 1;
  });
  server.listen(port, host, () => {
    const { port: taken } = server.address() as AddressInfo;
    console.log(
      `Waiting for GEODI on http://${host}:${taken}/?${config.parameter}={ClientValidator}; Ctrl+C ends it.`,
    );
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());
}
