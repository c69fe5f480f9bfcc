import type { VaultView } from '../../lib/messages/view.ts';
import { LockIcon, UnlockedIcon } from '../icons.tsx';
import { useT } from '../translation.ts';
import { focusUnlock } from './focus-unlock.ts';

/** The padlock of the saved sign-ins; nothing where there are none to lock. */
export function LockButton({ vault, onLock }: { vault: VaultView; onLock: () => void }) {
  const t = useT();
  if (vault.state !== 'locked' && vault.state !== 'unlocked') return null;
  const locked = vault.state === 'locked';
  const label = t(locked ? 'unlockSaved' : 'lockNow');
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      onClick={locked ? focusUnlock : onLock}
    >
      {locked ? <LockIcon /> : <UnlockedIcon />}
    </button>
  );
}
