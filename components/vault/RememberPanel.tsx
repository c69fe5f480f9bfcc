import { useEffect, useState } from 'preact/hooks';
import type { ServiceRow, VaultView } from '../../lib/messages/view.ts';
import type { PopupActions } from '../popup-actions.ts';
import { useT } from '../translation.ts';
import { RememberStep } from './RememberStep.tsx';

interface RememberPanelProps {
  row: ServiceRow;
  vault: VaultView;
  actions: PopupActions;
  onClose: () => void;
}

/** In a row that is signed in: the passphrase first, then the sign-in is remembered. */
export function RememberPanel({ row, vault, actions, onClose }: RememberPanelProps) {
  const t = useT();
  const [isNew] = useState(vault.state === 'none');
  const open = vault.state === 'unlocked';
  useEffect(() => {
    if (!open) return;
    actions.remember(row);
    if (!isNew) onClose();
  }, [open]);
  if (!open) return <RememberStep vault={vault} actions={actions} onBack={onClose} />;
  return (
    <div class="panel note">
      <p role="status">{t('passphraseMade')}</p>
      <button type="button" class="link" onClick={onClose}>
        {t('close')}
      </button>
    </div>
  );
}
