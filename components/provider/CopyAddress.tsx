import { useId, useRef, useState } from 'preact/hooks';
import { useT } from '../translation.ts';

interface CopyAddressProps {
  address: string;
  onCopy: (text: string) => Promise<boolean>;
}

/** The address to register, with a button that copies it, and what to do with it. */
export function CopyAddress({ address, onCopy }: CopyAddressProps) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const done = await onCopy(address);
    setCopied(done);
    // The browser does not let us: marked, so that the keyboard can copy it.
    if (!done) field.current?.select();
  };
  return (
    <div class="field">
      <label for={id}>{t('redirectAddress')}</label>
      <div class="copy-line">
        <input ref={field} id={id} type="text" readOnly value={address} aria-describedby={`${id}-note`} />
        <button type="button" class="button" onClick={() => void copy()}>
          <span role="status">{t(copied ? 'copied' : 'copy')}</span>
        </button>
      </div>
      <p id={`${id}-note`} class="quiet small">
        {t('redirectNote')}
      </p>
    </div>
  );
}
