import { AppError } from '../errors.ts';
import type { Access } from './access.ts';
import { examine, type Opened } from './examine.ts';
import { type Index, openIndex } from './index-record.ts';
import type { VaultRecord } from './record.ts';
import { importDataKey } from './wrap.ts';

/**
 * Opens everything with the data key that `findKey` finds, holds that key, and tidies: the index no longer names what is
 * missing, and entries that it does not know go.
 * @throws AppError `vaultDamaged` where the index does not open, and what `findKey` throws.
 */
export async function unlock(
  access: Access,
  findKey: (record: VaultRecord) => Promise<Uint8Array>,
): Promise<Opened> {
  const { record, entries } = await access.load();
  access.refuse();
  if (record === null) throw new AppError('badMessage');
  const dataKey = await findKey(record);
  try {
    const key = await importDataKey(dataKey);
    const index = await openIndex(record.index, key);
    if (index === null) throw new AppError('vaultDamaged');
    const { credentials, report, strangers } = await examine(entries, index, key);
    await access.hold(dataKey, record, index);
    const gone = new Set([...report.missing, ...report.removed].map(({ accountId }) => accountId));
    const left: Index = new Map([...index].filter(([id]) => !gone.has(id)));
    const marks = new Map(report.removed.map(({ accountId }) => [accountId, null]));
    // What cannot be tidied now is told and tidied next time.
    if (gone.size > 0) await access.put({ record, key, index: left }, marks).catch(() => undefined);
    if (strangers.length > 0) await access.shelf.removeEntries(strangers).catch(() => undefined);
    return { credentials, report };
  } finally {
    dataKey.fill(0);
  }
}
