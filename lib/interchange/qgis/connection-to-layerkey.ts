import { toFailure } from '../../errors.ts';
import { carriesCredential, isSigned, withoutCredentials } from '../../services/credentials-in-url.ts';
import { isUsableParameterName } from '../../services/http-names.ts';
import type { ServiceKind } from '../../services/kinds.ts';
import { readPasted } from '../../services/pasted.ts';
import type { QgisRecord } from '../../sources/model.ts';
import { type AddressSecrets, takeSecrets } from './address-secrets.ts';
import type { Connection } from './connections-read.ts';
import { headerDraft } from './header-draft.ts';
import { type Converted, cannot, recordOf, type SignInDraft, shown } from './sign-in-draft.ts';
import { passwordNote } from './sign-in-to-layerkey.ts';
import type { Word } from './words.ts';

/** Where a connection of QGIS can have a sign-in; the first that there is counts here, as QGIS does it. */
export const PLACES = ['authcfg', 'attributes', 'address', 'query', 'path', 'headers'] as const;
export type Place = (typeof PLACES)[number];

/** What becomes of one connection. */
export interface MadeSource {
  name: string;
  kinds: ServiceKind[];
  /** Whole, without secrets. */
  url: string;
  /** authcfg of a configuration; empty for none. */
  authcfg: string;
  /** What else it is signed in with, by where it stood. */
  signIns: [Exclude<Place, 'authcfg'>, SignInDraft][];
  /** Name of the key parameter. */
  parameter: string | undefined;
  notes: Word[];
  qgis: QgisRecord;
}

const PREFIX = 'http-header:';
/** Headers that belong to the connection and sign nobody in. */
const PLAIN_HEADER = /^referer$/i;
/** Attributes that are read, not kept. */
const READ = new Set(['name', 'url', 'username', 'password', 'authcfg']);
/** Under which name a source's record has an attribute. */
export const ATTRIBUTE = 'at.';
/** Of those that are read, which the file had. */
export const HAD = 'had';

export function madeSource(connection: Connection): MadeSource | { cannot: Word } {
  const { family, name, attributes } = connection;
  if (family.element === 'cloudstorage') return cannot('exchange_cloudStorage');
  const typed = attributes.get('url')?.trim() ?? '';
  const { blank, secrets } = takeSecrets(typed);
  const url = withoutCredentials(typed);
  if (!isWebAddress(typed) || url === '') return cannot('exchange_noWebAddress');
  if (isSigned(typed)) return cannot('exchange_signedAddress');
  if (typed.length > 2000 || name.length > 500) return cannot('exchange_tooLong');
  const kinds = kindsOf(connection, url);
  if (!Array.isArray(kinds)) return kinds;
  const found = signInsOf(connection, secrets);
  if ('cannot' in found) return found;
  const record = recordOf(
    [
      ...[['root', family.root] as const, ['url', blank] as const],
      [HAD, [...attributes.keys()].filter((each) => READ.has(each)).join(' ')],
      ...[...attributes].flatMap(([each, value]) => {
        if (READ.has(each) || isSecret(each, value)) return [];
        return [[ATTRIBUTE + each, isWebAddress(value) ? takeSecrets(value).blank : value] as const];
      }),
    ],
    PLACES.length + 1,
  );
  if (record === null) return cannot('exchange_tooLong');
  return {
    ...{ name: shown(name) || new URL(url).host, kinds, url },
    authcfg: attributes.get('authcfg') ?? '',
    ...{ signIns: found.made, parameter: secrets.query[0]?.name, qgis: record },
    notes: [...found.notes, ...leftOut(attributes, secrets)],
  };
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** An attribute that signs somebody in: a header, or one that no QGIS knows yet by its name. */
function isSecret(name: string, value: string): boolean {
  if (!name.startsWith(PREFIX)) return carriesCredential(name, value);
  return value !== '' && !PLAIN_HEADER.test(name.slice(PREFIX.length));
}

/** What is secret, but in a place that this version does not bring back to QGIS. */
function leftOut(attributes: Connection['attributes'], { query }: AddressSecrets): Word[] {
  const isKept = (key: { name: string; value: string }) =>
    query.some(({ name, value }) => name === key.name && value === key.value);
  const lost = [...attributes].filter(([name, value]) => {
    if (READ.has(name) || name.startsWith(PREFIX)) return false;
    if (!isWebAddress(value)) return carriesCredential(name, value);
    const { secrets } = takeSecrets(value);
    return secrets.user !== null || secrets.path !== null || !secrets.query.every(isKept);
  });
  return lost.map(([name]) => ({ key: 'exchange_attributeLeft', values: [name.slice(0, 60)] }));
}

/** What the address shows, where it is of the same family; else what QGIS says it is. */
function kindsOf({ family, attributes }: Connection, url: string): ServiceKind[] | { cannot: Word } {
  if (attributes.get('version') === 'OGC_API_FEATURES') return ['OGC API'];
  try {
    const { kinds } = readPasted(url);
    const fitting = kinds.filter((kind) => family.kinds.includes(kind));
    return fitting.length > 0 ? fitting : [family.kinds[0]];
  } catch (error) {
    // An address that no rule knows: QGIS says what it is.
    const { code } = toFailure(error);
    return code === 'notMapService' ? [family.kinds[0]] : cannot('exchange_noWebAddress');
  }
}

function signInsOf({ attributes }: Connection, secrets: AddressSecrets): Converted<MadeSource['signIns']> {
  const signIns: MadeSource['signIns'] = [];
  const notes: Word[] = [];
  const { username = '', password = '' } = Object.fromEntries(attributes);
  for (const [place, user] of [
    ['attributes', username === '' ? null : { username, password }] as const,
    ['address', secrets.user] as const,
  ]) {
    if (user === null) continue;
    if (user.username === '' || user.username.includes(':')) return cannot('exchange_userColon');
    notes.push(...passwordNote(user.password));
    signIns.push([place, basicDraft(user)]);
  }
  const [first, second, third] = secrets.query;
  if (third || (first?.name === second?.name && second)) return cannot('exchange_manyKeys');
  const odd = secrets.query.find(({ name }) => !isUsableParameterName(name));
  if (odd) return cannot('exchange_parameterName', shown(odd.name).slice(0, 60));
  if (first) {
    signIns.push(['query', second ? pairDraft(first, second) : keyDraft(first.value)]);
    notes.push({ key: 'exchange_keyMoved', values: [first.name] });
  }
  if (secrets.path) {
    const pathText = `;${secrets.path.name}=`;
    if (!/^;[\w.~-]+=$/.test(pathText)) return cannot('exchange_parameterName', pathText.slice(0, 60));
    const made = { method: 'pathKey', who: '', settings: { pathText }, secrets: { key: secrets.path.value } };
    signIns.push(['path', made]);
    notes.push({ key: 'exchange_keyMoved', values: [secrets.path.name] });
  }
  const headers = [...attributes]
    .filter(([each, value]) => each.startsWith(PREFIX) && value !== '')
    .map(([each, value]): [string, string] => [each.slice(PREFIX.length), value])
    .filter(([each]) => !PLAIN_HEADER.test(each));
  if (headers.length > 0) {
    const converted = headerDraft(headers);
    if ('cannot' in converted) return converted;
    signIns.push(['headers', converted.made]);
  }
  return { made: signIns, notes, qgis: [] };
}

function basicDraft({ username, password }: { username: string; password: string }): SignInDraft {
  const secrets: Record<string, string> = password === '' ? {} : { password };
  return { method: 'basic', who: username, settings: { username }, secrets };
}

function keyDraft(key: string): SignInDraft {
  return { method: 'key', who: '', settings: {}, secrets: { key } };
}

function pairDraft(
  first: { name: string; value: string },
  second: { name: string; value: string },
): SignInDraft {
  return {
    ...{ method: 'pair', who: '', settings: { firstName: first.name, secondName: second.name } },
    secrets: { first: first.value, second: second.value },
  };
}
