import type { QuietTools } from '../auth/method.ts';
import { methodOf } from '../auth/registry.ts';
import { NOTHING_SAVED } from '../sources/model.ts';
import type { SavedStore } from '../sources/store.ts';
import type { KeptCredential, Session, UndoRecord } from './session.ts';

/** `pending`: while a change that is all or nothing is under way. */
type Name = '' | 'pending';

interface Parts {
  session: Session;
  store: SavedStore;
  quiet: QuietTools;
}

/** What *Undo* needs of the last change: records, and the secrets that went with it. In memory alone. */
export function createKept({ session, store, quiet }: Parts) {
  /** Providers hear late of what was taken away: now that nobody can have it back. */
  async function farewellTo(list: readonly KeptCredential[]): Promise<() => void> {
    const { accounts } = await store.read().catch(() => NOTHING_SAVED);
    const saved = new Set(accounts.map(({ id }) => id));
    const over = list.filter(({ accountId, what }) => what === 'lost' && !saved.has(accountId));
    return () => {
      for (const { method, held } of over) {
        if (held)
          void methodOf(method)
            ?.revoke?.(held.secrets, quiet)
            .catch(() => undefined);
      }
    };
  }

  async function forgetNow(list: readonly KeptCredential[], remove: () => Promise<void>): Promise<void> {
    const tellProviders = await farewellTo(list);
    await remove();
    tellProviders();
  }

  /** Locked means gone (promise 6): what comes back after that has nobody signed in. */
  async function forgetSecrets(): Promise<void> {
    const list = [...session.all('kept').values()].flat();
    if (list.length > 0) await forgetNow(list, () => session.clear('kept'));
  }

  /** The record goes first: without its secrets it would take records back whose secrets are gone. */
  async function remove(name: Name): Promise<void> {
    await session.remove('undo', name);
    await session.remove('kept', name);
  }

  return {
    get: (name: Name): { record: UndoRecord; secrets: readonly KeptCredential[] } | null => {
      const record = session.get('undo', name);
      return record ? { record, secrets: session.get('kept', name) ?? [] } : null;
    },
    /** The record comes first: secrets without one would be kept for nothing. */
    set: async (name: Name, record: UndoRecord, list: readonly KeptCredential[]): Promise<void> => {
      await session.set('undo', name, record);
      await session.set('kept', name, list);
    },
    /** It was taken back, or is kept under the other name. */
    remove,
    /** It cannot be taken back any more. */
    forget: async (name: Name): Promise<void> => {
      if (session.get('undo', name) === undefined) return;
      await forgetNow(session.get('kept', name) ?? [], () => remove(name));
    },
    forgetSecrets,
    /** A worker that was stopped between the two has left secrets of nothing. */
    afterStart: async (): Promise<void> => {
      const left = [...session.all('kept').keys()].filter((name) => !session.all('undo').has(name));
      if (left.length > 0) await session.remove('kept', ...left);
    },
  };
}
