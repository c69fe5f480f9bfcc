import type { ServiceRow, WhyView } from '../../lib/messages/view.ts';

/**
 * Keys of rows whose certificate trouble a row above them says already: the same sentence about the same host, or about the
 * same hosts of one provider. They show their status alone.
 * @param rows In the order in which they stand.
 */
export function repeatedNotices(rows: readonly ServiceRow[]): ReadonlySet<string> {
  const said = new Set<string>();
  const repeated = new Set<string>();
  for (const { key, why } of rows) {
    if (!why.loud || !why.code.startsWith('certificate')) continue;
    const notice = noticeOf(why);
    if (said.has(notice)) repeated.add(key);
    said.add(notice);
  }
  return repeated;
}

function noticeOf({ code, hosts, values }: WhyView): string {
  return JSON.stringify([code, hosts.length > 0 ? [...hosts].sort() : values]);
}
