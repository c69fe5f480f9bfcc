import { useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import type { FormField, ProviderView } from '../../lib/messages/form-view.ts';
import { FormInput } from '../FormInput.tsx';
import { PendingBar } from '../PendingBar.tsx';
import { foundKey, useT } from '../translation.ts';
import type { ProviderDesk } from './provider-desk.ts';
import { useLookUp } from './use-look-up.ts';

interface LookUpFieldProps {
  field: FormField;
  value: string;
  failure: Failure | null;
  readOnly: boolean;
  /** What the worker filled in is looked up, too. */
  first: boolean;
  desk: ProviderDesk;
  onInput: (value: string) => void;
}

/** An address, looked up while it is typed; under it what was found there. */
export function LookUpField({ field, value, failure, readOnly, first, desk, onInput }: LookUpFieldProps) {
  // What was used before is only looked up once it is edited.
  const known = desk.found?.typed ?? (value === field.initial && !first ? value : '');
  const stop = useLookUp(value, known, !readOnly, desk.lookUp);
  const found = desk.found?.typed === value ? desk.found : null;
  const wrong = failure ?? (found?.state === 'failed' ? found.failure : null);
  return (
    <div>
      <FormInput field={field} value={value} failure={wrong} readOnly={readOnly} onInput={onInput} />
      <div class={wrong ? '' : 'field-note'} aria-live="polite">
        {found && !wrong && <Found key={`${found.state} ${found.typed}`} found={found} onStop={stop} />}
      </div>
    </div>
  );
}

function Found({ found, onStop }: { found: ProviderView; onStop: () => void }) {
  const t = useT();
  const [since] = useState(Date.now);
  if (found.state === 'looking') {
    return <PendingBar text={t('waitProvider')} since={since} onCancel={onStop} />;
  }
  if (found.state === 'failed') return <p class="quiet small">{t('providerLater')}</p>;
  return (
    <div class="quiet small">
      <p>{t('providerFound', found.name)}</p>
      {!found.pkce && <p>{t('providerNoPkce')}</p>}
      {found.notes.map((note) => (
        <p key={note}>{t(foundKey(note))}</p>
      ))}
    </div>
  );
}
