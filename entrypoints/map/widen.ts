import type { Failure } from '../../lib/errors.ts';
import type { ServiceRow } from '../../lib/messages/view.ts';
import type { MapPort } from './map-port.ts';

/**
 * Lets a saved source be used at one more address: the address is added, then what changed by that is confirmed. Both are the
 * user's will, who has just pressed *Allow that too*; the browser has allowed the host already.
 */
export async function widen(
  page: Pick<MapPort, 'send'>,
  tabId: number,
  row: ServiceRow,
  url: string,
): Promise<Failure | null> {
  const saved = await page.send({ command: 'sources' });
  if (!saved.ok) return saved.failure;
  const source = saved.view.sources.find(({ id }) => id === row.sourceId);
  if (!source || source.urls.includes(url)) return null;
  const { id, name, frames } = source;
  const edited = await page.send({ command: 'editSource', id, name, frames, urls: [...source.urls, url] });
  if (!edited.ok) return edited.failure;
  const confirmed = await page.send({ command: 'confirmChange', tabId, key: row.key });
  return confirmed.ok ? null : confirmed.failure;
}
