import type { Credential } from '../sources/model.ts';
import { openEntry } from './entry.ts';
import type { Index } from './index-record.ts';
import { readHeader, tagOf } from './jwe.ts';
import type { Entries } from './record.ts';

/** An entry as it is called where something has to be said about it. */
interface NamedEntry {
  accountId: string;
  name: string;
}

/** Entries by what is wrong with them. The rest opened. */
interface Report {
  /** The sealing that is meant, but it does not open. */
  damaged: NamedEntry[];
  /** Not the sealing that is meant: swapped, rolled back, put there by somebody. */
  altered: NamedEntry[];
  /** Taken away by somebody else. */
  missing: NamedEntry[];
  /** Taken away by us, while locked. */
  removed: NamedEntry[];
}

export interface Opened {
  credentials: Credential[];
  report: Report;
}

interface Examined extends Opened {
  /** Entries that the index does not know, to sweep. */
  strangers: string[];
}

/** Opens every entry that the index names, and says what is wrong with the others. */
export async function examine(entries: Entries, index: Index, key: CryptoKey): Promise<Examined> {
  const credentials: Credential[] = [];
  const report: Report = { damaged: [], altered: [], missing: [], removed: [] };
  const verdicts = await Promise.all(
    [...index].map(async ([accountId, { tag }]) => judge(entries.get(accountId), accountId, tag, key)),
  );
  for (const [at, [accountId, { name }]] of [...index].entries()) {
    const verdict = verdicts[at] ?? 'missing';
    if (typeof verdict === 'string') report[verdict].push({ accountId, name });
    else credentials.push(verdict);
  }
  const strangers = [...entries.keys()].filter((id) => !index.has(id));
  for (const id of strangers) {
    // Every change writes entry and index at once. One that we sealed and the index does not know means an older index, or
    // an entry that was forgotten and put back.
    const stranger = await openEntry(entries.get(id), id, key);
    if (stranger) report.altered.push({ accountId: id, name: nameOf(stranger) });
  }
  return { credentials, report, strangers };
}

async function judge(
  jwe: unknown,
  accountId: string,
  tag: string,
  key: CryptoKey,
): Promise<Credential | keyof Report> {
  if (jwe === undefined) return 'missing';
  if (jwe === null) return 'removed';
  if (typeof jwe !== 'string') return 'damaged';
  if (tagOf(jwe) !== tag) return readHeader(jwe) === null ? 'damaged' : 'altered';
  return (await openEntry(jwe, accountId, key)) ?? 'damaged';
}

/** The index has no name for it; its service is what the user knows. */
function nameOf({ accountId, destinations: [first] }: Credential): string {
  return first ? new URL(first.prefix).host : accountId;
}
