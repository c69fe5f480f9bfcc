import { hostOf } from '../addresses.ts';
import type { Failure } from '../errors.ts';
import { MAP_SITE } from '../map-site.ts';
import type { SavedSignIn, SavedSource, SourcesView, SourceUse } from '../messages/sources-view.ts';
import { patternOf, patternsFor } from '../permissions/patterns.ts';
import { lookup } from '../sources/catalogue/lookup.ts';
import { safePrefixesOf } from '../sources/destinations.ts';
import type { Grant, Source } from '../sources/model.ts';
import { grantText } from './placements.ts';
import { stateOf, type ViewParts } from './popup-view.ts';
import type { TestOutcome } from './session.ts';
import type { Status } from './status.ts';

/** Everything that the view of the sources page is made of. */
export interface SourcesParts
  extends Pick<ViewParts, 'saved' | 'vault' | 'rememberedIds' | 'credentials' | 'accounts' | 'changed'> {
  /** When a signed request was last answered well, in ms since the epoch, by {@link grantText}. */
  answeredWell: ReadonlyMap<string, number>;
  /** By source. */
  tested: ReadonlyMap<string, TestOutcome>;
  testing: SourcesView['testing'];
  undo: SourcesView['undo'];
  notice: Failure | null;
  ports: boolean;
}

/** What needs the user most comes first. */
const BY_NEED: readonly Status[] = [
  ...(['changed', 'notAccepted', 'certificateProblem', 'signIn', 'locked', 'unreachable'] as const),
  ...([
    'signedInWithoutAccess',
    'paused',
    'signingIn',
    'renewing',
    'notChecked',
    'signedIn',
    'open',
  ] as const),
];

/** What the sources page shows. Pure, free of secrets, and made in one pass: there may be thousands of sources. */
export function sourcesView(parts: SourcesParts): SourcesView {
  const { saved, vault, testing, undo, notice, ports } = parts;
  const grants = Map.groupBy(saved.grants, ({ sourceId }) => sourceId);
  const parameters = new Map(saved.keyVault.map((entry) => [entry.sourceId, entry.parameter]));
  const providers = new Map(saved.accounts.map(({ id, providers: asked = [] }) => [id, asked]));
  const statusOf = remembering((id: string) => stateOf(id, parts).state.status);
  const nameOf = remembering(providerName);
  const siteName = remembering(hostOf);
  const useOf = ({ sourceId, accountId, site }: Grant): SourceUse => {
    const changed = parts.changed.has(grantText({ sourceId, site }));
    const status = changed ? 'changed' : statusOf(accountId);
    return { site, name: siteName(site), accountId, status, changed };
  };
  const sourceOf = (source: Source): SavedSource => {
    const { id, name, kinds, urls, frames, sample, ...beside } = source;
    const own = grants.get(id) ?? [];
    const uses = own.map(useOf);
    const prefixes = safePrefixesOf(urls);
    const asked = own.flatMap(({ accountId }) => providers.get(accountId) ?? []);
    const tested = parts.tested.get(id) ?? null;
    const times = own.map((grant) => parts.answeredWell.get(grantText(grant)) ?? 0);
    return {
      ...beside,
      ...{ id, name, kinds, urls, sample, frames, uses, tested },
      provider: nameOf(prefixes[0] ?? ''),
      parameter: parameters.get(id) ?? null,
      origins: patternsFor([...prefixes, ...asked], MAP_SITE, ports),
      status: uses.length > 0 ? neediest(uses) : statusOfOpen(tested),
      lastUsed: Math.max(0, ...times) || null,
    };
  };
  const sites = [...new Set(saved.grants.map(({ site }) => site))];
  return {
    ...{ vault, testing, undo, notice },
    sources: saved.sources.map(sourceOf),
    signIns: signInsOf(parts, statusOf),
    sites: sites
      .map((site) => ({
        ...{ site, name: siteName(site) },
        origins: site === MAP_SITE ? [] : [patternOf(site, ports)],
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function signInsOf(parts: SourcesParts, statusOf: (id: string) => Status): SavedSignIn[] {
  const { saved, credentials } = parts;
  const users = Map.groupBy(saved.grants, ({ accountId }) => accountId);
  return saved.accounts.map(({ id, method, who, origins, settings, providers, ...beside }) => ({
    ...beside,
    ...{ id, method, who, hosts: [...new Set(origins.map(hostOf))], status: statusOf(id) },
    remembered: stateOf(id, parts).isRemembered,
    ready: credentials.has(id),
    sources: new Set((users.get(id) ?? []).map(({ sourceId }) => sourceId)).size,
  }));
}

function neediest(uses: readonly SourceUse[]): Status {
  const statuses = new Set(uses.map(({ status }) => status));
  return BY_NEED.find((status) => statuses.has(status)) ?? 'notChecked';
}

/** Of a source that is only saved nothing is known but what the last test said. */
function statusOfOpen(tested: TestOutcome | null): Status {
  if (tested === null) return 'notChecked';
  const { failure } = tested;
  if (failure === null) return 'open';
  if (failure.code === 'accessRefused') return 'signIn';
  if (failure.code === 'certificateProblem') return 'certificateProblem';
  return failure.code === 'unreachable' || failure.code === 'timedOut' ? 'unreachable' : 'notChecked';
}

/** As the catalogue calls it, else its host. */
function providerName(prefix: string): string {
  const url = URL.parse(prefix);
  return url ? (lookup(url.host, url.pathname)?.name ?? url.host) : '';
}

function remembering<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const known = made.get(text);
    if (known !== undefined) return known;
    const now = make(text);
    made.set(text, now);
    return now;
  };
}
