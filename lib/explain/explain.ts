import type { Facts } from './facts.ts';
import { lastProbe, layersHidden, troubleNow } from './observed.ts';
import { type ExplainCode, type Step, TABLE } from './table.ts';

/**
 * What fills a sentence: a text, a moment (ms since the epoch), or names, the last two to be written as the user's language
 * writes times and lists.
 */
export type Value = string | { at: number } | { names: readonly string[] };

/** Why a source is not seen, or that it is; its sentence is `explain_<code>` in the locales. Holds no secret. */
export interface Explanation {
  code: ExplainCode;
  values: Value[];
  /** The one next step; null where nothing needs doing. */
  next: Step | null;
}

type Values = (facts: Facts) => Value[];

const failingHost = ({ host, certificate }: Facts) => certificate?.host ?? host;
const hostAndSite: Values = ({ host, site }) => [host, site];
const hostAndServer: Values = ({ host, way, site }) => [host, way.proxied?.through ?? site];
const ofTrouble: Values = (facts) => [facts.host, troubleNow(facts)?.values[1] ?? ''];
const layers: Values = (facts) => [facts.host, { names: layersHidden(facts) }];

/** Sentences that take more, or another, than the service's host. */
const VALUES: Partial<Record<ExplainCode, Values>> = {
  certificateIntercepted: (facts) => [failingHost(facts), { names: facts.certificate?.together ?? [] }],
  mixedContent: hostAndSite,
  localNetwork: hostAndSite,
  extensionBlocks: hostAndSite,
  siteProxy: hostAndServer,
  waitUntil: ({ host, waitUntil, now }) => [host, { at: waitUntil ?? now }],
  serverError: ofTrouble,
  pausedFlapping: ({ host, account, now }) => [host, { at: account?.restsUntil ?? now }],
  noAccessLayer: (facts) => [facts.host, facts.account?.who ?? '', { names: layersHidden(facts) }],
  noAccessLayerUnnamed: layers,
  noAccess: ({ host, account }) => [host, account?.who ?? ''],
  corsPreflight: hostAndSite,
  corsAnswer: hostAndSite,
  siteKeepsCopies: hostAndSite,
  extensionChanges: hostAndSite,
  usableFrom: ({ host, usableFrom }) => [host, usableFrom ?? ''],
  redirected: ofTrouble,
  unexpectedStatus: ofTrouble,
  reportsError: (facts) => [facts.host, { names: lastProbe(facts)?.exceptionCodes ?? [] }],
  hidesLayers: layers,
  sitePrint: hostAndServer,
};

/** The host that the row is about: a certificate may be that of the place where one signs in. */
function onlyHost(facts: Facts, code: ExplainCode): Value[] {
  return [code.startsWith('certificate') ? failingHost(facts) : facts.host];
}

/**
 * The one explanation for a source on a page: the first row of the table that fits. Pure, and total: the last row always fits.
 * The values are names of hosts, layers and users as they came; whoever shows them shows them as text.
 */
export function explain(facts: Facts): Explanation {
  const [, code, next] = TABLE.find(([holds]) => holds(facts))!;
  return { code, values: VALUES[code]?.(facts) ?? onlyHost(facts, code), next };
}
