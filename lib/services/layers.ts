import { xmlTags } from './xml-tags.ts';

/** The element that names a layer, by the element it stands in (WMS 1.0-1.3, WFS 1.0-2.0, WMTS 1.0, WCS 1.0-2.0). */
const NAMED_IN: Readonly<Record<string, readonly string[]>> = {
  Layer: ['Name', 'Identifier'],
  FeatureType: ['Name'],
  CoverageOfferingBrief: ['name'],
  CoverageSummary: ['CoverageId', 'Identifier'],
};

/**
 * Names of the layers, feature types or coverages in a capabilities document, each once, in order; none for any other
 * text. For comparing what a server shows with and without a credential.
 */
export function layerNames(capabilities: string): string[] {
  const names = new Set<string>();
  for (const { name, around, text } of xmlTags(capabilities)) {
    if (text !== '' && NAMED_IN[around.at(-1) ?? '']?.includes(name)) names.add(text);
  }
  return [...names];
}
