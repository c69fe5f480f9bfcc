import type { ServiceRow as Row, VaultView } from '../lib/messages/view.ts';
import type { PopupActions } from './popup-actions.ts';
import { ServiceRow } from './ServiceRow.tsx';
import { useNumber, useT } from './translation.ts';
import { useGroups } from './use-groups.ts';
import type { OpenPanel } from './use-open-panel.ts';
import { repeatedNotices } from './why/notices.ts';

interface RowGroupsProps {
  rows: Row[];
  site: string;
  vault: VaultView;
  /** The address to register at an identity provider. */
  redirectUri: string;
  open: OpenPanel | null;
  onOpen: (open: OpenPanel | null) => void;
  actions: PopupActions;
}

/** The services in their groups, in the order they came; open ones folded; empty groups not at all. */
export function RowGroups({ rows, site, vault, redirectUri, open, onOpen, actions }: RowGroupsProps) {
  const t = useT();
  const number = useNumber();
  const groupOf = useGroups(rows, open);
  const inGroup = (group: Row['group']) => rows.filter((row) => groupOf(row) === group);
  const repeats = repeatedNotices((['refuses', 'signedIn', 'notKnown', 'open'] as const).flatMap(inGroup));
  const list = (group: Row[]) => (
    <ul>
      {group.map((row) => (
        <ServiceRow
          key={row.key}
          row={row}
          site={site}
          vault={vault}
          repeats={repeats.has(row.key)}
          redirectUri={redirectUri}
          panel={open?.key === row.key ? open.panel : null}
          onPanel={(panel) => onOpen(panel && { key: row.key, panel })}
          actions={actions}
        />
      ))}
    </ul>
  );
  const notKnown = inGroup('notKnown');
  const openOnes = inGroup('open');
  return (
    <>
      {(['refuses', 'signedIn'] as const).map(
        (group) =>
          inGroup(group).length > 0 && (
            <section key={group} class="group" aria-labelledby={`group-${group}`}>
              <h2 id={`group-${group}`}>{t(group === 'refuses' ? 'groupRefuses' : 'groupSignedIn')}</h2>
              {list(inGroup(group))}
            </section>
          ),
      )}
      {notKnown.length > 0 && (
        <section class="group" aria-labelledby="group-notKnown">
          <h2 id="group-notKnown">{t('groupNotKnown')}</h2>
          {notKnown.some(({ next }) => next === 'check') && (
            <p class="quiet small group-note">{t('notKnownNote')}</p>
          )}
          {list(notKnown)}
        </section>
      )}
      {openOnes.length > 0 && (
        <details class="group" {...(openOnes.some(({ key }) => key === open?.key) ? { open: true } : {})}>
          <summary>{t('groupOpen', number(openOnes.length))}</summary>
          {list(openOnes)}
        </details>
      )}
    </>
  );
}
