import type { VaultView } from '../../lib/messages/view.ts';
import { useT } from '../translation.ts';
import { UnlockField } from './UnlockField.tsx';
import type { VaultActions } from './vault-actions.ts';
import { troubleOf } from './vault-state.ts';

/** On top of the popup and our pages: the field that unlocks, or why nothing can be unlocked. */
export function VaultBar({
  vault,
  actions,
}: {
  vault: VaultView;
  actions: VaultActions & { openSettings(): void };
}) {
  const t = useT();
  if (vault.state === 'locked')
    return (
      <div class="vault-bar">
        <UnlockField vault={vault} actions={actions} focus />
      </div>
    );
  const trouble = troubleOf(vault);
  if (!trouble) return null;
  return (
    <div class="notice">
      <p class="failure" role="alert">
        {t(trouble)}
      </p>
      <button type="button" class="link" onClick={actions.openSettings}>
        {t('settings')}
      </button>
    </div>
  );
}
