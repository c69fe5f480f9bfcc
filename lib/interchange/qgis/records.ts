import type { ImportedSignIn, ImportedSource } from '../../messages/sources-protocol.ts';
import { newId } from '../../sources/ids.ts';
import { PLACES, type Place } from './connection-to-layerkey.ts';
import type { Choice, Known } from './port.ts';
import type { FullRow } from './rows.ts';
import { isId, recordOf, type SignInDraft } from './sign-in-draft.ts';

/** Under which name a source's record has the sign-in that stood in one of QGIS's places. */
export const SIGN_IN_AT = 'in.';

interface Records {
  sources: ImportedSource[];
  signIns: ImportedSignIn[];
}

/** What is imported; a row without a choice is taken beside what is saved. */
export function recordsOf(
  rows: readonly FullRow[],
  choices: ReadonlyMap<string, Choice>,
  known: Known,
): Records {
  const chosen = rows.filter(({ key }) => choices.get(key) !== 'skip');
  const signIns: (ImportedSignIn & { id: string })[] = [];
  const taken = new Set(known.signIns.map(({ id }) => id));
  /** An id that nobody has: the wanted one where it can be. */
  const freeId = (wanted: string): string => {
    let id = isId(wanted) && !taken.has(wanted) ? wanted : newId();
    while (taken.has(id)) id = newId();
    taken.add(id);
    return id;
  };
  const byAuthcfg = new Map(known.signIns.map(({ id, qgis }) => [qgis?.id || id, id]));
  for (const { key, signIn, configuration, duplicate } of chosen) {
    if (!signIn) continue;
    const { method, who, settings, secrets, origins, qgis } = signIn;
    const replaces = duplicate && choices.get(key) === 'replace' ? duplicate.id : null;
    const id = replaces ?? freeId(configuration?.id ?? '');
    signIns.push({ id, method, who, settings, secrets, origins, replaces, qgis });
    if (configuration && configuration.id !== '') byAuthcfg.set(configuration.id, id);
  }
  const shared = new Map<string, string>();
  /** One for all connections of a host that are signed in with the same. */
  const place = (draft: SignInDraft, origin: string): string => {
    const same = JSON.stringify([origin, draft]);
    const id = shared.get(same) ?? freeId('');
    if (!shared.has(same)) signIns.push({ id, ...draft, origins: [origin], replaces: null });
    shared.set(same, id);
    return id;
  };
  const sources = chosen.flatMap(({ key, source, duplicate }) => {
    if (!source) return [];
    const { name, kinds, url, authcfg, parameter, qgis } = source;
    const at = new Map<Place, string>();
    const referred = byAuthcfg.get(authcfg);
    if (authcfg !== '' && referred !== undefined) at.set('authcfg', referred);
    for (const [where, draft] of source.signIns) at.set(where, place(draft, new URL(url).origin));
    const main = PLACES.find((each) => at.has(each));
    const id = main === undefined ? null : (at.get(main) ?? null);
    const index = signIns.findIndex((each) => each.id === id);
    const record = recordOf([
      ...Object.entries(qgis),
      ...(authcfg === '' ? [] : [['authcfg', authcfg] as const]),
      ...[...at].map(([where, each]): [string, string] => [SIGN_IN_AT + where, each]),
    ]);
    return [
      {
        ...{ name, kinds: [...kinds], urls: [url] },
        ...(main === 'query' && parameter !== undefined ? { parameter } : {}),
        signIn: index < 0 ? id : index,
        replaces: duplicate && choices.get(key) === 'replace' ? duplicate.id : null,
        ...(record === null ? {} : { qgis: record }),
      },
    ];
  });
  return { sources, signIns };
}
