import { carriesCredential } from '../../services/credentials-in-url.ts';
import type { QgisRecord } from '../../sources/model.ts';
import type { Configuration } from './authentication-read.ts';
import { headerDraft } from './header-draft.ts';
import { readOAuthConfig } from './oauth-config.ts';
import { oauthDraft } from './oauth-to-layerkey.ts';
import { type Converted, cannot, isId, recordOf, type SignInDraft, shown } from './sign-in-draft.ts';
import type { Word } from './words.ts';

/** Under which name an account's record has a field of QGIS's configuration that means nothing here. */
export const FIELD = 'config.';

/** What becomes of one configuration, with what QGIS knows beside. */
export interface MadeSignIn extends SignInDraft {
  origins: string[];
  qgis: QgisRecord;
  notes: Word[];
}

/** Longest texts that the model takes. */
const LONGEST_NAME = 500;

/** @throws AppError where the settings of a sign-in by OAuth are none. */
export function madeSignIn(configuration: Configuration): MadeSignIn | { cannot: Word } {
  const { id, name, uri, method, version } = configuration;
  const converted =
    CONVERT[method]?.(configuration) ?? cannot('exchange_unknownMethod', shown(method).slice(0, 60));
  if ('cannot' in converted) return converted;
  const { made, notes, qgis } = converted;
  const record = recordOf([
    ...[
      ['id', isId(id) || id === '' ? undefined : id] as const,
      ['name', name] as const,
      ['uri', uri] as const,
    ],
    ...[['version', version] as const, ['method', method] as const],
    ...qgis,
  ]);
  const longest = Math.max(made.who.length, ...Object.values(made.settings).map((text) => text.length / 8));
  if (record === null || longest > LONGEST_NAME) return cannot('exchange_tooLong');
  return { ...made, origins: originsOf(uri), notes, qgis: record };
}

type Convert = (configuration: Configuration) => Converted<SignInDraft>;
const because =
  (key: Word['key']): Convert =>
  () =>
    cannot(key);

/** By the name that QGIS writes (`src/auth/*` of QGIS). */
const CONVERT: Partial<Record<string, Convert>> = {
  Basic: ({ config }) => {
    const { username = '', password = '', ...others } = Object.fromEntries(config);
    if (username === '') return cannot('exchange_noUserName');
    // RFC 7617, section 2: the user-id ends at the first colon.
    if (username.includes(':')) return cannot('exchange_userColon');
    const secrets: Record<string, string> = password === '' ? {} : { password };
    const made = { method: 'basic', who: username, settings: { username }, secrets };
    return { made, notes: passwordNote(password), qgis: unknownFields(others) };
  },
  APIHeader: ({ name, config }) => {
    const converted = headerDraft([...config]);
    if ('cannot' in converted) return converted;
    return { ...converted, made: { ...converted.made, who: shown(name) } };
  },
  EsriToken: ({ name, config }) => {
    const { token = '', ...others } = Object.fromEntries(config);
    if (!/^[\x21-\x7e]{1,8000}$/.test(token.trim())) return cannot('exchange_noToken');
    const settings = { way: 'key', tokenUse: 'header' };
    const made = { method: 'arcgis', who: shown(name), settings, secrets: { key: token.trim() } };
    return { made, notes: [{ key: 'exchange_esriToken', values: [] }], qgis: unknownFields(others) };
  },
  OAuth2: ({ name, config }) => {
    const text = config.get('oauth2config');
    if (text === undefined || text === '') return cannot('exchange_predefined');
    const read = readOAuthConfig(parsed(text));
    return read === null ? cannot('exchange_noOAuth') : oauthDraft(read.config, read.given, shown(name));
  },
  'PKI-Paths': because('exchange_clientCertificate'),
  'PKI-PKCS#12': because('exchange_clientCertificate'),
  'Identity-Cert': because('exchange_clientCertificate'),
  AWSS3: because('exchange_signedRequests'),
  MapTilerHmacSha256: because('exchange_signedRequests'),
  PlanetaryComputer: because('exchange_planetaryComputer'),
};

function unknownFields(fields: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(fields)
    .filter(([name, value]) => !carriesCredential(name, value))
    .map(([name, value]) => [FIELD + name, value]);
}

export function passwordNote(password: string): Word[] {
  return password === '' ? [{ key: 'exchange_noPassword', values: [] }] : [];
}

/** QGIS's *Resource* is free text, and often empty. */
function originsOf(uri: string): string[] {
  const url = URL.parse(uri.trim());
  return url && /^https?:$/.test(url.protocol) ? [url.origin] : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
