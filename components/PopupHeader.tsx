import { DotsIcon } from './icons.tsx';
import { Menu } from './Menu.tsx';
import { useT } from './translation.ts';

interface PopupHeaderProps {
  /** Host of the page; empty while it is not known. */
  site: string;
  /** Null where there is no page to add to. */
  onAdd: (() => void) | null;
  onWatch: (() => void) | null;
  onHelp: () => void;
}

export function PopupHeader({ site, onAdd, onWatch, onHelp }: PopupHeaderProps) {
  const t = useT();
  return (
    <header class="popup-head">
      <h1 class="one-line" title={site}>
        {site || t('extensionName')}
      </h1>
      <Menu
        class="icon-button"
        label={t('menu')}
        sections={[
          {
            items: [
              ...(onAdd ? [{ label: t('addSource'), onChoose: onAdd }] : []),
              ...(onWatch ? [{ label: t('watchShort'), onChoose: onWatch }] : []),
              { label: t('help'), onChoose: onHelp },
            ],
          },
        ]}
      >
        <DotsIcon />
      </Menu>
    </header>
  );
}
