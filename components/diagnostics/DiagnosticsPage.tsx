import type { Failure } from '../../lib/errors.ts';
import type { DiagnosticsView } from '../../lib/messages/diagnostics-view.ts';
import { Brand } from '../Brand.tsx';
import { FailureText } from '../FailureText.tsx';
import { Part } from '../Part.tsx';
import { PendingBar } from '../PendingBar.tsx';
import { useT } from '../translation.ts';
import { CopyReport } from './CopyReport.tsx';
import { EventsTable } from './EventsTable.tsx';
import { RulesTable } from './RulesTable.tsx';
import { SignInsTable } from './SignInsTable.tsx';

export interface DiagnosticsPageProps {
  /** Null until the worker answers. */
  view: DiagnosticsView | null;
  /** Why there is no view. */
  failure: Failure | null;
  /** In ms since the epoch. */
  openedAt: number;
  /** The same as text, for a bug report. */
  report: string;
  /** Must be called in the click itself. Resolves to whether the browser let us. */
  onCopy: (text: string) => Promise<boolean>;
}

/** What happened and how things stand, for whoever helps. */
export function DiagnosticsPage({ view, failure, openedAt, report, onCopy }: DiagnosticsPageProps) {
  const t = useT();
  return (
    <main class="page diagnostics">
      <header>
        <Brand />
        <h1>{t('diagnostics')}</h1>
        <p>{t('diagnostics_lead')}</p>
      </header>
      {failure && <FailureText failure={failure} />}
      {!view && !failure && <PendingBar text={t('diagnostics_wait')} since={openedAt} />}
      {view && (
        <>
          <CopyReport report={report} onCopy={onCopy} />
          <Part title={t('diagnostics_events')}>
            <EventsTable events={view.events} />
          </Part>
          <Part title={t('diagnostics_rules')}>
            <RulesTable sources={view.sources} />
          </Part>
          <Part title={t('diagnostics_accounts')}>
            <SignInsTable accounts={view.accounts} />
          </Part>
          <Part title={t('diagnostics_permissions')}>
            <Facts
              facts={[
                [t('diagnostics_hosts'), view.permissions.hosts],
                [t('diagnostics_api'), inOne(view.permissions.api)],
              ]}
            />
          </Part>
          <Part title={t('diagnostics_versions')}>
            <Facts
              facts={[
                [t('extensionName'), [view.versions.extension]],
                [t('diagnostics_manifest'), [view.versions.manifest]],
                [t('diagnostics_browser'), [view.versions.browser]],
                [t('diagnostics_system'), [view.versions.system]],
              ]}
            />
          </Part>
        </>
      )}
    </main>
  );
}

const inOne = (texts: readonly string[]) => (texts.length > 0 ? [texts.join(', ')] : []);

/** Names, each with its texts below each other. */
function Facts({ facts }: { facts: readonly (readonly [string, readonly string[]])[] }) {
  const t = useT();
  return (
    <dl class="details">
      {facts.map(([name, texts]) => (
        <>
          <dt>{name}</dt>
          <dd>
            {texts.length === 0 && <span class="quiet">{t('diagnostics_none')}</span>}
            {texts.map((text) => (
              <div key={text}>{text}</div>
            ))}
          </dd>
        </>
      ))}
    </dl>
  );
}
