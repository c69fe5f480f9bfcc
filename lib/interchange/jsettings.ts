import { AppError } from '../errors.ts';

/** What GEODI has to know of a trusted client. */
export interface ClientSettings {
  clientId: string;
  /** Where GEODI asks whether a ClientValidator is good. */
  validateUrl: string;
  /** What GEODI sends along in the header GEODIRequestHeader, so that the check knows it; '' for none. */
  requestHeader: string;
}

/** What GEODI puts the validator in place of. It sends it as the header ClientValidator as well, in any case. */
const PLACE = '{ClientValidator}';

/**
 * The settings file of a trusted client, for GEODI's `Settings/ClientToken` (UTF-8; names without quotes, as GEODI's own
 * documentation has them).
 * @throws AppError `emptyField`, `badUrl`, `badHeaderValue`, `geodiPlace` with the field's name.
 */
export function writeJSettings({ clientId, validateUrl, requestHeader }: ClientSettings): string {
  const url = validateUrl.trim();
  if (clientId.trim() === '') throw new AppError('emptyField', ['clientId']);
  if (url === '') throw new AppError('emptyField', ['validateUrl']);
  const asked = URL.parse(url.replaceAll(PLACE, 'x'));
  if (asked === null || !/^https?:\/\//i.test(url) || /\s/.test(url))
    throw new AppError('badUrl', ['validateUrl']);
  // Other braces are a place that GEODI does not fill.
  if (/[{}]/.test(url.replaceAll(PLACE, ''))) throw new AppError('geodiPlace', ['validateUrl']);
  const header = requestHeader.trim();
  if (!/^[\x20-\x7e]*$/.test(header)) throw new AppError('badHeaderValue', ['requestHeader']);
  const lines = [
    `ClientID:${JSON.stringify(clientId.trim())}`,
    `ValidateURL: ${JSON.stringify(url)}`,
    ...(header === '' ? [] : [`GEODIRequestHeader:${JSON.stringify(header)}`]),
  ];
  return `{\n\n${lines.join(',\n')}\n\n}\n`;
}

/** Its name: GEODI reads every file with this ending. */
export function jSettingsName(clientId: string): string {
  const plain = clientId
    .trim()
    .replace(/[^\w.-]+/g, '_')
    .slice(0, 60);
  return `${plain === '' ? 'client' : plain}.jSettings`;
}
