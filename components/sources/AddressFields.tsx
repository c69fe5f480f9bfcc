import { useId } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import { FailureText } from '../FailureText.tsx';
import { useT } from '../translation.ts';
import { CrossIcon } from './CrossIcon.tsx';

interface AddressFieldsProps {
  urls: readonly string[];
  /** What is wrong with each; null where nothing is. */
  wrong: readonly (Failure | null)[];
  onChange: (urls: string[]) => void;
}

/** The addresses of a source: the first, and where it is also reachable. */
export function AddressFields({ urls, wrong, onChange }: AddressFieldsProps) {
  const t = useT();
  const id = useId();
  return (
    <div class="fields">
      {urls.map((url, at) => {
        const failure = wrong[at] ?? null;
        const own = `${id}-${at}`;
        return (
          <div class="field" key={at}>
            <label for={own}>{t(at === 0 ? 'sources_address' : 'source_alsoAt')}</label>
            <div class="address-line">
              <input
                id={own}
                type="text"
                inputMode="url"
                autocomplete="off"
                autocapitalize="off"
                spellcheck={false}
                title={url}
                value={url}
                aria-invalid={failure !== null}
                {...(failure ? { 'aria-describedby': `${own}-wrong` } : {})}
                onInput={(event) => onChange(urls.with(at, event.currentTarget.value))}
              />
              {at > 0 && (
                <button
                  type="button"
                  class="icon-button"
                  title={t('source_removeAddress')}
                  aria-label={t('source_removeAddress')}
                  onClick={() => onChange(urls.toSpliced(at, 1))}
                >
                  <CrossIcon />
                </button>
              )}
            </div>
            {failure && <FailureText failure={failure} id={`${own}-wrong`} />}
          </div>
        );
      })}
      {urls.length < MOST && (
        <button type="button" class="link" onClick={() => onChange([...urls, ''])}>
          {t('source_addAddress')}
        </button>
      )}
    </div>
  );
}

/** As many addresses as a source can have. */
const MOST = 20;
