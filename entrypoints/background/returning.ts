import { announceChange, openSites } from '../../lib/platform/worker.ts';
import type { Recheck } from '../../lib/sign-in/recheck.ts';
import type { Session } from '../../lib/sign-in/session.ts';
import type { Pages } from './pages.ts';

interface Parts {
  session: Session;
  recheck: Recheck;
  pages: Pages;
}

/** Sign-ins that came back from the vault: proven as soon as a page of their site is open, without a click. */
export function createReturning({ session, recheck, pages }: Parts) {
  return {
    openSites: async (): Promise<void> => {
      const waits = [...session.all('account').values()].some(({ status }) => status === 'notChecked');
      if (!waits) return;
      const asked = new Set(await recheck.openSites(await openSites()));
      if (asked.size === 0) return;
      // These pages asked for their layers before anybody was signed in; nothing is reloaded by itself.
      for (const tabId of pages.shownTabs()) {
        await pages.markStale(
          tabId,
          ({ accountId, status }) => accountId !== null && asked.has(accountId) && status === 'signedIn',
        );
      }
      await announceChange();
    },
  };
}

export type Returning = ReturnType<typeof createReturning>;
