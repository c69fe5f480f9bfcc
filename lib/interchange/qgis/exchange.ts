import { AppError } from '../../errors.ts';
import { writeAuthentication } from './authentication-write.ts';
import { connectionOf } from './connection-to-qgis.ts';
import { writeConnections } from './connections-write.ts';
import { FAMILIES, familyFor } from './families.ts';
import { writeOAuthConfig } from './oauth-config.ts';
import { forOlderQgis, oauthConfigOf } from './oauth-to-qgis.ts';
import type { Exchange } from './port.ts';
import { readFiles } from './read-files.ts';
import { configurationOf, nameOf } from './sign-in-to-qgis.ts';
import type { Word } from './words.ts';

/** Loaded by the sources page once somebody exchanges something. */
export const exchange: Exchange = {
  read: readFiles,

  families(sources) {
    const counted = FAMILIES.map(({ root, label }) => ({
      ...{ id: root, label },
      count: sources.filter((source) => familyFor(source)?.root === root).length,
    }));
    const others = sources.filter((source) => familyFor(source) === undefined).length;
    return [...counted, { id: '', label: '', count: others }].filter(({ count }) => count > 0);
  },

  writeConnections(id, known, signIns) {
    const family = FAMILIES.find(({ root }) => root === id);
    if (!family) throw new AppError('badMessage');
    const saved = new Map(known.signIns.map((each) => [each.id, each]));
    const secrets = signIns === null ? null : new Map(signIns.map((each) => [each.id, each]));
    const made = known.sources
      .filter((source) => familyFor(source)?.root === id)
      .map((source) => connectionOf(source, family, { saved, secrets }));
    const { good, notes } = sorted(made);
    const name = `qgis-${family.element}.xml`;
    return {
      name,
      text:
        good.length === 0
          ? ''
          : writeConnections(
              family,
              good.map(({ connection }) => connection),
            ),
      notes,
    };
  },

  async writeSignIns(signIns, known, { password, secrets }) {
    const made = signIns.map((signIn) =>
      configurationOf(
        signIn,
        known.signIns.find(({ id }) => id === signIn.id),
        secrets,
      ),
    );
    const { good, notes } = sorted(made);
    const text =
      good.length === 0
        ? ''
        : await writeAuthentication(
            good.map(({ configuration }) => configuration),
            password,
          );
    return { name: 'qgis-authentication.xml', text, notes };
  },

  writeOAuth(signIn, known, { secrets, older }) {
    const saved = known.signIns.find(({ id }) => id === signIn.id);
    const name = nameOf(signIn, saved);
    const whole = oauthConfigOf(signIn, saved?.qgis ?? {}, secrets);
    const made =
      'cannot' in whole || !older ? whole : forOlderQgis(whole.config, Boolean(signIn.secrets.clientSecret));
    if ('cannot' in made) return { name: '', text: '', notes: [made.cannot] };
    const file = name.replace(/[^\p{L}\p{N}.-]+/gu, '-').slice(0, 60);
    return { name: `${file || 'oauth2'}.json`, text: writeOAuthConfig(made.config, true), notes: made.notes };
  },
};

/** What can be written, and the words about it; each word once. */
function sorted<T extends object>(
  made: ((T & { notes: Word[] }) | { cannot: Word })[],
): { good: T[]; notes: Word[] } {
  const good = made.filter((each): each is T & { notes: Word[] } => !('cannot' in each));
  const words = made.flatMap((each) =>
    'cannot' in each ? [each.cannot] : (each as { notes: Word[] }).notes,
  );
  return { good, notes: [...new Map(words.map((word) => [JSON.stringify(word), word])).values()] };
}
