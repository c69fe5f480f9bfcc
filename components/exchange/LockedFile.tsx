import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import { useT } from '../translation.ts';
import { PassphraseField } from '../vault/PassphraseField.tsx';

interface LockedFileProps {
  name: string;
  failure: Failure | null;
  onOpen: (password: string) => void;
}

/** An encrypted file: the password that was given to QGIS when it was exported. */
export function LockedFile({ name, failure, onOpen }: LockedFileProps) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const [password, setPassword] = useState('');
  const [empty, setEmpty] = useState(false);
  const input = () => form.current?.querySelector('input');
  useEffect(() => input()?.focus(), []);
  useEffect(() => input()?.select(), [failure]);
  const code = empty ? 'emptyField' : failure?.code;
  return (
    <form
      ref={form}
      class="passphrase-form exchange-file"
      autocomplete="off"
      noValidate
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault();
        setEmpty(password === '');
        if (password !== '') onOpen(password);
      }}
    >
      <p class="lead">{name}</p>
      <PassphraseField
        label={t('exchange_filePassword')}
        value={password}
        wrong={code ? t(`error_${code}`) : null}
        onInput={(typed) => {
          setEmpty(false);
          setPassword(typed);
        }}
      />
      <p class="quiet small">{t('exchange_filePasswordNote')}</p>
      <div class="buttons">
        <button type="submit" class="button">
          {t('exchange_open')}
        </button>
      </div>
    </form>
  );
}
