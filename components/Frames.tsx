import type { FrameRow } from '../lib/messages/view.ts';
import { useT } from './translation.ts';

interface FramesProps {
  frames: FrameRow[];
  onLook: (frame: FrameRow) => void;
}

/** Frames of the page: what they load the page's own list cannot show. */
export function Frames({ frames, onLook }: FramesProps) {
  const t = useT();
  if (frames.length === 0) return null;
  return (
    <section class="group">
      {frames.some(({ looked }) => !looked) && <p class="quiet small group-note">{t('framesNote')}</p>}
      <ul>
        {frames.map((frame) => (
          <li key={frame.frameId} class="row frame">
            <p class="one-line" title={frame.host}>
              {t('frameFrom', frame.host)}
            </p>
            {frame.looked ? (
              <span class="quiet">{t('frameLooked')}</span>
            ) : (
              <button
                type="button"
                class="button ask"
                aria-label={t('lookInsideFrame', frame.host)}
                onClick={() => onLook(frame)}
              >
                {t('lookInside')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
