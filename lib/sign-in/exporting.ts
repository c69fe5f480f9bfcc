import { exportedSecrets, exportedSettings } from '../auth/exported.ts';
import { methodOf } from '../auth/registry.ts';
import type { ExportedSignIn } from '../messages/sources-view.ts';
import type { Account } from '../sources/model.ts';
import type { Held } from './session.ts';

/** Sign-ins that are at hand, with what of them can be used elsewhere, for a file that the user asked for. Pure. */
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
      return [{ id, method: name, who, settings: exportedSettings(settings, credential.secrets), secrets }];
    });
}
