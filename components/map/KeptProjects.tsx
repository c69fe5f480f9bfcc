import { useEffect, useRef } from 'preact/hooks';
import type { KeptProject } from '../../lib/messages/map-protocol.ts';
import { onEscape } from '../on-escape.ts';
import { useMoment, useT } from '../translation.ts';

interface KeptProjectsProps {
  kept: readonly KeptProject[];
  onDrop: (id: string) => void;
  onClose: () => void;
}

/** The recent projects, to be taken from the list. */
export function KeptProjects({ kept, onDrop, onClose }: KeptProjectsProps) {
  const t = useT();
  const moment = useMoment();
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <section class="project-kept" aria-label={t('project_recent')} onKeyDown={onEscape(onClose)}>
      <p class="quiet">{t('project_removeNote')}</p>
      <ul>
        {kept.map(({ id, name, at }) => (
          <li key={id}>
            <span class="one-line">{name || t('project_untitled')}</span>
            <span class="quiet small">{moment(at).words}</span>
            <button
              type="button"
              class="link"
              aria-label={t('project_removeNamed', name || t('project_untitled'))}
              onClick={() => {
                // The button goes with its line.
                close.current?.focus();
                onDrop(id);
              }}
            >
              {t('removeConfirm')}
            </button>
          </li>
        ))}
      </ul>
      <button ref={close} type="button" class="button" onClick={onClose}>
        {t('close')}
      </button>
    </section>
  );
}
