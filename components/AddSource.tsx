import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Failure } from '../lib/errors.ts';
import { FailureText } from './FailureText.tsx';
import { onEscape } from './on-escape.ts';
import { useT } from './translation.ts';

interface AddSourceProps {
  onAdd: (url: string) => Promise<Failure | null>;
  onClose: () => void;
}

/** One field for a pasted address. `autocomplete="off"` also keeps it out of the browser's saved form state. */
export function AddSource({ onAdd, onClose }: AddSourceProps) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [url, setUrl] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => field.current?.focus(), []);

  const add = async () => {
    const wrong: Failure | null =
      url.trim() === '' ? { code: 'emptyField', values: [] } : await onAdd(url.trim());
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
      <div class="field">
        <label for={id}>{t('addSourceField')}</label>
        <input
          ref={field}
          id={id}
          type="text"
          inputMode="url"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          value={url}
          aria-invalid={failure !== null}
          {...(failure ? { 'aria-describedby': `${id}-wrong` } : {})}
          onInput={(event) => {
            setFailure(null);
            setUrl(event.currentTarget.value);
          }}
        />
        {failure && <FailureText failure={failure} id={`${id}-wrong`} />}
      </div>
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
