import type { FormField, MethodForm } from '../messages/form-view.ts';
import type { ServiceKind } from '../services/kinds.ts';
import type { KnownService } from '../sources/catalogue/lookup.ts';
import type { Method, MethodField, Values } from './method.ts';
import { allMethods } from './registry.ts';

/** A key is tried under at most this many names (promise 4). */
const MOST_NAMES = 4;

/** What is known of a service before its first sign-in. */
export interface Known {
  /** Schemes of the challenges that were seen, lower case. */
  challenges: readonly string[];
  /** Key-like names that the page's own URLs already have. */
  keyNames: readonly string[];
  /** Names that a key was found under on this host before. */
  foundNames: readonly string[];
  catalogue: KnownService | null;
  /** The service itself, its base without a template. */
  service: { base: string; kinds: readonly ServiceKind[] };
}

/** Windows sign-in and Digest cannot be done by us: then there is no form, and no attempt. */
export function isForBrowserOnly(challenges: readonly string[]): boolean {
  const others = ['negotiate', 'ntlm', 'digest'];
  return challenges.length > 0 && challenges.every((scheme) => others.includes(scheme));
}

/**
 * The names to try a key under, most likely first: known use, the page's own URLs, then the three common ones, unless the
 * provider's own names are documented.
 */
export function keyNamesFor(known: Known): string[] {
  const { hosts = [], query = [] } = known.catalogue ?? {};
  const isDocumented = hosts.length > 0 && query.length > 0;
  const common = isDocumented ? [] : ['code', 'key', 'token'];
  const names = [...known.foundNames, ...query, ...known.keyNames, ...common];
  // Compared without case, sent in the case that stands first.
  const distinct = new Map<string, string>();
  for (const name of names) distinct.set(name.toLowerCase(), distinct.get(name.toLowerCase()) ?? name);
  return [...distinct.values()].slice(0, MOST_NAMES);
}

/** Forms for a new sign-in, the likeliest method first. */
export function proposeForms(known: Known): MethodForm[] {
  if (isForBrowserOnly(known.challenges)) return [];
  const likely = [
    ...allMethods()
      .filter((method) => recognised(method, known))
      .map(({ id }) => id),
    ...likeliest(known),
  ];
  return [...allMethods()]
    .sort((a, b) => rank(likely, a.id) - rank(likely, b.id))
    .map((method) => ({
      ...formOf(method, initialValues(method, known)),
      looksUpFirst: recognised(method, known) !== null,
    }));
}

/**
 * A method's form with what stands in it at first.
 * @param held true where its secrets are held: then a file need not be loaded again.
 */
export function formOf(method: Method, initial: Values, held = false): MethodForm {
  return {
    method: method.id,
    repeat: method.repeat,
    inUrl: method.inUrl,
    provider: method.provider ?? false,
    lookUp: method.lookUp?.field ?? null,
    looksUpFirst: false,
    more: Object.fromEntries(Object.entries(initial).filter(([name]) => name.includes('#'))),
    fields: arranged(method.fields, initial).map((field) => fieldOf(field, initial, held)),
  };
}

/** Where nothing but the token endpoint is known of a provider, it stands in the issuer's place. */
function arranged(fields: readonly MethodField[], { issuer, tokenEndpoint }: Values): readonly MethodField[] {
  if (issuer || !tokenEndpoint) return fields;
  const shown = ({ name }: MethodField): MethodField => ({ name, secret: false });
  return fields.map((field) => {
    const twin = { issuer: 'tokenEndpoint', tokenEndpoint: 'issuer' }[field.name];
    const other = fields.find(({ name }) => name === twin);
    if (!other) return field;
    return other.rare ? shown(other) : { ...shown(other), rare: true, optional: true };
  });
}

function fieldOf(field: MethodField, initial: Values, held: boolean): FormField {
  return {
    name: field.name,
    secret: field.secret,
    optional: field.optional ?? (held && field.kind === 'file'),
    initial: field.secret ? '' : (initial[field.name] ?? field.initial ?? ''),
    suggestions: [...(field.suggestions ?? [])],
    choices: [...(field.choices ?? [])],
    rare: field.rare ?? false,
    when: field.when ?? null,
    kind: field.kind ?? 'text',
  };
}

function likeliest({ challenges, keyNames, foundNames, catalogue }: Known): string[] {
  const likely: string[] = [];
  const known = catalogue && waysOf(catalogue);
  if (challenges.includes('basic')) likely.push('basic');
  // RFC 6750, section 3: whoever challenges with Bearer wants a token.
  if (challenges.includes('bearer'))
    likely.push(...(known && known.tokens.length > 0 ? known.tokens : ['oauth']));
  if (known) likely.push(...known.keys, ...known.tokens);
  if (foundNames.length > 0 || keyNames.length > 0) likely.push('key');
  return likely;
}

/**
 * What a service is known to take. The header is safer than the URL: where both work it comes first. A token that
 * somebody already has goes into a header, too: last, where the provider can be asked for one.
 */
function waysOf({ query, headers, pairs, pathText, tokens }: KnownService): {
  keys: string[];
  tokens: string[];
} {
  const usual = headers.filter(({ other }) => !other);
  const keys = [
    ...(usual.some(isTyped) ? ['header'] : []),
    ...(usual.length > 0 && !usual.every(isTyped) ? ['basic'] : []),
    ...(pathText === '' ? [] : ['pathKey']),
    ...(pairs.length > 0 ? ['pair'] : []),
    ...(query.length > 0 ? ['key'] : []),
  ];
  return { keys, tokens: [...Object.keys(tokens), ...(headers.some(isTyped) ? ['header'] : [])] };
}

/** A user name and a password have a form of their own. */
const isTyped = ({ scheme }: KnownService['headers'][number]) => scheme !== 'Basic';

function rank(likely: string[], id: string): number {
  const place = likely.indexOf(id);
  return place === -1 ? likely.length : place;
}

/** What the method fills in where the service is of its system; null where it is not. */
const recognised = (method: Method, { service, challenges }: Known): Values | null =>
  method.recognise?.({ ...service, challenges }) ?? null;

function initialValues(method: Method, known: Known): Values {
  const { catalogue } = known;
  const typed = catalogue?.headers.filter(isTyped) ?? [];
  const header = typed.find(({ other }) => !other) ?? typed[0];
  const [pair] = catalogue?.pairs ?? [];
  if (method.id === 'header' && header) return { header: header.name, scheme: header.scheme };
  if (method.id === 'pathKey' && catalogue?.pathText) return { pathText: catalogue.pathText };
  if (method.id === 'pair' && pair) return { firstName: pair[0], secondName: pair[1] };
  return recognised(method, known) ?? { ...catalogue?.tokens[method.id as keyof KnownService['tokens']] };
}
