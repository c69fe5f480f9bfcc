import { useState } from 'preact/hooks';
import { Reveal } from '../Reveal.tsx';
import { useT } from '../translation.ts';
import { NewPassphraseForm } from '../vault/NewPassphraseForm.tsx';
import type { SettingsActions } from './settings-actions.ts';

/** The current passphrase, and a new one twice. */
export function ChangePassphrase({ actions }: { actions: SettingsActions }) {
  const t = useT();
  const [changed, setChanged] = useState(false);
  return (
    <div class="block">
      <Reveal label={t('passphraseChange')}>
        {(close) => (
          <NewPassphraseForm
            submit={t('passphraseChangeYes')}
            asksCurrent
            estimate={actions.estimate}
            onSubmit={({ current, next }) => {
              setChanged(false);
              return actions.changePassphrase(current, next);
            }}
            onDone={() => {
              setChanged(true);
              close();
            }}
            onBack={close}
          >
            <p class="quiet small">{t('passphraseChangeNote')}</p>
          </NewPassphraseForm>
        )}
      </Reveal>
      {changed && (
        <p class="quiet" role="status">
          {t('passphraseChanged')}
        </p>
      )}
    </div>
  );
}
