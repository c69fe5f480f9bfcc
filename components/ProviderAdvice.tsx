import type { FoundProvider } from '../lib/messages/view.ts';
import { CANNOT } from './NoSignIn.tsx';
import { useT } from './translation.ts';

interface ProviderAdviceProps {
  provider: FoundProvider;
  onOpen: (url: string) => void;
  onOther: () => void;
}

/** What to do with a provider that was picked by its name: where one gets a key, and which address is wanted. */
export function ProviderAdvice({ provider, onOpen, onOther }: ProviderAdviceProps) {
  const t = useT();
  const { name, address, keyPage, takesKey, open, cannot } = provider;
  return (
    <div class="notes quiet small" role="status">
      {open && <p>{t('providerOpen', name)}</p>}
      {cannot !== '' && <p>{t(CANNOT[cannot], name)}</p>}
      {cannot === '' && <p>{t(address === '' ? 'providerAddress' : 'providerExample', name)}</p>}
      <p class="links">
        {keyPage !== '' && (
          <button type="button" class="link" onClick={() => onOpen(keyPage)}>
            {t(takesKey ? 'getKey' : 'getAccess', name)}
          </button>
        )}
        <button type="button" class="link" onClick={onOther}>
          {t('providerOther')}
        </button>
      </p>
    </div>
  );
}
