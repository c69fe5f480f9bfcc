import { AppError } from '../../errors.ts';
import { DATABASES, type Family, familyOf } from './families.ts';
import type { Element } from './xml.ts';

/** One connection of a file, as it stands there. */
export interface Connection {
  family: Family;
  name: string;
  /** All of it, by name; QGIS writes them in any order. */
  attributes: ReadonlyMap<string, string>;
}

/** Entries of one file; more than anybody has. */
export const MOST_ENTRIES = 5000;

/**
 * Reads a file of connections by its root. As QGIS does, entries are the root's children, whatever they are called.
 * @returns null where the root is none of them.
 * @throws AppError `exchangeDatabases`, `exchangeTooMany`, `exchangeEmpty`
 */
export function readConnections(root: Element): Connection[] | null {
  if (DATABASES.test(root.name)) throw new AppError('exchangeDatabases');
  const family = familyOf(root.name);
  if (!family) return null;
  if (root.children.length === 0) throw new AppError('exchangeEmpty');
  if (root.children.length > MOST_ENTRIES) throw new AppError('exchangeTooMany', [String(MOST_ENTRIES)]);
  return root.children.map(({ attributes }) => ({
    family,
    name: attributes.get('name')?.trim() ?? '',
    attributes,
  }));
}
