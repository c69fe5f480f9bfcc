import { useEffect, useRef } from 'preact/hooks';
import { onEscape } from './on-escape.ts';
import { useT } from './translation.ts';

interface WatchPanelProps {
  onWatch: () => void;
  onClose: () => void;
}

/** Says what the browser will ask, and that the permission goes back, before anything is asked. */
export function WatchPanel({ onWatch, onClose }: WatchPanelProps) {
  const t = useT();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <section class="foot-panel" aria-label={t('watchLong')} onKeyDown={onEscape(onClose)}>
      <p>{t('watchNote')}</p>
      <div class="buttons">
        <button
          ref={first}
          type="button"
          class="button next"
          onClick={() => {
            onWatch();
            onClose();
          }}
        >
          {t('watchStart')}
        </button>
        <button type="button" class="button bare" onClick={onClose}>
          {t('cancel')}
        </button>
      </div>
    </section>
  );
}
