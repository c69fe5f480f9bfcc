import { toFailure } from '../../lib/errors.ts';
import { discover } from '../../lib/oauth/discovery.ts';
import type { Fetch } from '../../lib/oauth/http.ts';
import { type Provider, providerName, requestOrigins } from '../../lib/oauth/provider.ts';
import { patternOf } from '../../lib/permissions/origins.ts';
import { capabilities } from '../../lib/platform/events.ts';
import { announceChange } from '../../lib/platform/worker.ts';
import type { Pages } from './pages.ts';

/** Looks an issuer up while it is typed: the newest text of each row counts. */
export function createDiscoveries({ pages, fetch }: { pages: Pages; fetch: Fetch }) {
  const searches = new Map<string, AbortController>();

  return {
    look: async (key: string, typed: string): Promise<void> => {
      searches.get(key)?.abort();
      if (typed.trim() === '') return pages.setRow(key, { provider: null });
      const search = new AbortController();
      searches.set(key, search);
      const looking = { typed, name: '', pkce: true, failure: null, origins: [] };
      await pages.setRow(key, { provider: { ...looking, state: 'looking' } });
      const provider = await discover(typed, fetch, search.signal).then(
        (found) => ({ ...looking, ...whatIsSaid(found), state: 'found' as const }),
        (error: unknown) => ({ ...looking, state: 'failed' as const, failure: toFailure(error) }),
      );
      if (search.signal.aborted) return;
      searches.delete(key);
      await pages.setRow(key, { provider });
      await announceChange();
    },
  };
}

export type Discoveries = ReturnType<typeof createDiscoveries>;

function whatIsSaid(provider: Provider) {
  return {
    name: providerName(provider),
    pkce: provider.pkce !== 'no',
    origins: requestOrigins(provider, { refreshEndpoint: '' }).map((origin) =>
      patternOf(origin, capabilities.portsInPatterns),
    ),
  };
}
