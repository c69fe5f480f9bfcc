import { isUsableHeaderName } from '../../services/http-names.ts';
import { type Converted, cannot, type SignInDraft } from './sign-in-draft.ts';

/** RFC 9110, section 5.5, in ASCII. */
const VALUE = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;
/** As many as the method's form has names for. */
const MOST = 100;

/** Named headers as the method `header` keeps them: `header`, `header#1`, ... and their values. */
export function headerDraft(
  headers: readonly (readonly [name: string, value: string])[],
): Converted<SignInDraft> {
  const settings: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  if (headers.length === 0) return cannot('exchange_noHeader');
  if (headers.length > MOST || names.size < headers.length) return cannot('exchange_manyHeaders');
  for (const [index, [name, whole]] of headers.entries()) {
    if (!isUsableHeaderName(name)) return cannot('exchange_headerName', name);
    if (!VALUE.test(whole)) return cannot('exchange_headerValue', name);
    // The word before the value is a field of its own.
    const [, scheme = '', value = whole] =
      (name.toLowerCase() === 'authorization' && /^([A-Za-z]\w*) (\S.*)$/.exec(whole)) || [];
    const suffix = index === 0 ? '' : `#${index}`;
    settings[`header${suffix}`] = name;
    settings[`scheme${suffix}`] = scheme;
    secrets[`value${suffix}`] = value;
  }
  return { made: { method: 'header', who: '', settings, secrets }, notes: [], qgis: [] };
}

/** The same way back. */
export function headersOf({
  settings,
  secrets,
}: Pick<SignInDraft, 'settings' | 'secrets'>): [string, string][] {
  return Object.keys(settings)
    .filter((name) => /^header(?:#\d{1,2})?$/.test(name))
    .map((name) => {
      const suffix = name.slice('header'.length);
      const scheme = settings[`scheme${suffix}`] ?? '';
      const value = secrets[`value${suffix}`] ?? '';
      return [settings[name] ?? '', scheme === '' || value === '' ? value : `${scheme} ${value}`];
    });
}
