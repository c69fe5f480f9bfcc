import { readFileSync } from 'node:fs';
import { readSecret } from '../../lib/auth/geodi/validator.ts';

export interface Config {
  clientId: string;
  key: Uint8Array;
  requestHeader: string;
  parameter: string;
  host: string;
  port: number;
}

/** What each setting is called in the file and in the environment, and what it is where nobody says. */
const SETTINGS = {
  clientId: ['GEODI_CLIENT_ID', ''],
  secret: ['GEODI_VALIDATOR_SECRET', ''],
  requestHeader: ['GEODI_REQUEST_HEADER', ''],
  parameter: ['GEODI_VALIDATOR_PARAMETER', 'validator'],
  host: ['GEODI_VALIDATOR_HOST', '127.0.0.1'],
  port: ['GEODI_VALIDATOR_PORT', '8452'],
} as const;

type Name = keyof typeof SETTINGS;

/**
 * The configuration: of a JSON file, where one is named, and of the environment, which has the last word.
 * @throws Error with one sentence that names the setting, and never its value.
 */
export function readConfig(file: string | undefined, environment: NodeJS.ProcessEnv): Config {
  const inFile = file === undefined ? {} : readFile(file);
  const unknown = Object.keys(inFile).filter((name) => !Object.hasOwn(SETTINGS, name));
  if (unknown.length > 0) throw new Error(`The configuration file has an unknown setting: ${unknown[0]}.`);
  const of = (name: Name): string => {
    const [variable, usual] = SETTINGS[name];
    const value = environment[variable] ?? inFile[name] ?? usual;
    if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`${name} must be a text.`);
    return String(value);
  };
  const clientId = of('clientId');
  if (clientId === '') throw new Error('clientId is missing: the ClientID of the settings file.');
  const key = readSecret(of('secret'));
  if (key === null)
    throw new Error('secret must be 32 random bytes in base64url; --new-secret prints a new one.');
  const port = Number(of('port'));
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('port must be a port number.');
  return {
    ...{ clientId, key, port },
    requestHeader: of('requestHeader'),
    parameter: of('parameter'),
    host: of('host'),
  };
}

function readFile(file: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error('The configuration file cannot be read, or is no JSON.');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error('The configuration file must hold one JSON object.');
  return parsed as Record<string, unknown>;
}
