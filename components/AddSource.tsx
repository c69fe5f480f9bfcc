import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Failure } from '../lib/errors.ts';
import type { FoundProvider } from '../lib/messages/view.ts';
import { FailureText } from './FailureText.tsx';
import { onEscape } from './on-escape.ts';
import { ProviderAdvice } from './ProviderAdvice.tsx';
import { ProviderField } from './ProviderField.tsx';
import type { PopupActions } from './popup-actions.ts';
import { useT } from './translation.ts';

interface AddSourceProps {
  actions: Pick<PopupActions, 'addService' | 'searchProviders' | 'openAddress'>;
  onClose: () => void;
}

/** One field for a pasted address, or for the name of a provider: then what to do with that one. */
export function AddSource({ actions, onClose }: AddSourceProps) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [url, setUrl] = useState('');
  const [provider, setProvider] = useState<FoundProvider | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => field.current?.focus(), []);

  const add = async () => {
    const wrong: Failure | null =
      url.trim() === '' ? { code: 'emptyField', values: [] } : await actions.addService(url.trim());
    setFailure(wrong);
    if (wrong) field.current?.focus();
    else onClose();
  };
  return (
    <form
      class="foot-panel"
      autocomplete="off"
      noValidate
      aria-label={t('addSource')}
      onKeyDown={onEscape(onClose)}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <ProviderField
        field={field}
        label={provider ? t('addSourceOf', provider.name) : t('addSourceField')}
        value={url}
        wrong={failure && `${id}-wrong`}
        onInput={(typed) => {
          setFailure(null);
          setUrl(typed);
        }}
        onSearch={provider ? nobody : actions.searchProviders}
        onPick={(picked) => {
          setFailure(null);
          setProvider(picked);
          setUrl(picked.address);
          field.current?.focus();
        }}
      >
        {failure && <FailureText failure={failure} id={`${id}-wrong`} />}
      </ProviderField>
      {provider && (
        <ProviderAdvice
          provider={provider}
          onOpen={actions.openAddress}
          onOther={() => {
            setProvider(null);
            setUrl('');
            field.current?.focus();
          }}
        />
      )}
      <div class="buttons">
        <button type="submit" class="button next">
          {t('addSourceButton')}
        </button>
        <button type="button" class="button bare" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}

/** The provider is known: what is typed now is its address. */
const nobody = async () => [];
