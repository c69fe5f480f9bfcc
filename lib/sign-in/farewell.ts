import type { QuietTools } from '../auth/method.ts';
import { methodOf } from '../auth/registry.ts';
import type { Account } from '../sources/model.ts';
import type { Session } from './session.ts';

/**
 * What tells the providers of these accounts that what is held of them is over; called last and unawaited, for rules and
 * secrets are gone whatever they answer.
 */
export function createFarewell({ session, quiet }: { session: Session; quiet: QuietTools }) {
  return (accounts: readonly Account[]): (() => void) => {
    const held = accounts.flatMap(({ id, method }) => {
      const secrets = session.get('credential', id)?.secrets;
      return secrets ? [{ secrets, method: methodOf(method) }] : [];
    });
    return () => {
      for (const { secrets, method } of held) void method?.revoke?.(secrets, quiet).catch(() => undefined);
    };
  };
}
