import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { ServiceRow, SourceDetails } from '../lib/messages/view.ts';
import { onEscape } from './on-escape.ts';
import type { PopupActions } from './popup-actions.ts';
import { Question } from './Question.tsx';
import { methodKey, useT } from './translation.ts';
import { useSentence } from './why/words.ts';

interface RowDetailsProps {
  row: ServiceRow;
  details: SourceDetails;
  actions: PopupActions;
  onClose: () => void;
}

/** Everything about a saved source that is no secret, its one option, and *Remove*. */
export function RowDetails({ row, details, actions, onClose }: RowDetailsProps) {
  const t = useT();
  const sentence = useSentence();
  const note = useId();
  const panel = useRef<HTMLElement>(null);
  const [asked, setAsked] = useState(false);
  useEffect(() => panel.current?.focus(), []);
  return (
    <section
      ref={panel}
      class="panel"
      tabIndex={-1}
      aria-label={t('detailsFor', details.name)}
      onKeyDown={onEscape(onClose)}
    >
      <dl class="details">
        <dt>{t('detailsNow')}</dt>
        <dd>{sentence(row.why, true)}</dd>
        <dt>{t('detailsName')}</dt>
        <dd>{details.name}</dd>
        <dt>{t('detailsUsedFor')}</dt>
        {details.usedFor.map((url) => (
          <dd key={url}>{url}</dd>
        ))}
        <dt>{t('detailsAllowedOn')}</dt>
        {details.allowedOn.map((site) => (
          <dd key={site}>{t('siteName', site)}</dd>
        ))}
        <dt>{t('methodLabel')}</dt>
        <dd>{t(methodKey(details.method))}</dd>
        {details.parameter !== null && (
          <>
            <dt>{t('field_parameter')}</dt>
            <dd>{details.parameter}</dd>
          </>
        )}
      </dl>
      {details.framesPossible && (
        <div>
          <label class="check">
            <input
              type="checkbox"
              checked={details.frames}
              aria-describedby={note}
              onChange={(event) => actions.setFrames(row, event.currentTarget.checked)}
            />
            {t('framesOption')}
          </label>
          <p id={note} class="quiet small check-note">
            {t('framesOptionNote')}
          </p>
        </div>
      )}
      {asked ? (
        <Question
          lead={t('removeAsk')}
          yes={t('removeConfirm')}
          onYes={() => actions.remove(row)}
          onNo={() => setAsked(false)}
        />
      ) : (
        <div class="buttons">
          <button type="button" class="button" onClick={onClose}>
            {t('close')}
          </button>
          <button type="button" class="button bare" onClick={() => setAsked(true)}>
            {t('remove')}
          </button>
        </div>
      )}
    </section>
  );
}
