import type { StorageArea } from '../platform/ports.ts';
import type { Credential } from '../sources/model.ts';
import type { Access } from './access.ts';
import { sealEntry } from './entry.ts';
import { examine } from './examine.ts';
import { tagOf } from './jwe.ts';

/** A credential, and what to call it when something is wrong with its entry. */
export interface Named {
  credential: Credential;
  name: string;
}

/** Seals them and the new index, in one write. */
export async function saveAll(
  access: Access,
  list: readonly Named[],
  write?: StorageArea['set'],
): Promise<void> {
  const open = await access.requireOpen();
  const index = new Map(open.index);
  const entries = new Map<string, string>();
  for (const { credential, name } of list) {
    const jwe = await sealEntry(credential, open.key);
    entries.set(credential.accountId, jwe);
    index.set(credential.accountId, { tag: tagOf(jwe), name });
  }
  if (entries.size > 0 || write) await access.put({ ...open, index }, entries, write);
}

/** One entry again, or null where it is not there or does not open. */
export async function read(access: Access, accountId: string): Promise<Credential | null> {
  const open = await access.requireOpen();
  const { entries } = await access.load();
  const { credentials } = await examine(
    new Map([[accountId, entries.get(accountId)]]),
    new Map([...open.index].filter(([id]) => id === accountId)),
    open.key,
  );
  return credentials[0] ?? null;
}

/** Unlocked: index and entries, in one write. Locked: the index cannot be written, so a mark stays. */
export async function forget(access: Access, accountIds: readonly string[]): Promise<void> {
  const open = await access.openNow();
  const known = accountIds.filter((id) => access.shelf.ids().has(id) || open?.index.has(id));
  if (known.length === 0) return;
  if (open === null) return access.shelf.leaveMarks(known);
  const index = new Map(open.index);
  for (const id of known) index.delete(id);
  await access.put({ ...open, index }, new Map(known.map((id) => [id, null])));
}
