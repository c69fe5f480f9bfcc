import type { SavedStore } from '../sources/store.ts';
import { type Ask, checkOpen } from './attempt.ts';
import { type Answered, type Checks, moreToAsk } from './checks.ts';
import type { Credentials } from './credentials.ts';
import { sealedFor } from './placements.ts';
import type { Proving } from './proving.ts';
import { type Row, serviceOf } from './rows.ts';

interface Parts {
  ask: Ask;
  store: SavedStore;
  credentials: Credentials;
  proving: Proving;
  checks: Checks;
}

/**
 * Asks the service of a row without any credential and, where somebody is signed in, with it; where it answers, its capabilities, too.
 * @returns what is answered to nobody, and whether somebody is signed in.
 */
export function createChecking({ ask, store, credentials, proving, checks }: Parts) {
  return async (row: Row): Promise<{ without: Answered; isSaved: boolean }> => {
    const service = serviceOf(row);
    const without: Answered = await checkOpen(ask, service);
    const url = moreToAsk(service, without);
    if (url !== null) without.capabilities = await ask({ url, headers: {} });
    const { grants, accounts } = await store.read();
    const grant = grants.find(({ sourceId, site }) => sourceId === row.source?.id && site === row.site);
    const account = accounts.find(({ id }) => id === grant?.accountId);
    const held = account && credentials.get(account.id);
    // Only where the source still says what was sealed (promise 10), and never what was refused before (promise 4).
    const { source } = row;
    const mayAsk = source && grant && held && !held.refused && sealedFor(held, source, grant) !== null;
    const proof = mayAsk ? await proving(account, held, source, { layers: true }) : null;
    await checks.keep(row.key, proof?.answered ?? null, without);
    return { without, isSaved: proof !== null };
  };
}

export type Checking = ReturnType<typeof createChecking>;
