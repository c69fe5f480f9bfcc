import type { ServiceRow, VaultView } from '../lib/messages/view.ts';
import { ChevronIcon, DotsIcon } from './icons.tsx';
import { Menu, type MenuItem } from './Menu.tsx';
import type { PopupActions } from './popup-actions.ts';
import type { Panel } from './RowPanel.tsx';
import { type RowChoice, rowMenu } from './row-menu.ts';
import { StatusMark } from './StatusMark.tsx';
import { useT } from './translation.ts';

interface RowMenuButtonProps {
  row: ServiceRow;
  vault: VaultView;
  /** True where the status word itself is the button; else three dots. */
  asStatus: boolean;
  onPanel: (panel: Panel | null) => void;
  actions: PopupActions;
}

/** The menu of a saved service. */
export function RowMenuButton({ row, vault, asStatus, onPanel, actions }: RowMenuButtonProps) {
  const t = useT();
  const menu = rowMenu(row, vault);
  if (!menu) return null;

  const item = (choice: RowChoice): MenuItem =>
    choice.do === 'switch'
      ? { label: choice.who, onChoose: () => actions.useExisting(row, choice.accountId, false) }
      : { label: t(choice.label), onChoose: () => choose(choice.do) };

  const choose = (what: Exclude<RowChoice['do'], 'switch'>) => {
    if (what === 'change') onPanel('change');
    else if (what === 'another') onPanel('form');
    else if (what === 'details' || what === 'openLink') onPanel(what);
    else if (what === 'signOut') {
      actions.signOut(row);
      onPanel(row.remembered ? 'signedOutSaved' : 'signedOut');
    } else if (what === 'remember' && vault.state !== 'unlocked') onPanel('remember');
    else actions[what](row);
  };

  return (
    <Menu
      class={asStatus ? 'status-button' : 'icon-button'}
      label={asStatus ? t('statusMenu', t(`status_${row.status}`), row.host) : t('moreFor', row.host)}
      sections={[
        { items: menu.top.map(item) },
        { heading: t('menuSwitch'), items: menu.switchTo.map(item) },
        { items: menu.rest.map(item) },
      ]}
    >
      {asStatus ? (
        <>
          <StatusMark status={row.status} />
          <ChevronIcon />
        </>
      ) : (
        <DotsIcon />
      )}
    </Menu>
  );
}
