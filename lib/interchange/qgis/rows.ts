import { AppError, toFailure } from '../../errors.ts';
import { withoutCredentials } from '../../services/credentials-in-url.ts';
import { readPasted } from '../../services/pasted.ts';
import type { Application } from '../application.ts';
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

/** An application of a `client_secrets.json`. */
export function applicationRow(
  { application, isIsogeo }: { application: Application; isIsogeo: boolean },
  known: Known,
): FullRow {
  const { settings: whole, clientSecret } = application;
  const { flow = '', ...settings } = whole;
  const { clientId = '', tokenEndpoint = '', authorizationEndpoint } = settings;
  const provider = {
    ...{ issuer: '', namesItself: false, pkce: 'unknown', clientAuthentication: [], idTokenAlgorithms: [] },
    ...{ tokenEndpoint, ...(authorizationEndpoint ? { authorizationEndpoint } : {}) },
  };
  const method = isIsogeo ? 'isogeo' : flow === 'code' ? 'oauth' : 'clientCredentials';
  const same = known.signIns.find((saved) => saved.qgis?.clientId === clientId);
  return {
    ...EMPTY,
    ...{ what: 'signIn', name: shown(clientId), from: 'client_secrets.json', address: tokenEndpoint },
    ...{
      method,
      who: clientId.slice(0, 500),
      notes: [{ key: 'exchange_applicationSignIn', values: [] }],
    },
    signIn: {
      ...{ method, who: clientId.slice(0, 500), origins: [], notes: [] },
      settings: isIsogeo ? { clientId, tokenEndpoint } : settings,
      secrets: {
        ...(clientSecret === '' ? {} : { clientSecret }),
        sealed: JSON.stringify({ settings: whole, provider }),
      },
      qgis: recordOf([['clientId', clientId]]) ?? {},
    },
    duplicate: same ? { id: same.id, name: same.who || same.id, by: 'id' } : null,
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
