import { xmlTags } from './xml-tags.ts';

/** Codes are short names; anything longer was not written by a service. */
const LONGEST_CODE = 60;

/**
 * The codes of an OGC exception report, each once, at most five: `code` of WMS (OGC 06-042, 6.10), `exceptionCode` of OWS
 * Common (06-121r9, 8). None for any other text.
 */
export function exceptionCodes(report: string): string[] {
  const codes = new Set<string>();
  for (const { name, attribute } of xmlTags(report)) {
    if (name !== 'ServiceException' && name !== 'Exception') continue;
    const code = attribute('code') ?? attribute('exceptionCode') ?? '';
    if (code !== '' && code.length <= LONGEST_CODE) codes.add(code);
    if (codes.size === 5) break;
  }
  return [...codes];
}
