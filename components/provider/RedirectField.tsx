import { useEffect, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import type { FormField } from '../../lib/messages/form-view.ts';
import type { BROWSER_REDIRECT, PASTED_REDIRECT } from '../../lib/oauth/redirects.ts';
import { FormInput } from '../FormInput.tsx';
import { useT } from '../translation.ts';
import { CopyAddress } from './CopyAddress.tsx';

const OWN: typeof BROWSER_REDIRECT = 'browser';
const PASTED: typeof PASTED_REDIRECT = 'urn:ietf:wg:oauth:2.0:oob';

interface RedirectFieldProps {
  field: FormField;
  value: string;
  failure: Failure | null;
  readOnly: boolean;
  /** Layerkey's own, to be registered. */
  address: string;
  onInput: (value: string) => void;
  onCopy: (text: string) => Promise<boolean>;
}

/** Where the provider sends the user back to: an address to register, or the one that a client has already. */
export function RedirectField(props: RedirectFieldProps) {
  const { field, value, failure, readOnly, address, onInput, onCopy } = props;
  const t = useT();
  const part = useRef<HTMLDivElement>(null);
  const [clicked, setClicked] = useState(false);
  const isOther = value !== OWN;

  // The link that was clicked is gone, and the focus with it.
  useEffect(() => {
    if (clicked) part.current?.querySelector<HTMLElement>('input[data-field], .link')?.focus();
  }, [clicked, isOther]);

  const choose = (redirect: string) => {
    setClicked(true);
    onInput(redirect);
  };
  return (
    <div ref={part} class="fields">
      {isOther ? (
        <>
          <FormInput
            field={{ ...field, optional: false }}
            value={value}
            failure={failure}
            readOnly={readOnly}
            onInput={onInput}
          />
          <p class="quiet small">
            {value.trim() === PASTED
              ? t('redirectPasted')
              : `${t('redirectWindow')} ${t('redirectOneSession')}`}
          </p>
        </>
      ) : (
        <CopyAddress address={address} onCopy={onCopy} />
      )}
      {!readOnly && (
        <button type="button" class="link small" onClick={() => choose(isOther ? OWN : '')}>
          {t(isOther ? 'redirectOwn' : 'redirectOther')}
        </button>
      )}
    </div>
  );
}
