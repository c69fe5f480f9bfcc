import { readImported } from '../auth/imported.ts';
import { methodOf } from '../auth/registry.ts';
import { AppError } from '../errors.ts';
import type { ImportedSignIn, ImportedSource } from '../messages/sources-protocol.ts';
import type { InTurn } from '../queue.ts';
import { merged } from '../sources/merged.ts';
import type { SavedStore } from '../sources/store.ts';
import type { Vault } from '../vault/vault.ts';
import { type Credentials, signInName } from './credentials.ts';
import { type ImportPlan, planImport, type ReadSignIn } from './import-plan.ts';
import type { Installed } from './installed.ts';
import type { AccountState, Held, Session } from './session.ts';
import type { Undoing } from './undoing.ts';

interface Parts {
  store: SavedStore;
  session: Session;
  vault: Vault;
  credentials: Credentials;
  installed: Installed;
  undoing: Undoing;
  inTurn: InTurn;
}

/** What a file, or a pasted set-up, brings. */
interface Records {
  sources: readonly ImportedSource[];
  signIns: readonly ImportedSignIn[];
  remember: boolean;
}

/** Takes sources and sign-ins from elsewhere in: all of them, or nothing. */
export function createImporting({ store, session, vault, credentials, installed, undoing, inTurn }: Parts) {
  async function put({ added, held, accounts }: ImportPlan): Promise<void> {
    const states = [...accounts].map(([id, isReady]): [string, AccountState] => [
      id,
      // Proven once before its first rule.
      { status: isReady ? 'notChecked' : 'signIn', why: null, since: Date.now() },
    ]);
    await session.setAll('account', new Map(states));
    const names = new Map(
      [...(await store.read()).accounts, ...added.accounts].map((each) => [each.id, each]),
    );
    const entries = [...held.values()]
      .filter(({ remembered }) => remembered)
      .map(({ remembered, ...credential }) => ({
        ...{ credential, name: signInName(names.get(credential.accountId)) },
      }));
    const change = (beside?: Record<string, unknown>) =>
      store.change((saved) => merged(saved, added), beside).then(() => undefined);
    // Records and what is remembered are one write on the disk.
    await (entries.length > 0 ? vault.saveAll(entries, change) : change());
    await session.setAll('credential', held);
    // Replaced by what has no secret: the old one is not used for it.
    await credentials.drop([...accounts.keys()].filter((id) => !held.has(id)));
    await installed.sync();
    // What was remembered and is replaced by what is not must not come back at the next unlocking.
    await credentials.forgetSaved([...accounts.keys()].filter((id) => held.get(id)?.remembered !== true));
  }

  async function run({ sources, remember }: Records, signIns: readonly ReadSignIn[]): Promise<void> {
    const before = await undoing.within.look();
    const plan = planImport(before.saved, before.held, sources, signIns, remember);
    if ([...plan.held.values()].some(isToBeRemembered(before.held))) credentials.mustBeAbleToRemember();
    const after = { saved: merged(before.saved, plan.added), held: new Map([...before.held, ...plan.held]) };
    for (const id of plan.accounts.keys()) if (!plan.held.has(id)) after.held.delete(id);
    const count = sources.length || signIns.length;
    await undoing.within.atomically('imported', count, after, () => put(plan));
  }

  return {
    /**
     * @throws AppError `importUnusable`, `importGone`, `badAddress`, `vaultLocked`, `sharedComputer`, `storageFailed`; then
     *   nothing has changed.
     */
    importRecords: async (records: Records): Promise<void> => {
      const signIns: ReadSignIn[] = [];
      for (const signIn of records.signIns) {
        const { settings, secrets, ...others } = signIn;
        signIns.push({ ...others, read: await readOne(signIn) });
      }
      await inTurn(() => run(records, signIns));
    },
  };
}

export type Importing = ReturnType<typeof createImporting>;

const isToBeRemembered =
  (before: ReadonlyMap<string, Held>) =>
  ({ remembered, accountId, secrets }: Held): boolean =>
    remembered && before.get(accountId)?.secrets !== secrets;

async function readOne({ method: id, who, settings, secrets }: ImportedSignIn) {
  const method = methodOf(id);
  try {
    if (!method) throw new AppError('badMessage');
    return await readImported(method, settings, secrets);
  } catch (cause) {
    throw new AppError('importUnusable', [(who || settings.username || id).slice(0, 200)], { cause });
  }
}
