import { useEffect, useRef, useState } from 'preact/hooks';
import type { SetUp } from '../../lib/interchange/set-up.ts';
import type { PopupView } from '../../lib/messages/view.ts';
import { FailureText } from '../FailureText.tsx';
import { KindTags } from '../KindTags.tsx';
import type { PopupActions } from '../popup-actions.ts';
import { StatusMark } from '../StatusMark.tsx';
import { methodKey, useMoment, useNumber, useT } from '../translation.ts';
import { CopyStep } from '../why/CopyStep.tsx';
import { CrossIcon } from './CrossIcon.tsx';
import type { Entry } from './lines.ts';
import { SourceForm } from './SourceForm.tsx';
import { SourceUses } from './SourceUses.tsx';
import type { SourcesActions } from './sources-actions.ts';

interface SourcePanelProps {
  entry: Entry;
  /** The rows of the source's sites; null while they are waited for. */
  rows: PopupView | null;
  rowActions: PopupActions;
  actions: SourcesActions;
  onDuplicate: () => void;
  onRemove: () => void;
  onClose: () => void;
}

/** Everything about one source, beside the table: what it is, whom it signs in as, and where it is allowed. */
export function SourcePanel(props: SourcePanelProps) {
  const { entry, rows, rowActions, actions, onDuplicate, onRemove, onClose } = props;
  const { source, signIns } = entry;
  const t = useT();
  const number = useNumber();
  const moment = useMoment();
  const panel = useRef<HTMLElement>(null);
  const [openedAt] = useState(Date.now);
  useEffect(() => panel.current?.focus(), []);
  const { tested, uses } = source;
  return (
    <aside ref={panel} class="source-panel" tabIndex={-1} aria-label={t('detailsFor', source.name)}>
      <header>
        <KindTags kinds={source.kinds} />
        <h2 class="one-line" title={source.name}>
          {source.name}
        </h2>
        <button
          type="button"
          class="icon-button"
          title={t('close')}
          aria-label={t('close')}
          onClick={onClose}
        >
          <CrossIcon />
        </button>
      </header>
      <SourceForm source={source} actions={actions} />
      <section aria-label={t('source_signIns')}>
        <h3>{t('source_signIns')}</h3>
        {signIns.length === 0 && <p class="quiet">{t('source_noSignIn')}</p>}
        <ul class="used-sign-ins">
          {signIns.map(({ id, who, method, status, sources }) => (
            <li key={id}>
              <p class="one-line" title={who}>
                {t(methodKey(method))}
                {who && <span> · {who}</span>}
              </p>
              <StatusMark status={status} />
              <p class="quiet small">
                {t('sources_authcfg')} <span class="mono">{id}</span> ·{' '}
                {sources > 1 ? t('source_shared', number(sources)) : t('source_onlyHere')}
              </p>
            </li>
          ))}
        </ul>
      </section>
      <section aria-label={t('detailsAllowedOn')}>
        <h3>{t('detailsAllowedOn')}</h3>
        {uses.some(({ changed }) => changed) && <p role="status">{t('source_changedNote')}</p>}
        <SourceUses source={source} view={rows} openedAt={openedAt} actions={rowActions} />
      </section>
      {tested &&
        (tested.failure ? (
          <FailureText failure={tested.failure} />
        ) : (
          <p role="status">{t('sources_testedAt', moment(tested.at).words)}</p>
        ))}
      <div class="buttons">
        <button type="button" class="button" onClick={() => void actions.test([source])}>
          {t('sources_test')}
        </button>
        <button type="button" class="button" onClick={onDuplicate}>
          {t('source_duplicate')}
        </button>
        <CopyStep
          key={source.id}
          word={t('source_copy')}
          host={source.name}
          text={() => actions.writeSetUp(setUpOf(entry))}
          onCopy={actions.copyText}
        />
        <button type="button" class="button danger" onClick={onRemove}>
          {t('removeConfirm')}
        </button>
      </div>
    </aside>
  );
}

/** What a colleague needs of it. */
function setUpOf({ source, signIns }: Entry): SetUp {
  const { name, kinds, urls, parameter } = source;
  const [signIn] = signIns;
  return {
    ...{ name, kinds, urls },
    ...(signIn && { method: signIn.method }),
    ...(parameter !== null && { parameter }),
  };
}
