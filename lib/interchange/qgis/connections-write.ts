import { AppError } from '../../errors.ts';
import type { Connection } from './connections-read.ts';
import type { Family } from './families.ts';
import { isXmlText, xmlTag } from './xml.ts';

const PREFIX = 'http-header:';
/** What QGIS declares for it, from 3.44 on. */
const NAMESPACE: [string, string] = ['xmlns:http-header', 'https://qgis.org/http-header'];

/**
 * A file of connections as QGIS writes it.
 * @throws AppError `exchangeCharacter` with the connection's name where XML cannot hold a value.
 */
export function writeConnections(family: Family, connections: readonly Connection[]): string {
  const hasHeaders = connections.some(({ attributes }) =>
    [...attributes.keys()].some((name) => name.startsWith(PREFIX)),
  );
  const root: [string, string][] = [['version', family.version], ...(hasHeaders ? [NAMESPACE] : [])];
  const lines = connections.map(({ name, attributes }) => {
    if (![...attributes.values()].every(isXmlText)) throw new AppError('exchangeCharacter', [name]);
    return `    ${xmlTag(family.element, attributes)}/>\n`;
  });
  return `<!DOCTYPE connections>\n${xmlTag(family.root, root)}>\n${lines.join('')}</${family.root}>\n`;
}
