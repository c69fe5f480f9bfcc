import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import type { SavedSource } from '../../lib/messages/sources-view.ts';
import { FailureText } from '../FailureText.tsx';
import { KindTags } from '../KindTags.tsx';
import { StatusMark } from '../StatusMark.tsx';
import { useT } from '../translation.ts';
import type { AddActions } from './adding.ts';

interface ChooseServiceProps {
  /** Null until the worker has told. */
  sources: readonly SavedSource[] | null;
  failure: Failure | null;
  actions: Pick<AddActions, 'fromUrl' | 'fromSource' | 'close'>;
}

/** Which service layers are added from: an address, or one that is saved. */
export function ChooseService({ sources, failure, actions }: ChooseServiceProps) {
  const t = useT();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [sought, setSought] = useState('');
  useEffect(() => field.current?.focus(), []);
  const words = sought.toLowerCase().trim();
  const found = (sources ?? []).filter(({ name, urls, provider }) =>
    [name, provider, ...urls].join(' ').toLowerCase().includes(words),
  );
  return (
    <>
      <form
        class="field"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          actions.fromUrl(field.current?.value ?? '');
        }}
      >
        <label for={id}>{t('map_address')}</label>
        <div class="field-line">
          <input
            ref={field}
            id={id}
            type="text"
            inputMode="url"
            spellcheck={false}
            autocomplete="off"
            placeholder="https://"
            aria-invalid={failure !== null}
            aria-describedby={failure ? `${id}-failure` : `${id}-note`}
          />
          <button type="submit" class="button next">
            {t('map_readService')}
          </button>
        </div>
        {failure && <FailureText failure={failure} id={`${id}-failure`} />}
        <p id={`${id}-note`} class="quiet small">
          {t('map_askNote')}
        </p>
      </form>
      {sources !== null && sources.length > 0 && (
        <section class="saved-sources" aria-label={t('map_fromSaved')}>
          <h3>{t('map_fromSaved')}</h3>
          {sources.length > 6 && (
            <div class="field">
              <label for={`${id}-sought`}>{t('map_searchSources')}</label>
              <input
                id={`${id}-sought`}
                type="search"
                value={sought}
                onInput={(event) => setSought(event.currentTarget.value)}
              />
            </div>
          )}
          <ul>
            {found.map((source) => (
              <li key={source.id}>
                <button type="button" class="saved-source" onClick={() => actions.fromSource(source)}>
                  <KindTags kinds={source.kinds} />
                  <span class="saved-name">
                    <span class="one-line" title={source.name}>
                      {source.name}
                    </span>
                    <span class="quiet small one-line" title={source.urls[0]}>
                      {source.urls[0]}
                    </span>
                  </span>
                  {source.uses.length > 0 && <StatusMark status={source.status} />}
                </button>
              </li>
            ))}
          </ul>
          {found.length === 0 && <p class="quiet">{t('map_nothingFound', sought)}</p>}
        </section>
      )}
    </>
  );
}
