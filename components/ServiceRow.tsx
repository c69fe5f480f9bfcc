import type { NextStep, ServiceRow as Row, VaultView } from '../lib/messages/view.ts';
import { FailureText } from './FailureText.tsx';
import { KindTags } from './KindTags.tsx';
import { PendingBar } from './PendingBar.tsx';
import type { PopupActions } from './popup-actions.ts';
import { CodeForm } from './provider/CodeForm.tsx';
import { RowMenuButton } from './RowMenuButton.tsx';
import { type Panel, RowPanel } from './RowPanel.tsx';
import { isAway, isSessionOver, tokenWords } from './row-state.ts';
import { StatusMark } from './StatusMark.tsx';
import { startDraft } from './start-draft.ts';
import { useMoment, useT } from './translation.ts';
import { focusUnlock } from './vault/focus-unlock.ts';

export interface ServiceRowProps {
  row: Row;
  site: string;
  vault: VaultView;
  /** The address to register at an identity provider. */
  redirectUri: string;
  panel: Panel | null;
  onPanel: (panel: Panel | null) => void;
  actions: PopupActions;
}

/** Steps whose button is not filled: many rows may have them at once. */
const QUIET_STEPS: NextStep[] = ['check', 'unlock'];

const WAITS = {
  permission: 'waitPermission',
  signIn: 'waitSignIn',
  check: 'waitCheck',
  window: 'waitWindow',
} as const;

/** One service: what it is, how it stands, the next step, and the panel that belongs to it. */
export function ServiceRow(props: ServiceRowProps) {
  const { row, vault, panel, onPanel, actions } = props;
  const t = useT();
  const goesOn = tokenWords(row, t, useMoment());
  const step = panel === 'form' || panel === 'offer' || panel === 'change' ? null : row.next;
  const statusIsMenu = row.next === null && row.details !== null;
  // The button already says it.
  const saysItself = row.status === 'signIn' && row.next === 'signIn';
  return (
    <li class="row" data-row={row.key}>
      <div class="row-head">
        <KindTags kinds={row.kinds} />
        <div class="row-name">
          <p class="host one-line" title={row.host}>
            {row.host}
          </p>
          <p class="quiet one-line" title={row.url}>
            {row.path}
          </p>
        </div>
        <div class="row-side">
          {step && !row.pending && (
            <button
              type="button"
              class={`button ${QUIET_STEPS.includes(step) || row.group === 'open' ? 'ask' : 'next'}`}
              aria-label={t('nextFor', t(`next_${step}`), row.host)}
              onClick={() => takeStep(step, props)}
            >
              {t(`next_${step}`)}
            </button>
          )}
          {row.details && (
            <RowMenuButton
              row={row}
              vault={vault}
              asStatus={statusIsMenu}
              onPanel={onPanel}
              actions={actions}
            />
          )}
        </div>
        <p class="row-line">
          {!statusIsMenu && !saysItself && <StatusMark status={row.status} />}
          {row.who && (
            <span class="quiet one-line" title={row.who}>
              {row.who}
            </span>
          )}
          {goesOn && <span class="quiet">{goesOn}</span>}
          {row.hint && !(goesOn && !row.token?.renews && row.hint.code === 'untilBrowserCloses') && (
            <span class="quiet">{t(`hint_${row.hint.code}`, ...row.hint.values)}</span>
          )}
        </p>
      </div>
      {row.failure && row.pending?.what !== 'code' && panel !== 'form' && panel !== 'change' && (
        <FailureText failure={row.failure} />
      )}
      <div hidden={isAway(row)}>
        <RowPanel {...props} />
      </div>
      {row.pending?.what === 'code' && <CodeForm row={row} actions={actions} />}
      {row.pending && row.pending.what !== 'code' && (
        <PendingBar
          text={t(WAITS[row.pending.what], row.host)}
          since={row.pending.since}
          onCancel={() => actions.cancel(row)}
        />
      )}
    </li>
  );
}

function takeStep(step: NonNullable<NextStep>, { row, vault, onPanel, actions }: ServiceRowProps): void {
  if (step === 'check') actions.check(row);
  else if (step === 'resume') actions.resume(row);
  else if (step === 'tryAgain') actions.tryAgain(row);
  else if (step === 'unlock') focusUnlock();
  else if (step === 'confirm') actions.confirmChange(row);
  else if (step === 'signInAgain' && isSessionOver(row))
    actions.signIn(row, startDraft(row, vault, false), false);
  // Signing in again is about the row's own sign-in; another one is chosen in its menu.
  else if (step === 'signInAgain') onPanel('form');
  else onPanel(row.existing.some(({ ready }) => ready) ? 'offer' : 'form');
}
