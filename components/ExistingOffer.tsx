import { useEffect, useRef, useState } from 'preact/hooks';
import type { ServiceRow } from '../lib/messages/view.ts';
import { AskNote } from './AskNote.tsx';
import { onEscape } from './on-escape.ts';
import type { PopupActions } from './popup-actions.ts';
import { useT } from './translation.ts';

interface ExistingOfferProps {
  row: ServiceRow;
  actions: PopupActions;
  onAnother: () => void;
  onClose: () => void;
}

/** The sign-ins that exist for this host, before a new one: no typing. */
export function ExistingOffer({ row, actions, onAnother, onClose }: ExistingOfferProps) {
  const t = useT();
  const ready = row.existing.filter((existing) => existing.ready);
  const [accountId, setAccountId] = useState(ready[0]?.accountId ?? '');
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);

  const only = ready.length === 1 ? ready[0] : undefined;
  const use = (reload: boolean) => {
    if (!row.pending) actions.useExisting(row, accountId, reload);
  };
  return (
    <section class="panel" aria-label={t('formLabel', row.host)} onKeyDown={onEscape(onClose)}>
      {only ? (
        <p class="lead">
          {only.who === only.at ? t('useExistingUnnamed', only.at) : t('useExisting', only.at, only.who)}
        </p>
      ) : (
        <fieldset class="choices">
          <legend class="lead">{t('useExistingChoice', row.host)}</legend>
          {ready.map((existing) => (
            <label key={existing.accountId}>
              <input
                type="radio"
                name={`existing ${row.key}`}
                checked={existing.accountId === accountId}
                onChange={() => setAccountId(existing.accountId)}
              />
              {existing.who}
              {existing.at !== row.host && existing.at !== existing.who && (
                <span class="quiet"> {existing.at}</span>
              )}
            </label>
          ))}
        </fieldset>
      )}
      <AskNote origins={row.origins} hasOrigins={actions.hasOrigins} />
      {!row.pending && (
        <div class="buttons">
          <button ref={first} type="button" class="button next" onClick={() => use(!actions.inPlace)}>
            {t(actions.inPlace ? 'use' : 'useReload')}
          </button>
          {!actions.inPlace && (
            <button type="button" class="button" onClick={() => use(false)}>
              {t('use')}
            </button>
          )}
          <button type="button" class="button bare" onClick={onAnother}>
            {t('anotherSignIn')}
          </button>
        </div>
      )}
    </section>
  );
}
