import { useId, useState } from 'preact/hooks';
import type { ServiceRow as Row, VaultView } from '../lib/messages/view.ts';
import { FailureText } from './FailureText.tsx';
import { KindTags } from './KindTags.tsx';
import { isUnder, NextButton } from './NextButton.tsx';
import { PendingBar } from './PendingBar.tsx';
import type { PopupActions } from './popup-actions.ts';
import { CodeForm } from './provider/CodeForm.tsx';
import { RowLine } from './RowLine.tsx';
import { RowMenuButton } from './RowMenuButton.tsx';
import { type Panel, RowPanel } from './RowPanel.tsx';
import { isAway, isExplained } from './row-state.ts';
import { takeStep } from './take-step.ts';
import { useT } from './translation.ts';
import { HideWarning } from './why/HideWarning.tsx';
import { saysMore } from './why/says-more.ts';
import { useSentence } from './why/words.ts';

export interface ServiceRowProps {
  row: Row;
  site: string;
  vault: VaultView;
  /** The address to register at an identity provider. */
  redirectUri: string;
  /** True where a row above says the same of its certificate: this one shows its status alone. */
  repeats: boolean;
  panel: Panel | null;
  onPanel: (panel: Panel | null) => void;
  actions: PopupActions;
}

/** Panels that need no step beside them. */
const ACTS: readonly (Panel | null)[] = ['form', 'offer', 'change', 'clearStored'];
/** Panels that say themselves how it stands. */
const SPEAKS: readonly (Panel | null)[] = ['form', 'offer', 'change', 'details'];

const WAITS = {
  permission: 'waitPermission',
  signIn: 'waitSignIn',
  check: 'waitCheck',
  window: 'waitWindow',
} as const;

/** One service: what it is, how it stands, why, the next step, and the panel that belongs to it. */
export function ServiceRow(props: ServiceRowProps) {
  const { row, site, vault, repeats, panel, onPanel, actions } = props;
  const t = useT();
  const sentence = useSentence();
  const [asked, setAsked] = useState(false);
  const whyId = useId();
  const step = repeats || row.pending || ACTS.includes(panel) ? null : row.next;
  const loud = row.why.loud && !repeats;
  const silent = SPEAKS.includes(panel);
  const canAsk = !silent && !loud && row.details === null && saysMore(row.why);
  const explains = (loud && !silent) || (canAsk && asked);
  const hideable = loud && !row.pending ? row.why.hideable : null;
  const under = isUnder(row.next);
  const statusIsMenu = row.next === null && row.details !== null;
  const button = step && (
    <NextButton
      row={row}
      step={step}
      site={site}
      onStep={(each) => takeStep(each, props)}
      onCopy={actions.copyText}
    />
  );
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
          {!under && button}
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
        <RowLine
          row={row}
          withStatus={!statusIsMenu}
          why={canAsk ? { id: whyId, open: explains, onToggle: () => setAsked(!asked) } : null}
        />
        {explains && (
          <p id={whyId} class="why quiet">
            {sentence(row.why)}
          </p>
        )}
        {((under && button) || hideable !== null) && (
          <div class="why-step">
            {under && button}
            {hideable !== null && (
              <HideWarning host={hideable} onHide={(always) => actions.hideWarning(row, always)} />
            )}
          </div>
        )}
      </div>
      {row.failure &&
        row.pending?.what !== 'code' &&
        panel !== 'form' &&
        panel !== 'change' &&
        !(loud && isExplained(row.failure)) && <FailureText failure={row.failure} />}
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
