import { exportedSecrets } from '../auth/exported.ts';
import { methodOf } from '../auth/registry.ts';
import type { ExportedSignIn } from '../messages/sources-view.ts';
import type { Account } from '../sources/model.ts';
import type { Held } from './session.ts';

/** Sign-ins whose secret is at hand and can be used elsewhere, for a file that the user asked for. Others are left out. Pure. */
export function exportedSignIns(
  accounts: readonly Account[],
  held: ReadonlyMap<string, Held>,
  ids: ReadonlySet<string>,
): ExportedSignIn[] {
  return accounts
    .filter(({ id }) => ids.has(id))
    .flatMap(({ id, method: name, who, settings }) => {
      const method = methodOf(name);
      const credential = held.get(id);
      if (!method || !credential) return [];
      const secrets = exportedSecrets(method, credential.secrets);
      return Object.keys(secrets).length > 0 ? [{ id, method: name, who, settings, secrets }] : [];
    });
}
