import { AppError } from '../../errors.ts';
import { MOST_ENTRIES } from './connections-read.ts';
import type { Element } from './xml.ts';

/** One of QGIS's authentication configurations. */
export interface Configuration {
  /** authcfg; 7 characters of `[0-9a-z]` where QGIS made it up, but anything can be written there. */
  id: string;
  name: string;
  /** QGIS keeps it and does nothing with it. */
  uri: string;
  /** `Basic`, `APIHeader`, `OAuth2`, ... */
  method: string;
  version: string;
  /** Its fields; which, the method says. */
  config: ReadonlyMap<string, string>;
}

/** What is in an encrypted file: hexadecimal texts. */
export interface Encrypted {
  hash: string;
  civ: string;
  salt: string;
  text: string;
}

export const AUTHENTICATION_ROOT = 'qgis_authentication';

/**
 * Reads a file of authentication configurations (QGIS, `QgsAuthManager::exportAuthenticationConfigsToXml`).
 * @returns null where the root is another; what is encrypted where it is.
 * @throws AppError `exchangeEmpty`, `exchangeTooMany`
 */
export function readAuthentication(root: Element): Configuration[] | Encrypted | null {
  if (root.name !== AUTHENTICATION_ROOT) return null;
  const [hash, civ, salt] = ['hash', 'civ', 'salt'].map((name) => root.attributes.get(name));
  if (hash !== undefined && civ !== undefined && salt !== undefined) {
    return { hash, civ, salt, text: root.text.trim() };
  }
  const [list] = root.children;
  return readConfigurations(list);
}

/** The same for what was within an encrypted one. */
export function readConfigurations(list: Element | undefined): Configuration[] {
  const found = (list?.name === 'configurations' ? list.children : []).filter(
    ({ name }) => name === 'AuthMethodConfig',
  );
  if (found.length === 0) throw new AppError('exchangeEmpty');
  if (found.length > MOST_ENTRIES) throw new AppError('exchangeTooMany', [String(MOST_ENTRIES)]);
  return found.map(({ attributes, children }) => ({
    id: attributes.get('id') ?? '',
    name: attributes.get('name') ?? '',
    uri: attributes.get('uri') ?? '',
    method: attributes.get('method') ?? '',
    version: attributes.get('version') ?? '',
    config: children[0]?.attributes ?? new Map(),
  }));
}
