import type { ComponentChildren, Ref } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { FoundProvider } from '../lib/messages/view.ts';
import { useT } from './translation.ts';
import { useProviderSearch } from './use-provider-search.ts';

interface ProviderFieldProps {
  field: Ref<HTMLInputElement>;
  label: string;
  value: string;
  /** Id of the words that say what is wrong; null where nothing is. */
  wrong: string | null;
  onInput: (value: string) => void;
  onSearch: (text: string) => Promise<FoundProvider[]>;
  onPick: (provider: FoundProvider) => void;
  children: ComponentChildren;
}

/**
 * A field for an address that also finds providers by name (WAI-ARIA Authoring Practices, editable combobox with list
 * autocomplete): arrow keys move through the list, Enter takes one, Escape closes the list first. `autocomplete="off"` also
 * keeps what is typed out of the browser's saved form state.
 */
export function ProviderField(props: ProviderFieldProps) {
  const { field, label, value, wrong, onInput, onSearch, onPick, children } = props;
  const t = useT();
  const id = useId();
  const { found, close } = useProviderSearch(value, onSearch);
  // By its id: the next list may come between two keys.
  const [activeId, setActiveId] = useState('');
  const active = found.findIndex((provider) => provider.id === activeId);
  const optionId = (index: number) => `${id}-${index}`;
  useEffect(() => document.getElementById(optionId(active))?.scrollIntoView({ block: 'nearest' }), [active]);

  const pick = (provider: FoundProvider) => {
    setActiveId('');
    close();
    onPick(provider);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (found.length === 0) return;
    const chosen = found[active];
    // One place more than there are providers: the field itself.
    const places = found.length + 1;
    const next = { ArrowDown: active + 1, ArrowUp: active - 1 }[event.key];
    if (next !== undefined) setActiveId(found[((next + 1 + places) % places) - 1]?.id ?? '');
    else if (event.key === 'Enter' && chosen) pick(chosen);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        ref={field}
        id={id}
        type="text"
        role="combobox"
        inputMode="url"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={value}
        aria-autocomplete="list"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-invalid={wrong !== null}
        {...(active >= 0 ? { 'aria-activedescendant': optionId(active) } : {})}
        {...(wrong ? { 'aria-describedby': wrong } : {})}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {children}
      <div
        id={`${id}-list`}
        class="options"
        role="listbox"
        aria-label={t('providers')}
        hidden={found.length === 0}
      >
        {found.map((provider, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the field, which keeps the focus.
          <div
            key={provider.id}
            id={optionId(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => pick(provider)}
          >
            <span>{provider.name}</span>
            <span class="quiet small">{provider.host}</span>
          </div>
        ))}
      </div>
      <p class="unseen" role="status">
        {found.length > 0 && t('providersFound', String(found.length))}
      </p>
    </div>
  );
}
