import type { QuietTools } from '../auth/method.ts';
import { methodOf } from '../auth/registry.ts';
import { AppError } from '../errors.ts';
import type { SavedStore } from '../sources/store.ts';
import type { Credentials } from './credentials.ts';
import type { Session } from './session.ts';
import type { Status } from './status.ts';

interface Parts {
  store: SavedStore;
  session: Session;
  credentials: Credentials;
  quiet: QuietTools;
  openTab: (url: string) => Promise<void>;
}

/** Where the user is signed in, and not asked to do something first. */
const SIGNED_IN: readonly (Status | undefined)[] = ['signedIn', 'signedInWithoutAccess'];

/** Opens a system in a tab, with the user of an account signed in there. */
export function createLinks({ store, session, credentials, quiet, openTab }: Parts) {
  /** @throws AppError where no link can be had; then no tab is opened. */
  return async (accountId: string): Promise<void> => {
    const account = (await store.read()).accounts.find(({ id }) => id === accountId);
    const method = account && methodOf(account.method);
    const held = credentials.get(accountId);
    const isIn = SIGNED_IN.includes(session.get('account', accountId)?.status) && !held?.refused;
    if (!held || !isIn || !method?.openLink || !method.linkLife?.(held.secrets))
      throw new AppError('badMessage');
    const url = await method.openLink(held.secrets, quiet);
    // Signed out or locked meanwhile: what came too late lets nobody in.
    if (credentials.get(accountId) === undefined) throw new AppError('badMessage');
    await openTab(url);
  };
}

export type Links = ReturnType<typeof createLinks>;
