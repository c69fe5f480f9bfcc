import { useState } from 'preact/hooks';
import type { ServiceRow } from '../lib/messages/view.ts';
import { onEscape } from './on-escape.ts';
import { useMoment, useT } from './translation.ts';

interface OpenLinkProps {
  row: ServiceRow;
  /** How long the link works, in ms. */
  life: number;
  onOpen: () => void;
  onClose: () => void;
}

/** Before a system opens in a tab with the user signed in: whoever has the link is that user. */
export function OpenLink({ row, life, onOpen, onClose }: OpenLinkProps) {
  const t = useT();
  const moment = useMoment();
  const [until] = useState(() => Date.now() + life);
  return (
    <section class="panel" aria-label={t('menuOpenLink')} onKeyDown={onEscape(onClose)}>
      <p>{t('openLinkNote', row.host, row.who, moment(until).words)}</p>
      <div class="buttons">
        <button type="button" class="button next" onClick={onOpen}>
          {t('openLink')}
        </button>
        <button type="button" class="button bare" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </section>
  );
}
