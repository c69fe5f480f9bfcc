import { toFailure } from '../../lib/errors.ts';
import type { ProviderView } from '../../lib/messages/view.ts';
import { discover } from '../../lib/oauth/discovery.ts';
import type { Fetch } from '../../lib/oauth/http.ts';
import { type Provider, providerName, requestOrigins } from '../../lib/oauth/provider.ts';
import { patternOf } from '../../lib/permissions/patterns.ts';
import { providerPatterns } from '../../lib/permissions/provider.ts';
import { capabilities } from '../../lib/platform/events.ts';
import type { Permissions } from '../../lib/platform/ports.ts';
import { announceChange } from '../../lib/platform/worker.ts';
import type { Pages } from './pages.ts';

const { portsInPatterns } = capabilities;

/** Looks an issuer up while it is typed: the newest text of each row counts. */
export function createDiscoveries(parts: { pages: Pages; fetch: Fetch; permissions: Permissions }) {
  const { pages, fetch, permissions } = parts;
  const searches = new Map<string, AbortController>();

  /** Most providers let every page read what they publish; the others are asked after the click that allows it. */
  async function whatFailed(typed: string, error: unknown): Promise<Partial<ProviderView>> {
    const failure = toFailure(error);
    const isAllowed = await permissions.contains(providerPatterns({ issuer: typed }, portsInPatterns));
    return { state: 'failed', failure: failure.code === 'unreachable' && !isAllowed ? null : failure };
  }

  function end(key: string): void {
    searches.get(key)?.abort();
    searches.delete(key);
  }

  return {
    /** The form is given up, or sent. */
    end,
    look: async (key: string, typed: string): Promise<void> => {
      end(key);
      if (typed.trim() === '') return pages.hasRow(key) ? pages.setRow(key, { provider: null }) : undefined;
      const search = new AbortController();
      searches.set(key, search);
      const looking = { typed, state: 'looking' as const, name: '', pkce: true, failure: null, origins: [] };
      await pages.setRow(key, { provider: looking });
      const learned = await discover(typed, fetch, search.signal).then(whatIsSaid, (error: unknown) =>
        whatFailed(typed, error),
      );
      if (search.signal.aborted || !pages.hasRow(key)) return;
      searches.delete(key);
      await pages.setRow(key, { provider: { ...looking, ...learned } });
      await announceChange();
    },
  };
}

export type Discoveries = ReturnType<typeof createDiscoveries>;

function whatIsSaid(provider: Provider): Partial<ProviderView> {
  return {
    state: 'found',
    name: providerName(provider),
    pkce: provider.pkce !== 'no',
    origins: requestOrigins(provider, { refreshEndpoint: '' }).map((origin) =>
      patternOf(origin, portsInPatterns),
    ),
  };
}
