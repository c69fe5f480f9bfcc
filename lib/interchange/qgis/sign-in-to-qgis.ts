import type { ExportedSignIn, SavedSignIn } from '../../messages/sources-view.ts';
import type { QgisRecord } from '../../sources/model.ts';
import type { Configuration } from './authentication-read.ts';
import { headersOf } from './header-draft.ts';
import { writeOAuthConfig } from './oauth-config.ts';
import { oauthConfigOf } from './oauth-to-qgis.ts';
import { cannot } from './sign-in-draft.ts';
import { FIELD } from './sign-in-to-layerkey.ts';
import type { Word } from './words.ts';

/** What a sign-in is called: as in QGIS, else as the user would say it. */
export function nameOf(signIn: Pick<ExportedSignIn, 'id' | 'who'>, saved: SavedSignIn | undefined): string {
  const [host] = saved?.hosts ?? [];
  const own = [signIn.who, host].filter(Boolean);
  return saved?.qgis?.name || own.join(' · ') || signIn.id;
}

/** The authcfg that QGIS knows it by: the account's id, but for ids that are none here. */
export function authcfgOf({ id, qgis }: Pick<SavedSignIn, 'id' | 'qgis'>): string {
  return qgis?.id || id;
}

/** QGIS's methods and their versions, by the method here. */
const METHODS: Partial<Record<string, [method: string, version: string]>> = {
  basic: ['Basic', '2'],
  header: ['APIHeader', '2'],
  arcgis: ['EsriToken', '2'],
  oauth: ['OAuth2', '1'],
  clientCredentials: ['OAuth2', '1'],
  passwordGrant: ['OAuth2', '1'],
};

/** True where QGIS has a configuration for sign-ins of this method. */
export function hasConfiguration(method: string): boolean {
  return METHODS[method] !== undefined;
}

/** A sign-in as QGIS's configuration, or why it cannot be one. */
export function configurationOf(
  signIn: ExportedSignIn,
  saved: SavedSignIn | undefined,
  withSecrets: boolean,
): { configuration: Configuration; notes: Word[] } | { cannot: Word } {
  const name = nameOf(signIn, saved);
  const known = METHODS[signIn.method];
  if (!known) return cannot(NOT_THERE[signIn.method] ?? 'exchange_notInQgis', name);
  const [method, version] = known;
  // What QGIS knew of another method says nothing about this one.
  const qgis = saved?.qgis?.method === method ? saved.qgis : {};
  const made = fieldsOf(signIn, qgis, withSecrets);
  if ('cannot' in made) return { cannot: { ...made.cannot, values: [name, ...made.cannot.values] } };
  const kept = Object.entries(qgis).flatMap(([each, value]): [string, string][] =>
    each.startsWith(FIELD) ? [[each.slice(FIELD.length), value]] : [],
  );
  const [host] = saved?.hosts ?? [];
  const configuration = {
    ...{ id: authcfgOf({ ...signIn, qgis }), name, method, version: qgis.version || version },
    uri: qgis.uri ?? (host === undefined ? '' : `https://${host}/`),
    config: new Map([...kept, ...made.fields]),
  };
  return { configuration, notes: made.notes };
}

const NOT_THERE: Partial<Record<string, Word['key']>> = {
  key: 'exchange_keyInAddress',
  pair: 'exchange_keyInAddress',
  pathKey: 'exchange_keyInAddress',
};

type Made = { fields: [string, string][]; notes: Word[] } | { cannot: Word };

function fieldsOf(signIn: ExportedSignIn, qgis: QgisRecord, withSecrets: boolean): Made {
  const { method, settings } = signIn;
  const secrets = withSecrets ? signIn.secrets : {};
  if (method === 'basic') {
    const realm: [string, string][] = `${FIELD}realm` in qgis ? [] : [['realm', '']];
    const { password = '' } = secrets;
    return { fields: [...realm, ['username', settings.username ?? ''], ['password', password]], notes: [] };
  }
  if (method === 'header') return { fields: headersOf({ settings, secrets }), notes: [] };
  if (method === 'arcgis') {
    if (settings.way !== 'key') return cannot('exchange_arcgisToken');
    return { fields: [['token', secrets.key ?? '']], notes: [] };
  }
  const made = oauthConfigOf(signIn, qgis, withSecrets);
  if ('cannot' in made) return made;
  return { fields: [['oauth2config', writeOAuthConfig(made.config, false)]], notes: made.notes };
}
