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

/** The names to try a key under, most likely first: known use, the page's own URLs, then the three common ones. */
export function keyNamesFor(known: Known): string[] {
  const names = [
    ...known.foundNames,
    ...(known.catalogue?.query ?? []),
    ...known.keyNames,
    'code',
    'key',
    'token',
  ];
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
    .map((method) => formOf(method, initialValues(method, known)));
}

/** A method's form with what stands in it at first. */
export function formOf(method: Method, initial: Values): MethodForm {
  return {
    method: method.id,
    repeat: method.repeat,
    inUrl: method.inUrl,
    provider: method.provider ?? false,
    lookUp: method.lookUp?.field ?? null,
    more: Object.fromEntries(Object.entries(initial).filter(([name]) => name.includes('#'))),
    fields: method.fields.map((field) => fieldOf(field, initial)),
  };
}

function fieldOf(field: MethodField, initial: Values): FormField {
  return {
    name: field.name,
    secret: field.secret,
    optional: field.optional ?? false,
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
  if (challenges.includes('basic')) likely.push('basic');
  // RFC 6750, section 3: whoever challenges with Bearer wants a token.
  if (challenges.includes('bearer')) likely.push('oauth');
  // The header is safer than the URL: where both work it comes first.
  if (catalogue && catalogue.headers.length > 0) likely.push('header');
  if (catalogue && catalogue.pathText !== '') likely.push('pathKey');
  if (catalogue && catalogue.pairs.length > 0) likely.push('pair');
  if (foundNames.length > 0 || keyNames.length > 0 || (catalogue?.query.length ?? 0) > 0) likely.push('key');
  return likely;
}

function rank(likely: string[], id: string): number {
  const place = likely.indexOf(id);
  return place === -1 ? likely.length : place;
}

/** What the method fills in where the service is of its system; null where it is not. */
const recognised = (method: Method, { service }: Known): Values | null => method.recognise?.(service) ?? null;

function initialValues(method: Method, known: Known): Values {
  const { catalogue } = known;
  const [header] = catalogue?.headers ?? [];
  const [pair] = catalogue?.pairs ?? [];
  if (method.id === 'header' && header) return { header: header.name, scheme: header.scheme };
  if (method.id === 'pathKey' && catalogue?.pathText) return { pathText: catalogue.pathText };
  if (method.id === 'pair' && pair) return { firstName: pair[0], secondName: pair[1] };
  return recognised(method, known) ?? {};
}
