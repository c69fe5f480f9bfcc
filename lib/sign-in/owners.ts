import type { Method, SignedIn } from '../auth/method.ts';
import type { Account, Saved } from '../sources/model.ts';
import type { SavedStore } from '../sources/store.ts';
import type { Credentials } from './credentials.ts';
import { accountFor, type Place } from './edits.ts';
import type { Row } from './rows.ts';

/** Whose a finished sign-in is. */
export function createOwners({ store, credentials }: { store: SavedStore; credentials: Credentials }) {
  /** What is held of the row's own sign-in, where it was made in the same way. */
  async function heldBefore(row: Row, method: Method) {
    const { grants, accounts } = await store.read();
    const own = grants.find(({ sourceId, site }) => sourceId === row.source?.id && site === row.site);
    const account = accounts.find(({ id }) => id === own?.accountId);
    return account?.method === method.id ? credentials.get(account.id)?.secrets : undefined;
  }

  function ownerOf(
    saved: Saved,
    place: Place,
    method: Method,
    signedIn: SignedIn,
    preferred: string | null,
    replaces: string | null,
  ): Account {
    const { settings, who, providers } = signedIn;
    const asks = providers ? { providers } : {};
    const replaced = saved.accounts.find(({ id }) => id === replaces);
    if (replaced) return { ...replaced, method: method.id, settings, who, ...asks };
    const isReady = (id: string) => credentials.get(id) !== undefined;
    const isOther = (account: Account) => isSomebodyElse(account, method, signedIn);
    const made = { settings, who, method: method.id };
    return { ...accountFor(saved, place, made, preferred, isReady, isOther), ...asks };
  }

  /** By what the provider says of both; of an account that lost its tokens only the name is left. */
  function isSomebodyElse(account: Account, method: Method, signedIn: SignedIn): boolean {
    const person = method.person?.(signedIn.secrets);
    const held = credentials.get(account.id);
    const before = held && method.person?.(held.secrets);
    if (person !== undefined && before !== undefined) return person !== before;
    return account.providers !== undefined && account.who !== signedIn.who;
  }

  return { heldBefore, ownerOf };
}
