import { useLayoutEffect, useRef } from 'preact/hooks';
import { Menu } from '../Menu.tsx';
import { useT } from '../translation.ts';

interface HideWarningProps {
  /** Whose certificate warning it is. */
  host: string;
  /** `always`: until the settings say so; else until the browser closes. */
  onHide: (always: boolean) => void;
}

/** *Hide this warning*, for now or for this host, and what that does not do. */
export function HideWarning({ host, onHide }: HideWarningProps) {
  const t = useT();
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const here = place.current;
    return () => {
      // What was hidden takes its menu along: the focus stays in the row.
      const row = here?.contains(document.activeElement) ? here.closest('[data-row]') : null;
      queueMicrotask(() => row?.querySelector('button')?.focus());
    };
  }, []);
  return (
    <div ref={place}>
      <Menu
        class="link small"
        label={t('nextFor', t('hideWarning'), host)}
        sections={[
          {
            heading: t('hideWarningNote', host),
            items: [
              { label: t('hideForNow'), onChoose: () => onHide(false) },
              { label: t('hideForHost'), onChoose: () => onHide(true) },
            ],
          },
        ]}
      >
        {t('hideWarning')}
      </Menu>
    </div>
  );
}
