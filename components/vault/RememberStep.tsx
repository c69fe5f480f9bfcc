import { useEffect, useRef } from 'preact/hooks';
import type { VaultView } from '../../lib/messages/view.ts';
import { useT } from '../translation.ts';
import { NewPassphraseForm } from './NewPassphraseForm.tsx';
import { UnlockField } from './UnlockField.tsx';
import type { VaultActions } from './vault-actions.ts';

interface RememberStepProps {
  vault: VaultView;
  actions: VaultActions;
  onBack: () => void;
}

/** What stands before remembering: the first passphrase, or the one there is. It goes when the view says *unlocked*. */
export function RememberStep({ vault, actions, onBack }: RememberStepProps) {
  const t = useT();
  const step = useRef<HTMLElement>(null);
  useEffect(() => step.current?.scrollIntoView({ block: 'nearest' }), [vault.state]);
  if (vault.state === 'unlocked') return null;
  return (
    <section ref={step} class="panel step" aria-label={t('remember')}>
      {vault.state === 'none' ? (
        <>
          <p class="lead">{t('passphraseLead')}</p>
          <NewPassphraseForm
            submit={t('passphraseSet')}
            estimate={actions.estimate}
            onSubmit={({ next }) => actions.createVault(next)}
            onBack={onBack}
          >
            <p class="quiet small">{t('noRecovery')}</p>
          </NewPassphraseForm>
        </>
      ) : (
        <>
          <p class="lead">{t('unlockToRemember')}</p>
          <UnlockField vault={vault} actions={actions} focus onBack={onBack} />
        </>
      )}
    </section>
  );
}
