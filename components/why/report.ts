import type { ServiceRow } from '../../lib/messages/view.ts';
import type { Translate } from '../translation.ts';

/**
 * A text for whoever can mend it. Of an address only what names the place: no user, no query, no `;key=...`.
 * @param sentence The explanation, with all its names.
 * @param site Host of the page.
 * @param when When it was so, in words.
 */
export function reportOf(
  row: ServiceRow,
  sentence: string,
  site: string,
  when: string,
  t: Translate,
): string {
  const service = row.url
    .replace(/[?#].*$/s, '')
    .replace(/;[^/]*/g, '')
    .replace(/\/\/[^/]*@/, '//');
  return [
    sentence,
    '',
    t('reportService', service),
    t('reportSite', site),
    t('reportTime', when),
    ...(row.why.answer ? [t('reportAnswer', row.why.answer)] : []),
  ].join('\n');
}
