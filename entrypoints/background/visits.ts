import { hostOf } from '../../lib/addresses.ts';
import type { ProviderTools, QuietTools } from '../../lib/auth/method.ts';
import { methodOf } from '../../lib/auth/registry.ts';
import { AppError } from '../../lib/errors.ts';
import type { Pending } from '../../lib/messages/view.ts';
import { patternOf } from '../../lib/permissions/patterns.ts';
import { capabilities } from '../../lib/platform/events.ts';
import type { Permissions } from '../../lib/platform/ports.ts';
import { announceChange } from '../../lib/platform/worker.ts';
import type { Authorizer } from '../../lib/sign-in/authorizer.ts';
import { NOTHING_FOUND } from '../../lib/sign-in/session.ts';
import type { Pages } from './pages.ts';

interface Parts {
  pages: Pages;
  authorizer: Authorizer;
  permissions: Permissions;
  quiet: QuietTools;
}

/** The user's visits to identity providers, one a row: what the row says meanwhile, and how it is given up. */
export function createVisits({ pages, authorizer, permissions, quiet }: Parts) {
  const visits = new Map<string, { end: AbortController; onCode: (code: string) => void }>();

  /** The row says what is waited for, and then again that it signs in. */
  async function during<T>(key: string, what: 'window' | 'code', wait: () => Promise<T>): Promise<T> {
    await say(key, what);
    const answer = await wait();
    await say(key, 'signIn');
    return answer;
  }

  async function say(key: string, what: Pending['what']): Promise<void> {
    // A row that is gone was given up, and must not come back.
    if (!pages.hasRow(key)) throw new AppError('signInCancelled');
    await pages.setRow(key, { pending: { what, since: Date.now() } });
    await announceChange();
  }

  /** What is missing becomes part of what the next click asks the browser for. */
  async function mayAsk(key: string, origins: readonly string[]): Promise<void> {
    const missing: string[] = [];
    for (const origin of origins) {
      if (!(await permissions.contains([patternOf(origin, capabilities.portsInPatterns)])))
        missing.push(origin);
    }
    if (missing.length === 0) return;
    const { provider, draft } = pages.rowState(key);
    const field = methodOf(draft?.method ?? '')?.lookUp?.field ?? '';
    const known = provider ?? { ...NOTHING_FOUND, typed: draft?.fields[field] ?? '' };
    const patterns = missing.map((origin) => patternOf(origin, capabilities.portsInPatterns));
    await pages.setRow(key, { provider: { ...known, origins: patterns } });
    throw new AppError('providerNotAllowed', [missing.map(hostOf).join(', ')]);
  }

  function end(key: string): void {
    visits.get(key)?.end.abort();
    visits.delete(key);
  }

  return {
    /** What a method gets to reach a provider for this row. */
    toolsFor: (key: string): ProviderTools => {
      const end = new AbortController();
      const visit = { end, onCode: (_code: string) => {} };
      visits.set(key, visit);
      return {
        ...quiet,
        signal: end.signal,
        mayAsk: (origins) => mayAsk(key, origins),
        authorize: (url, redirect) => during(key, 'window', () => authorizer.ask(url, redirect, end.signal)),
        askForCode: (url) =>
          during(key, 'code', async () => {
            const close = await authorizer.show(url);
            try {
              return await new Promise<string>((resolve, reject) => {
                if (end.signal.aborted) reject(new AppError('signInCancelled'));
                visit.onCode = resolve;
                end.signal.addEventListener('abort', () => reject(new AppError('signInCancelled')));
              });
            } finally {
              await close();
            }
          }),
      };
    },
    pasted: (key: string, code: string): void => visits.get(key)?.onCode(code),
    /** Over, by its end or by the user. */
    end,
    endAll: (): void => {
      for (const key of [...visits.keys()]) end(key);
    },
  };
}

export type Visits = ReturnType<typeof createVisits>;
