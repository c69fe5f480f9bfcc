import * as v from 'valibot';
import { AppError } from '../../lib/errors.ts';
import { type KeptProject, PROJECT_COMMANDS } from '../../lib/messages/map-protocol.ts';
import type { CommandName, CommandPayload, ViewOf } from '../../lib/messages/protocol.ts';
import type { StorageArea } from '../../lib/platform/ports.ts';
import { createQueue } from '../../lib/queue.ts';

/** How many projects are kept. */
const MOST = 10;

/**
 * All of them together, in bytes as the browser counts them (the JSON in UTF-8; `storage.QUOTA_BYTES` is 10 MB): sources and
 * saved sign-ins need their room.
 */
const MOST_BYTES = 4_000_000;

/** The list stands apart from the texts, so that showing it reads none of them. */
const LIST = 'projects';

const Entry = v.object({
  id: v.pipe(v.string(), v.regex(/^[0-9a-z]{7}$/)),
  name: v.string(),
  at: v.number(),
  saved: v.boolean(),
  bytes: v.number(),
});
type Entry = v.InferOutput<typeof Entry>;
const Kept = v.object({ ...Entry.entries, text: v.string() });

type Name = keyof typeof PROJECT_COMMANDS;
type Handlers = { [N in Name]: (payload: CommandPayload<N>) => Promise<ViewOf<N>> };

/** The projects that the map page keeps by itself: one record each in `storage.local`, beside those of the saved sources. */
export function createProjects({ area, now }: { area: StorageArea; now: () => number }) {
  const inTurn = createQueue();

  /** The newest first; a list that cannot be read is made anew of the records. */
  async function list(): Promise<Entry[]> {
    const found = v.safeParse(v.array(Entry), (await area.get(LIST))[LIST] ?? []);
    if (found.success) return found.output;
    const all = Object.values(await area.get(null)).map((each) => v.safeParse(Kept, each));
    const entries = all.flatMap(({ success, output }) => (success ? [v.parse(Entry, output)] : []));
    return entries.sort((a, b) => b.at - a.at);
  }

  async function keep({ id, name, text, saved }: CommandPayload<'keepProject'>): Promise<void> {
    const bytes = new TextEncoder().encode(JSON.stringify({ name, text })).length;
    if (bytes > MOST_BYTES) throw new AppError('projectNotKept');
    const entry = { id, name, at: now(), saved, bytes };
    const before = (await list()).filter((each) => each.id !== id);
    const after = fitting([entry, ...before]);
    const gone = before.filter((each) => !after.includes(each));
    // First: where there is no room for it, nothing older is lost either.
    await area.set({ [recordKey(id)]: { ...entry, text }, [LIST]: after });
    if (gone.length > 0) await area.remove(gone.map((each) => recordKey(each.id)));
  }

  async function drop(id: string): Promise<void> {
    await area.set({ [LIST]: (await list()).filter((each) => each.id !== id) });
    await area.remove(recordKey(id));
  }

  const shown = async (): Promise<KeptProject[]> => (await list()).map(({ bytes: _, ...each }) => each);

  /** What the browser refuses to read or write is one failure: the disk is full or broken. */
  const answer = <T>(work: () => Promise<T>): Promise<T> =>
    inTurn(work).catch((cause: unknown) => {
      throw cause instanceof AppError ? cause : new AppError('projectNotKept', [], { cause });
    });

  const handlers: Handlers = {
    projects: () => answer(shown),
    keepProject: (kept) => answer(() => keep(kept).then(shown)),
    readProject: ({ id }) =>
      answer(async () => {
        const found = v.safeParse(Kept, (await area.get(recordKey(id)))[recordKey(id)]);
        if (!found.success) throw new AppError('projectGone');
        return { text: found.output.text, saved: found.output.saved };
      }),
    dropProject: ({ id }) => answer(() => drop(id).then(shown)),
  };

  return {
    carryOut: <N extends Name>(name: N, payload: unknown): Promise<ViewOf<N>> =>
      (handlers[name] as (payload: unknown) => Promise<ViewOf<N>>)(payload),
  };
}

export const isAboutProjects = (name: CommandName): name is Name => Object.hasOwn(PROJECT_COMMANDS, name);

export type Projects = ReturnType<typeof createProjects>;

const recordKey = (id: string): string => `project:${id}`;

/** The newest that there is room for; the first one always. */
function fitting(entries: readonly Entry[]): Entry[] {
  let room = MOST_BYTES;
  const fit: Entry[] = [];
  for (const entry of entries.slice(0, MOST)) {
    room -= entry.bytes;
    if (room < 0) break;
    fit.push(entry);
  }
  return fit;
}
