import { parseXml, type XmlDocument, type XmlElement } from '@rgrove/parse-xml';

export type Xml = XmlDocument;

/**
 * Reads XML 1.0 strictly: what is not well-formed is refused, entities are never expanded nor fetched. A byte order mark
 * and white space before it are passed over, as servers do send them.
 */
export function xmlOf(text: string): Xml {
  return parseXml(text.replace(/^[\ufeff\s]+/, ''), { ignoreUndefinedEntities: true });
}

/** The root element's name without prefix; what it declares as its namespaces, with its attributes' values. */
export function rootOf(document: Xml): { name: string; attributes: string } {
  const root: XmlElement | null = document.root;
  return {
    name: (root?.name ?? '').replace(/^.*:/, ''),
    attributes: Object.values(root?.attributes ?? {}).join(' '),
  };
}
