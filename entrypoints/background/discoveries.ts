import type { LookedUp } from '../../lib/auth/method.ts';
import { methodOf } from '../../lib/auth/registry.ts';
import { toFailure } from '../../lib/errors.ts';
import type { ProviderView } from '../../lib/messages/form-view.ts';
import type { Fetch } from '../../lib/oauth/http.ts';
import { patternOf } from '../../lib/permissions/patterns.ts';
import { providerPatterns } from '../../lib/permissions/provider.ts';
import { capabilities } from '../../lib/platform/events.ts';
import type { Permissions } from '../../lib/platform/ports.ts';
import { announceChange } from '../../lib/platform/worker.ts';
import { NOTHING_FOUND } from '../../lib/sign-in/session.ts';
import type { Pages } from './pages.ts';

const { portsInPatterns } = capabilities;

/** Looks an address in a form up while it is typed: the newest text of each row counts. */
export function createDiscoveries(parts: { pages: Pages; fetch: Fetch; permissions: Permissions }) {
  const { pages, fetch, permissions } = parts;
  const searches = new Map<string, AbortController>();

  /** Most providers let every page read what they publish; the others are asked after the click that allows it. */
  async function whatFailed(field: string, typed: string, error: unknown): Promise<Partial<ProviderView>> {
    const failure = toFailure(error);
    const isAllowed = await permissions.contains(providerPatterns({ [field]: typed }, portsInPatterns));
    return { state: 'failed', failure: failure.code === 'unreachable' && !isAllowed ? null : failure };
  }

  function end(key: string): void {
    searches.get(key)?.abort();
    searches.delete(key);
  }

  return {
    /** The form is given up, or sent. */
    end,
    look: async (key: string, methodId: string, typed: string): Promise<void> => {
      end(key);
      const lookUp = methodOf(methodId)?.lookUp;
      if (typed.trim() === '' || !lookUp)
        return pages.hasRow(key) ? pages.setRow(key, { provider: null }) : undefined;
      const search = new AbortController();
      searches.set(key, search);
      const looking: ProviderView = { ...NOTHING_FOUND, typed, state: 'looking' };
      await pages.setRow(key, { provider: looking });
      const learned = await lookUp
        .look(typed, { fetch, signal: search.signal })
        .then(whatIsSaid, (error: unknown) => whatFailed(lookUp.field, typed, error));
      if (search.signal.aborted || !pages.hasRow(key)) return;
      searches.delete(key);
      await pages.setRow(key, { provider: { ...looking, ...learned } });
      await announceChange();
    },
  };
}

export type Discoveries = ReturnType<typeof createDiscoveries>;

function whatIsSaid({ origins, ...found }: LookedUp): Partial<ProviderView> {
  return { state: 'found', ...found, origins: origins.map((origin) => patternOf(origin, portsInPatterns)) };
}
