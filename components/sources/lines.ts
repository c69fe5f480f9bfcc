import type { SavedSignIn, SavedSource, SourcesView, SourceUse } from '../../lib/messages/sources-view.ts';
import type { Status } from '../../lib/sign-in/status.ts';

export type SortBy = 'kind' | 'name' | 'address' | 'signIn' | 'status' | 'lastUsed';
export type GroupBy = 'none' | 'site' | 'provider';
export interface Order {
  by: SortBy;
  down: boolean;
}

/** A saved source as the table draws and searches it. */
export interface Entry {
  source: SavedSource;
  /** Its sign-ins, each once. */
  signIns: SavedSignIn[];
  /** Everything that a search may find, in lower case. */
  text: string;
}

/** One line of the table: a heading, or a source in the group under it. */
export type Line = { key: string; heading: string; count: number } | { key: string; entry: Entry };

/** From what needs the user to what needs nobody. */
const BY_NEED: readonly Status[] = [
  ...(['changed', 'notAccepted', 'signIn', 'signedInWithoutAccess', 'certificateProblem'] as const),
  ...([
    'unreachable',
    'locked',
    'signingIn',
    'renewing',
    'paused',
    'notChecked',
    'signedIn',
    'open',
  ] as const),
];
const NEEDY: readonly Status[] = BY_NEED.slice(0, 6);

/** Whether a source waits for its user: its sign-in, an address to confirm, or a test that went wrong. */
export function needsYou({ status, uses, tested }: SavedSource): boolean {
  return NEEDY.includes(status) || uses.some(({ changed }) => changed) || Boolean(tested?.failure);
}

/** The saved sources with what belongs to each, made once for a view. */
export function entriesOf({ sources, signIns }: SourcesView): Entry[] {
  const byId = new Map(signIns.map((signIn) => [signIn.id, signIn]));
  return sources.map((source) => {
    const ids = [...new Set(source.uses.map(({ accountId }) => accountId))];
    const own = ids.flatMap((id) => byId.get(id) ?? []);
    const words = [
      ...[source.name, source.provider, ...source.urls, ...source.kinds],
      ...own.flatMap(({ id, who }) => [id, who]),
      ...source.uses.map(({ name }) => name),
    ];
    return { source, signIns: own, text: words.join('\n').toLowerCase() };
  });
}

/** Those that hold every word of the search, in whatever place. */
export function found(entries: readonly Entry[], search: string): Entry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ text }) => words.every((word) => text.includes(word)));
}

/** What each column sorts by. */
const WORDS: Record<SortBy, (entry: Entry) => string | number> = {
  kind: ({ source }) => source.kinds.join(' '),
  name: ({ source }) => source.name,
  address: ({ source }) => source.urls[0]?.replace(/^https?:\/\//, '') ?? '',
  signIn: ({ signIns }) => signIns.map(({ method, who }) => `${who} ${method}`).join(' '),
  status: ({ source }) => BY_NEED.indexOf(source.status),
  lastUsed: ({ source }) => -(source.lastUsed ?? 0),
};

/** Sorted by one column, by name where that is the same; numbers in names as numbers. */
export function sorted(entries: readonly Entry[], { by, down }: Order, locale: string): Entry[] {
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const word = WORDS[by];
  const between = (a: Entry, b: Entry): number => {
    const [one, other] = [word(a), word(b)];
    return typeof one === 'number' && typeof other === 'number'
      ? one - other
      : compare(String(one), String(other));
  };
  const turn = down ? -1 : 1;
  return [...entries].sort((a, b) => turn * between(a, b) || compare(a.source.name, b.source.name));
}

/**
 * The lines of the table: each group with its heading, in the order of their names; without groups the entries alone.
 * A source that several sites use stands under each of them.
 * @param unused heading of those that no site uses.
 */
export function linesOf(entries: readonly Entry[], group: GroupBy, unused: string, locale: string): Line[] {
  if (group === 'none') return entries.map((entry) => ({ key: entry.source.id, entry }));
  const groups = new Map<string, Entry[]>();
  const add = (name: string, entry: Entry) => groups.set(name, [...(groups.get(name) ?? []), entry]);
  const left: Entry[] = [];
  for (const entry of entries) {
    const { uses, provider } = entry.source;
    if (group === 'provider') add(provider, entry);
    else if (uses.length === 0) left.push(entry);
    else for (const name of new Set(uses.map((use: SourceUse) => use.name))) add(name, entry);
  }
  const { compare } = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const named = [...groups].sort(([a], [b]) => compare(a, b));
  return [...named, ...(left.length > 0 ? [[unused, left] as const] : [])].flatMap(([heading, own]) => [
    { key: `# ${heading}`, heading, count: own.length },
    ...own.map((entry) => ({ key: `${heading} ${entry.source.id}`, entry })),
  ]);
}
