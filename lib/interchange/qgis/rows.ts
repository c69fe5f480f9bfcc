import { AppError, toFailure } from '../../errors.ts';
import { withoutCredentials } from '../../services/credentials-in-url.ts';
import { readPasted } from '../../services/pasted.ts';
import type { ClientSecrets } from '../client-secrets.ts';
import type { Configuration } from './authentication-read.ts';
import { type MadeSource, madeSource } from './connection-to-layerkey.ts';
import type { Connection } from './connections-read.ts';
import type { Known, Row } from './port.ts';
import { recordOf, shown } from './sign-in-draft.ts';
import { type MadeSignIn, madeSignIn } from './sign-in-to-layerkey.ts';
import type { Word } from './words.ts';

/** A row with what is made of it; the page's memory alone has it. */
export interface FullRow extends Row {
  source?: MadeSource;
  signIn?: MadeSignIn;
  configuration?: Configuration;
}

const EMPTY = { key: '', kinds: [], method: '', who: '', cannot: null, notes: [], duplicate: null };

/** A connection and what becomes of it. */
export function connectionRow(connection: Connection, known: Known): FullRow {
  const { family, name, attributes } = connection;
  const row: FullRow = {
    ...EMPTY,
    ...{ what: 'connection', name: shown(name), from: family.label },
    address: withoutCredentials(attributes.get('url') ?? ''),
  };
  const source = madeSource(connection);
  if ('cannot' in source) return { ...row, cannot: source.cannot };
  const [main] = source.signIns;
  return {
    ...row,
    ...{ source, name: source.name, address: source.url, kinds: source.kinds, notes: [...source.notes] },
    ...(main ? { method: main[1].method, who: main[1].who } : {}),
    duplicate: sameAddress(source, known),
  };
}

/** An authentication configuration and what becomes of it. */
export function signInRow(configuration: Configuration, known: Known, file: string): FullRow {
  const { id, name, method, uri } = configuration;
  const row: FullRow = {
    ...EMPTY,
    ...{
      what: 'signIn',
      name: shown(name) || id || file,
      from: shown(method),
      address: shown(uri),
      configuration,
    },
  };
  const signIn = converted(configuration);
  if ('cannot' in signIn) return { ...row, cannot: signIn.cannot };
  const same = known.signIns.find((saved) => saved.id === id || (id !== '' && saved.qgis?.id === id));
  return {
    ...row,
    ...{ signIn, method: signIn.method, who: signIn.who, notes: [...signIn.notes] },
    duplicate: same ? { id: same.id, name: same.qgis?.name || same.who || same.id, by: 'id' } : null,
  };
}

/** What is wrong with one entry does not keep the others from coming. */
function converted(configuration: Configuration): MadeSignIn | { cannot: Word } {
  try {
    return madeSignIn(configuration);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { cannot: { key: 'exchange_noOAuth', values: toFailure(error).values } };
  }
}

/** An application of a `client_secrets.json`: Isogeo's has a method of its own, which takes the whole file. */
export function applicationRow(
  { application, text }: { application: ClientSecrets; text: string },
  known: Known,
): FullRow {
  const { clientId, tokenUri, isIsogeo, type } = application;
  const method = isIsogeo ? 'isogeo' : type === 'user' ? 'oauth' : 'clientCredentials';
  const same = known.signIns.find((saved) => saved.qgis?.clientId === clientId);
  const signIn = isIsogeo
    ? {
        settings: { clientId, tokenEndpoint: tokenUri },
        secrets: { clientSecretsFile: text },
      }
    : settingsOf(application);
  const who = shown(clientId).slice(0, 500);
  return {
    ...EMPTY,
    ...{ what: 'signIn', name: who, from: 'client_secrets.json', address: tokenUri, method, who },
    notes: [{ key: 'exchange_applicationSignIn', values: [] }],
    signIn: {
      ...signIn,
      ...{ method, who, origins: [], notes: [], qgis: recordOf([['clientId', clientId]]) ?? {} },
    },
    duplicate: same ? { id: same.id, name: same.who || same.id, by: 'id' } : null,
  };
}

/** Google's, and others of the same shape, by the names of the OAuth forms. */
function settingsOf({ type, clientId, clientSecret, tokenUri, authUri, redirect, scopes }: ClientSecrets) {
  const secrets: Record<string, string> = clientSecret === '' ? {} : { clientSecret };
  const clientAuthentication = clientSecret === '' ? 'none' : 'basic';
  const shared = { clientId, tokenEndpoint: tokenUri, clientAuthentication };
  if (type === 'group') return { settings: { ...shared, scopes: '' }, secrets };
  const asked: Record<string, string> = scopes ? { scopes: scopes.join(' ') } : {};
  return {
    settings: { ...shared, authorizationEndpoint: authUri, redirect, identity: 'none', ...asked },
    secrets,
  };
}

/** A saved source at the same address: as QGIS wrote it, where it is from there; else by its base. */
function sameAddress({ url, qgis }: MadeSource, { sources }: Known): Row['duplicate'] {
  const base = baseOf(url);
  const same = sources.find((saved) =>
    saved.qgis?.url === undefined
      ? saved.urls.includes(base)
      : withoutCredentials(saved.qgis.url) === withoutCredentials(qgis.url ?? '') &&
        saved.qgis.root === qgis.root,
  );
  return same ? { id: same.id, name: same.name, by: 'address' } : null;
}

function baseOf(url: string): string {
  try {
    return readPasted(url).base;
  } catch {
    return url;
  }
}
