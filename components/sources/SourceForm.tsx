import { useEffect, useId, useState } from 'preact/hooks';
import type { Failure } from '../../lib/errors.ts';
import type { SavedSource } from '../../lib/messages/sources-view.ts';
import { FailureText } from '../FailureText.tsx';
import { useT } from '../translation.ts';
import { AddressFields } from './AddressFields.tsx';
import type { Edited, SourcesActions } from './sources-actions.ts';

interface SourceFormProps {
  source: SavedSource;
  actions: Pick<SourcesActions, 'checkAddress' | 'edit'>;
}

const editable = ({ id, name, urls, frames }: SavedSource): Edited => ({ id, name, urls, frames });

/** Name, addresses and option of a source; what is wrong is said while it is typed, and nothing is saved before *Save changes*. */
export function SourceForm({ source, actions }: SourceFormProps) {
  const t = useT();
  const id = useId();
  const saved = JSON.stringify(editable(source));
  const [now, setNow] = useState<Edited>(() => editable(source));
  const [failure, setFailure] = useState<Failure | null>(null);
  // What was saved, or taken back, is what is edited next.
  useEffect(() => setNow(editable(source)), [saved]);

  const isEdited = JSON.stringify(now) !== saved;
  const isMoved = now.urls.some((url) => !source.urls.includes(url)) || now.frames !== source.frames;
  const wrong = now.urls.map((url) =>
    source.urls.includes(url)
      ? null
      : url.trim() === ''
        ? ({ code: 'emptyField', values: [] } satisfies Failure)
        : actions.checkAddress(url),
  );
  const noName = now.name.trim() === '';
  const edit = (change: Partial<Edited>) => {
    setFailure(null);
    setNow({ ...now, ...change });
  };
  const save = async () => {
    if (noName || wrong.some(Boolean)) return;
    const name = now.name.trim();
    const urls = [...new Set(now.urls.map((url) => url.trim()))];
    setFailure(await actions.edit({ ...now, name, urls }));
  };
  return (
    <form
      class="source-form"
      autocomplete="off"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div class="field">
        <label for={`${id}-name`}>{t('detailsName')}</label>
        <input
          id={`${id}-name`}
          type="text"
          maxLength={500}
          value={now.name}
          aria-invalid={noName}
          onInput={(event) => edit({ name: event.currentTarget.value })}
        />
        {noName && <FailureText failure={{ code: 'emptyField', values: [] }} />}
      </div>
      <AddressFields urls={now.urls} wrong={wrong} onChange={(urls) => edit({ urls })} />
      <div>
        <label class="check">
          <input
            type="checkbox"
            checked={now.frames}
            aria-describedby={`${id}-frames`}
            onChange={(event) => edit({ frames: event.currentTarget.checked })}
          />
          {t('framesOption')}
        </label>
        <p id={`${id}-frames`} class="quiet small check-note">
          {t('framesOptionNote')}
        </p>
      </div>
      {isMoved && source.uses.length > 0 && <p role="status">{t('source_confirmNote')}</p>}
      {failure && <FailureText failure={failure} />}
      {isEdited && (
        <div class="buttons">
          <button type="submit" class="button next" aria-disabled={noName || wrong.some(Boolean)}>
            {t('source_save')}
          </button>
          <button type="button" class="button bare" onClick={() => setNow(editable(source))}>
            {t('source_discard')}
          </button>
        </div>
      )}
    </form>
  );
}
