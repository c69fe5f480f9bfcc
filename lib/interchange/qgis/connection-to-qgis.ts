import type { ExportedSignIn, SavedSignIn, SavedSource } from '../../messages/sources-view.ts';
import { isUnder } from '../../services/address.ts';
import { withoutCredentials } from '../../services/credentials-in-url.ts';
import { expandTemplate } from '../../services/template.ts';
import { templateOf } from '../../services/tile-template.ts';
import type { QgisRecord } from '../../sources/model.ts';
import { type AddressSecrets, NO_SECRETS, putSecrets } from './address-secrets.ts';
import { ATTRIBUTE, HAD, PLACES, type Place } from './connection-to-layerkey.ts';
import type { Connection } from './connections-read.ts';
import type { Family } from './families.ts';
import { headersOf } from './header-draft.ts';
import { SIGN_IN_AT } from './records.ts';
import { cannot } from './sign-in-draft.ts';
import { authcfgOf, hasConfiguration } from './sign-in-to-qgis.ts';
import type { Word } from './words.ts';

/** What is known of the sign-ins; `secrets` null for a file without secrets. */
export interface SignInsKnown {
  saved: ReadonlyMap<string, SavedSignIn>;
  secrets: ReadonlyMap<string, ExportedSignIn> | null;
}

/** A source as a connection of QGIS, with what is not in it; or why it cannot be one. */
export function connectionOf(
  source: SavedSource,
  family: Family,
  signIns: SignInsKnown,
): { connection: Connection; notes: Word[] } | { cannot: Word } {
  const { name, kinds } = source;
  const qgis = source.qgis?.root === family.root ? source.qgis : undefined;
  const address = addressOf(source, qgis);
  const isArcgis = /\/VectorTileServer\b/i.test(address);
  const needsTemplate = family.element === 'xyztiles' || (family.element === 'vectortile' && !isArcgis);
  const blank = needsTemplate && !qgis ? tilesOf(source) : address;
  if (blank === null) return cannot('exchange_noTemplate', name);
  const filled = placesOf(source, family, signIns, qgis);
  const { at } = filled;
  const had = new Set(
    qgis?.[HAD]?.split(' ') ?? ['username', 'password', ...(family.authcfg ? ['authcfg'] : [])],
  );
  const read = {
    username: at.user?.username ?? '',
    password: at.user?.password ?? '',
    authcfg: at.authcfg,
  };
  const beside = qgis
    ? Object.entries(qgis).flatMap(([each, value]): [string, string][] =>
        each.startsWith(ATTRIBUTE) ? [[each.slice(ATTRIBUTE.length), withKeys(value, at.address)]] : [],
      )
    : Object.entries({
        ...family.defaults,
        ...(kinds[0] === 'OGC API' && family.element === 'wfs' ? { version: 'OGC_API_FEATURES' } : {}),
        ...(isArcgis ? { serviceType: 'arcgis' } : {}),
      });
  const attributes = new Map([
    ...[['name', name] as const, ['url', putSecrets(blank, at.address)] as const],
    ...beside,
    ...at.headers,
    ...Object.entries(read).filter(([each, value]) => value !== '' || had.has(each)),
  ]);
  return { connection: { family, name, attributes }, notes: filled.notes };
}

/** The template that a request of the source was made by; null where none was seen. */
function tilesOf({ kinds: [kind = 'XYZ'], urls: [base = ''], sample }: SavedSource): string | null {
  const isSeen = expandTemplate(base).some((each) => isUnder(sample, each));
  return isSeen ? templateOf(sample, kind) : null;
}

/** The address that QGIS had, as long as it still is the source's. */
function addressOf({ urls }: SavedSource, qgis: QgisRecord | undefined): string {
  const [base = ''] = urls;
  const before = qgis?.url;
  return before !== undefined && isUnder(withoutCredentials(before), base) ? before : base;
}

/** Another address of the connection (`styleUrl`) gets its keys only where it had some. */
function withKeys(value: string, { query }: AddressSecrets): string {
  if (!/^https?:\/\//i.test(value)) return value;
  const own = query.filter(({ name }) => new RegExp(`[?&]${name}=(?:&|#|$)`).test(value));
  return putSecrets(value, { ...NO_SECRETS, query: own });
}

interface Filled {
  authcfg: string;
  user: AddressSecrets['user'];
  address: AddressSecrets;
  headers: [string, string][];
}

function placesOf(
  source: SavedSource,
  family: Family,
  { saved, secrets }: SignInsKnown,
  qgis: QgisRecord | undefined,
): { at: Filled; notes: Word[] } {
  const recorded = PLACES.flatMap((place): [Place, string][] => {
    const id = qgis?.[SIGN_IN_AT + place];
    return id !== undefined && saved.has(id) ? [[place, id]] : [];
  });
  const main = recorded[0]?.[1];
  const used = source.uses.map(({ accountId }) => accountId);
  const current = main !== undefined && (used.length === 0 || used.includes(main)) ? main : used[0];
  // Whoever signs in with something else now does not want the old ones back.
  const wanted = current === main ? recorded : [];
  const at: Filled = { authcfg: '', user: null, address: { ...NO_SECRETS }, headers: [] };
  const notes: Word[] = [];
  if (wanted.length === 0 && current !== undefined) {
    const method = saved.get(current)?.method ?? '';
    const place = placeFor(method, family);
    if (place) wanted.push([place, current]);
    else notes.push({ key: 'exchange_notInFile', values: [source.name] });
  }
  for (const [place, id] of wanted) {
    const signIn = secrets?.get(id);
    const own = saved.get(id);
    if (place === 'authcfg') at.authcfg = own ? authcfgOf(own) : '';
    else if (signIn) fill(at, place, signIn, source.parameter);
    else if (family.authcfg && own && at.authcfg === '' && hasConfiguration(own.method))
      at.authcfg = authcfgOf(own);
    else notes.push({ key: 'exchange_notInFile', values: [source.name] });
  }
  if (at.authcfg === '' && wanted.every(([place]) => place !== 'authcfg') && current === main)
    at.authcfg = qgis?.authcfg ?? '';
  return { at, notes };
}

/** Where QGIS would keep a sign-in that it does not know yet; null where it has no place. */
function placeFor(method: string, { authcfg, headers }: Family): Place | null {
  if (method === 'key' || method === 'pair') return 'query';
  if (method === 'pathKey') return 'path';
  if (authcfg && hasConfiguration(method)) return 'authcfg';
  if (method === 'basic') return 'attributes';
  return method === 'header' && headers ? 'headers' : null;
}

function fill(
  at: Filled,
  place: Place,
  { settings, secrets }: ExportedSignIn,
  parameter: string | null,
): void {
  const user = { username: settings.username ?? '', password: secrets.password ?? '' };
  if (place === 'attributes') at.user = user;
  if (place === 'address') at.address.user = user;
  if (place === 'headers')
    at.headers = headersOf({ settings, secrets }).map(([name, value]) => [`http-header:${name}`, value]);
  if (place === 'path') {
    const name = /^;(.+)=$/.exec(settings.pathText ?? '')?.[1];
    if (name !== undefined) at.address.path = { name, value: secrets.key ?? '' };
  }
  if (place === 'query') {
    const { firstName, secondName } = settings;
    at.address.query =
      firstName !== undefined && secondName !== undefined
        ? [
            { name: firstName, value: secrets.first ?? '' },
            { name: secondName, value: secrets.second ?? '' },
          ]
        : [{ name: parameter ?? 'key', value: secrets.key ?? '' }];
  }
}
