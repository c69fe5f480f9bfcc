import { AppError } from '../../errors.ts';
import { type ClientSecrets, readClientSecrets } from '../client-secrets.ts';
import { parsed, sectionIn } from '../client-secrets-text.ts';
import { decrypt } from './authentication-crypto.ts';
import { type Configuration, readAuthentication, readConfigurations } from './authentication-read.ts';
import { type Connection, readConnections } from './connections-read.ts';
import { fileText } from './file-text.ts';
import { readOAuthConfig } from './oauth-config.ts';
import { parseXml } from './xml.ts';

/** What is in a file. */
export type Content =
  | { what: 'connections'; connections: Connection[] }
  | { what: 'configurations'; configurations: Configuration[] }
  | { what: 'application'; application: ClientSecrets; text: string }
  | { what: 'locked' };

/**
 * Reads a file by its content, whatever it is called.
 * @param password for an encrypted one; undefined where none was given yet.
 * @throws AppError with the one sentence about what is wrong.
 */
export async function contentOf(
  bytes: Uint8Array<ArrayBuffer>,
  password: string | undefined,
): Promise<Content> {
  // A project in its archive.
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new AppError('exchangeProject');
  const text = fileText(bytes);
  return /^\s*[{[]/.test(text) ? jsonContent(text) : xmlContent(text, password);
}

function jsonContent(text: string): Content {
  const value = parsed(text);
  if (value === undefined) throw new AppError('exchangeBadJson');
  const oauth = readOAuthConfig(value);
  if (oauth) {
    const { name } = oauth.config;
    const config = new Map([['oauth2config', text.trim()]]);
    const configuration = { id: '', name, uri: '', method: 'OAuth2', version: '1', config };
    return { what: 'configurations', configurations: [configuration] };
  }
  if (sectionIn(value) === null) throw new AppError('exchangeUnknownFile');
  return { what: 'application', application: readClientSecrets(text), text };
}

async function xmlContent(text: string, password: string | undefined): Promise<Content> {
  if (!text.trimStart().startsWith('<')) throw new AppError('exchangeUnknownFile');
  const root = parseXml(text);
  if (root.name === 'qgis') throw new AppError('exchangeProject');
  const connections = readConnections(root);
  if (connections) return { what: 'connections', connections };
  const found = readAuthentication(root);
  if (found === null) throw new AppError('exchangeUnknownFile');
  if (Array.isArray(found)) return { what: 'configurations', configurations: found };
  if (password === undefined) return { what: 'locked' };
  const inner = await decrypt(found, password);
  return { what: 'configurations', configurations: readConfigurations(parseXml(inner)) };
}
