import type { VaultView } from '../lib/messages/view.ts';
import { DotsIcon } from './icons.tsx';
import { Menu, type MenuItem } from './Menu.tsx';
import { useT } from './translation.ts';
import { LockButton } from './vault/LockButton.tsx';

interface PopupHeaderProps {
  /** Host of the page; empty while it is not known. */
  site: string;
  /** Null while it is not known. */
  vault: VaultView | null;
  /** Null where there is no page to add to. */
  onAdd: (() => void) | null;
  onWatch: (() => void) | null;
  /** Null where nothing is saved for this site. */
  onForgetSite: (() => void) | null;
  onLock: () => void;
  onSources: () => void;
  onMap: () => void;
  onSettings: () => void;
  onDiagnostics: () => void;
  onHelp: () => void;
}

export function PopupHeader(props: PopupHeaderProps) {
  const { site, vault, onAdd, onWatch, onForgetSite, onLock, onSettings } = props;
  const { onSources, onMap, onDiagnostics, onHelp } = props;
  const t = useT();
  const items = (label: string, onChoose: (() => void) | null): MenuItem[] =>
    onChoose ? [{ label, onChoose }] : [];
  return (
    <header class="popup-head">
      <h1 class="one-line" title={t('siteName', site)}>
        {site ? t('siteName', site) : t('extensionName')}
      </h1>
      <div class="popup-tools">
        {vault && <LockButton vault={vault} onLock={onLock} />}
        <Menu
          class="icon-button"
          label={t('menu')}
          sections={[
            {
              items: [
                ...items(t('addSource'), onAdd),
                ...items(t('watchShort'), onWatch),
                ...items(t('forgetSite'), onForgetSite),
              ],
            },
            {
              items: [
                ...items(t('lockNow'), vault?.state === 'unlocked' ? onLock : null),
                ...items(t('sources'), onSources),
                ...items(t('map'), onMap),
                ...items(t('settings'), onSettings),
                ...items(t('diagnostics'), onDiagnostics),
                ...items(t('help'), onHelp),
              ],
            },
          ]}
        >
          <DotsIcon />
        </Menu>
      </div>
    </header>
  );
}
