import { hostOf } from '../addresses.ts';
import { AppError } from '../errors.ts';
import type { InTurn } from '../queue.ts';
import { prefixesOf } from '../sources/destinations.ts';
import { readAddresses, readEntered } from '../sources/entered.ts';
import { newId } from '../sources/ids.ts';
import type { Saved, Source } from '../sources/model.ts';
import type { SavedStore } from '../sources/store.ts';
import { createTaken } from '../sources/taken.ts';
import type { Credentials } from './credentials.ts';
import { withoutSources } from './edits.ts';
import type { Installed } from './installed.ts';
import { rowKey } from './rows.ts';
import type { Session } from './session.ts';
import type { TakingBack } from './taking-back.ts';
import type { Undoing } from './undoing.ts';

interface Parts {
  store: SavedStore;
  session: Session;
  credentials: Credentials;
  installed: Installed;
  takingBack: TakingBack;
  undoing: Undoing;
  inTurn: InTurn;
}

/** What a source says after it was edited. */
interface Edited {
  id: string;
  name: string;
  urls: readonly string[];
  frames: boolean;
}

/** Adds, changes, copies and removes saved sources. */
export function createEditing(parts: Parts) {
  const { store, session, credentials, installed, takingBack, undoing, inTurn } = parts;

  /** @throws AppError as `readEntered`. */
  async function add(name: string, url: string): Promise<void> {
    const { base, kinds, sample, hadSecret } = readEntered(url);
    const host = hostOf(prefixesOf([base])[0] ?? '');
    const source: Source = {
      ...{ id: newId(), name: name.trim() || host },
      ...{ kinds, urls: [base], sample, frames: false },
    };
    await store.change((saved) => ({ ...saved, sources: [...saved.sources, source] }));
    const failure = { code: 'secretLeftOut' as const, values: [host] };
    if (hadSecret) await session.set('notice', failure.code, failure);
  }

  /** @throws AppError `sourceGone`, `badAddress` with the address, `overlapping`. */
  async function edit(wanted: Edited): Promise<void> {
    const before = await store.read();
    const source = sourceIn(before, wanted.id);
    const after = edited(source, wanted);
    if (JSON.stringify(after) === JSON.stringify(source)) return;
    if (after.urls.join() !== source.urls.join()) refuseOverlap(before, after);
    const { id, frames } = after;
    await undoing.within.undoable('edited', 1, async () => {
      await store.change((saved) => ({
        ...saved,
        sources: saved.sources.map((each) => (each.id === id ? after : each)),
      }));
      // Of what was sealed only this changes: an address that differs stays to be confirmed (promise 10).
      if (frames !== source.frames)
        await credentials.change((each) => (each.sourceId === id ? { ...each, frames } : each));
      await installed.withdraw();
    });
  }

  async function remove(ids: ReadonlySet<string>): Promise<void> {
    const before = await store.read();
    const gone = before.sources.filter(({ id }) => ids.has(id));
    if (gone.length === 0) return;
    const left = new Set(withoutSources(before, ids).accounts.map(({ id }) => id));
    // What lost its host access is in the vault alone; it comes back, too.
    for (const { id } of before.accounts)
      if (!left.has(id)) await credentials.fetch(id).catch(() => undefined);
    await undoing.within.undoable('removed', gone.length, () =>
      takingBack.within.remove(ids, { farewell: false }),
    );
    const bases = new Map(gone.map(({ id, urls }) => [id, urls[0] ?? '']));
    const rows = before.grants.flatMap(({ sourceId, site }) => {
      const base = bases.get(sourceId);
      return base === undefined ? [] : [rowKey(site, base)];
    });
    await session.remove('row', ...rows);
    await session.remove('tested', ...ids);
  }

  return {
    add: (name: string, url: string) => inTurn(() => add(name, url)),
    edit: (wanted: Edited) => inTurn(() => edit(wanted)),
    /** A copy for other addresses: it is saved, and used nowhere yet. @throws AppError `sourceGone`. */
    duplicate: (id: string) => inTurn(async () => void (await store.change((saved) => withCopy(saved, id)))),
    remove: (ids: readonly string[]) => inTurn(() => remove(new Set(ids))),
  };
}

export type Editing = ReturnType<typeof createEditing>;

function sourceIn({ sources }: Saved, id: string): Source {
  const source = sources.find((each) => each.id === id);
  if (!source) throw new AppError('sourceGone');
  return source;
}

function edited(source: Source, { name, urls, frames }: Edited): Source {
  const read = readAddresses(urls, source.urls);
  const [first] = read;
  const isMoved = first !== undefined && first.base !== source.urls[0];
  return {
    ...source,
    name: name.trim() || source.name,
    urls: read.map(({ base }) => base),
    ...(isMoved ? { sample: first.sample } : {}),
    frames,
  };
}

/** Two rules must never match one request: where it is used, no other source may sign in to the same address. */
function refuseOverlap(saved: Saved, source: Source): void {
  const others = saved.grants.filter(({ sourceId }) => sourceId !== source.id);
  const taken = createTaken({ ...saved, grants: others });
  const own = saved.grants.filter(({ sourceId }) => sourceId === source.id);
  if (own.some((grant) => taken.isTaken(source, grant)))
    throw new AppError('overlapping', [hostOf(prefixesOf(source.urls)[0] ?? '')]);
}

function withCopy(saved: Saved, id: string): Saved {
  const source = sourceIn(saved, id);
  const copy = { ...source, id: newId(), name: freeName(source.name, saved) };
  const word = saved.keyVault.find(({ sourceId }) => sourceId === id);
  return {
    ...saved,
    sources: [...saved.sources, copy],
    keyVault: word ? [...saved.keyVault, { ...word, sourceId: copy.id }] : saved.keyVault,
  };
}

/** `Roads 2`, the first number that no source has. */
function freeName(name: string, { sources }: Saved): string {
  const names = new Set(sources.map((source) => source.name));
  const stem = name.replace(/ \d{1,4}$/, '').slice(0, 490);
  let number = 2;
  while (names.has(`${stem} ${number}`)) number += 1;
  return `${stem} ${number}`;
}
