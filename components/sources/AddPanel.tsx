import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import type { FoundProvider } from '../../lib/messages/view.ts';
import { FailureText } from '../FailureText.tsx';
import { onEscape } from '../on-escape.ts';
import { ProviderAdvice } from '../ProviderAdvice.tsx';
import { ProviderField } from '../ProviderField.tsx';
import { useT } from '../translation.ts';
import { PreviewList } from './PreviewList.tsx';
import type { SourcesActions } from './sources-actions.ts';

interface AddPanelProps {
  actions: SourcesActions;
  onSaved: () => void;
  onClose: () => void;
}

/** One field for an address, a provider's name or a pasted set-up, and what would be saved of it. */
export function AddPanel({ actions, onSaved, onClose }: AddPanelProps) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  /** Null until somebody types one: then it is the one that the preview proposes. */
  const [ownName, setOwnName] = useState<string | null>(null);
  const [provider, setProvider] = useState<FoundProvider | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => field.current?.focus(), []);

  const preview = text.trim() === '' ? null : actions.preview(text);
  const proposed =
    preview?.what === 'address' ? preview.name : preview?.what === 'setUp' ? preview.setUp.name : '';
  const name = ownName ?? proposed;
  const save = async () => {
    const wrong: Failure | null = !preview
      ? { code: 'emptyField', values: [] }
      : preview.what === 'wrong'
        ? preview.failure
        : preview.what === 'setUp'
          ? await actions.importSetUp({ ...preview.setUp, name: name.trim() || proposed })
          : await actions.addSource(name.trim() || proposed, text.trim());
    setFailure(wrong);
    if (wrong) field.current?.focus();
    else onSaved();
  };
  const change = (typed: string) => {
    setFailure(null);
    setText(typed);
  };
  return (
    <form
      class="add-panel"
      autocomplete="off"
      noValidate
      aria-label={t('addSource')}
      onKeyDown={onEscape(onClose)}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <ProviderField
        field={field}
        label={provider ? t('addSourceOf', provider.name) : t('sources_addField')}
        value={text}
        wrong={failure && `${id}-wrong`}
        onInput={change}
        onSearch={provider ? nobody : actions.searchProviders}
        onPick={(picked) => {
          setProvider(picked);
          change(picked.address);
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
            change('');
            field.current?.focus();
          }}
        />
      )}
      {preview && preview.what !== 'wrong' && (
        <PreviewList preview={preview} name={name} onName={setOwnName} />
      )}
      <div class="buttons">
        <button type="submit" class="button next">
          {t('sources_addSave')}
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
