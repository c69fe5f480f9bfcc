import { useEffect, useRef, useState } from 'preact/hooks';
import type { VaultView } from '../../lib/messages/view.ts';
import { canRemember } from './vault-state.ts';

/**
 * What a form with *Remember on this device* shows.
 * @returns `step`: a passphrase stands before it. `made`: the first passphrase has just been set.
 */
export function useRememberStep(vault: VaultView, remember: boolean): { step: boolean; made: boolean } {
  const [made, setMade] = useState(false);
  const was = useRef(vault.state);
  useEffect(() => {
    if (was.current === 'none' && vault.state === 'unlocked') setMade(true);
    was.current = vault.state;
  }, [vault.state]);
  const open = vault.state === 'unlocked';
  return { step: remember && canRemember(vault) && !open, made: made && remember && open };
}
