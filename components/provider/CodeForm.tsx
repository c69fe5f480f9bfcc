import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import type { ServiceRow } from '../../lib/messages/view.ts';
import { FailureText } from '../FailureText.tsx';
import { onEscape } from '../on-escape.ts';
import type { PopupActions } from '../popup-actions.ts';
import { useT } from '../translation.ts';

/** For the code that the provider's page shows. */
export function CodeForm({ row, actions }: { row: ServiceRow; actions: PopupActions }) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [code, setCode] = useState('');
  const [empty, setEmpty] = useState(false);
  const [sentFrom, setSentFrom] = useState<ServiceRow | null>(null);
  useEffect(() => field.current?.focus(), []);

  const failure: Failure | null = empty ? { code: 'emptyField', values: [] } : row.failure;
  const busy = sentFrom === row;
  const send = () => {
    if (busy) return;
    setEmpty(code.trim() === '');
    if (code.trim() === '') {
      field.current?.focus();
      return;
    }
    setSentFrom(row);
    actions.pasteCode(row, code.trim());
  };
  const cancel = () => actions.cancel(row);
  return (
    <form
      class="panel"
      autocomplete="off"
      noValidate
      aria-label={t('codeLabel', row.host)}
      onKeyDown={onEscape(cancel)}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="field">
        <label for={id}>{t('codeField')}</label>
        <input
          ref={field}
          id={id}
          type="password"
          autocomplete="new-password"
          value={code}
          readOnly={busy}
          aria-invalid={failure !== null}
          {...(failure ? { 'aria-describedby': `${id}-wrong` } : {})}
          onInput={(event) => {
            setEmpty(false);
            setCode(event.currentTarget.value);
          }}
        />
        {failure && <FailureText failure={failure} id={`${id}-wrong`} />}
      </div>
      <p class="quiet small">{t('codeNote')}</p>
      <div class="buttons">
        <button type="submit" class="button next" aria-disabled={busy}>
          {t('codeSend')}
        </button>
        <button type="button" class="button bare" onClick={cancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}
