import * as v from 'valibot';
import { AppError } from '../../errors.ts';

/** QGIS's ways of having a token, by the number that it writes (`QgsAuthOAuth2Config::GrantFlow`). */
export const FLOWS = { code: 0, implicit: 1, password: 2, pkce: 3, client: 4 } as const;
/** Where QGIS puts a token (`AccessMethod`). */
export const ACCESS = { header: 0, form: 1, query: 2 } as const;

/** What QGIS takes where nothing is said (`QgsAuthOAuth2Config::setToDefaults`), by its own names. */
export const DEFAULTS = {
  accessMethod: 0,
  apiKey: '',
  clientId: '',
  clientSecret: '',
  configType: 1,
  customHeader: '',
  description: '',
  extraTokens: {},
  grantFlow: 0,
  id: '',
  name: '',
  objectName: '',
  password: '',
  persistToken: false,
  queryPairs: {},
  redirectHost: '127.0.0.1',
  redirectPort: 7070,
  redirectUrl: '',
  refreshTokenUrl: '',
  requestTimeout: 30,
  requestUrl: '',
  scope: '',
  tokenUrl: '',
  username: '',
  version: 1,
} as const;
export type OAuthName = keyof typeof DEFAULTS;

const Text = (fallback: string) => v.optional(v.pipe(v.string(), v.maxLength(4000)), fallback);
const Count = (most: number, fallback: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most)), fallback);
const Pairs = v.optional(
  v.pipe(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])), v.maxEntries(100)),
  {},
);

/** QGIS's settings of one sign-in by OAuth; what it does not know is kept beside. */
const OAuthConfig = v.looseObject({
  accessMethod: Count(2, DEFAULTS.accessMethod),
  apiKey: Text(''),
  clientId: Text(''),
  clientSecret: Text(''),
  configType: Count(1, DEFAULTS.configType),
  customHeader: Text(''),
  description: Text(''),
  extraTokens: Pairs,
  grantFlow: Count(4, DEFAULTS.grantFlow),
  id: Text(''),
  name: Text(''),
  objectName: Text(''),
  password: Text(''),
  persistToken: v.optional(v.boolean(), DEFAULTS.persistToken),
  queryPairs: Pairs,
  redirectHost: Text(DEFAULTS.redirectHost),
  redirectPort: Count(65_535, DEFAULTS.redirectPort),
  redirectUrl: Text(''),
  refreshTokenUrl: Text(''),
  requestTimeout: Count(1_000_000, DEFAULTS.requestTimeout),
  requestUrl: Text(''),
  scope: Text(''),
  tokenUrl: Text(''),
  username: Text(''),
  version: Count(1_000_000, DEFAULTS.version),
});
export type OAuthConfig = v.InferOutput<typeof OAuthConfig>;

/** What tells QGIS's settings from any other JSON: no other program writes these names. */
const ITS_OWN = ['grantFlow', 'tokenUrl', 'requestUrl', 'accessMethod', 'configType'];

/**
 * @param value as parsed. Missing names get QGIS's defaults, as QGIS does it.
 * @returns null where it is something else; `given` has the names that stood there.
 * @throws AppError `exchangeBadOAuth` with the name of what cannot be.
 */
export function readOAuthConfig(value: unknown): { config: OAuthConfig; given: string[] } | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const given = Object.keys(value);
  if (given.filter((name) => ITS_OWN.includes(name)).length < 2) return null;
  const odd = given.find((name) => /^(?:__proto__|constructor|prototype)$/.test(name));
  if (odd !== undefined) throw new AppError('exchangeOddName', [odd]);
  const result = v.safeParse(OAuthConfig, value);
  if (result.success) return { config: result.output, given };
  throw new AppError('exchangeBadOAuth', [String(result.issues[0].path?.[0].key ?? '')]);
}

/** As QGIS writes it: sorted; on one line within other files, else with four spaces. */
export function writeOAuthConfig(config: Readonly<Record<string, unknown>>, isFile: boolean): string {
  const sorted = Object.fromEntries(Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1)));
  return isFile ? `${JSON.stringify(sorted, null, 4)}\n` : JSON.stringify(sorted);
}
