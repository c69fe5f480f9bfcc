import type { Failure } from '../../lib/errors.ts';
import type { SettingsView } from '../../lib/messages/settings-view.ts';
import { FailureText } from '../FailureText.tsx';
import { PageHead } from '../PageHead.tsx';
import { Part } from '../Part.tsx';
import { PendingBar } from '../PendingBar.tsx';
import { useT } from '../translation.ts';
import { Backup } from './Backup.tsx';
import { ChangePassphrase } from './ChangePassphrase.tsx';
import { DeleteAll } from './DeleteAll.tsx';
import { HiddenWarnings } from './HiddenWarnings.tsx';
import { LockSettings } from './LockSettings.tsx';
import { LockState } from './LockState.tsx';
import { Noticing } from './Noticing.tsx';
import { Passkeys } from './Passkeys.tsx';
import { SiteVaults } from './SiteVaults.tsx';
import type { SettingsActions } from './settings-actions.ts';

export interface SettingsPageProps {
  /** Null until the worker answers. */
  view: SettingsView | null;
  /** Why there is no view. */
  failure: Failure | null;
  openedAt: number;
  actions: SettingsActions;
}

/** The settings page: what is saved, how it is locked, and its backup. */
export function SettingsPage({ view, failure, openedAt, actions }: SettingsPageProps) {
  const t = useT();
  const notice = view?.notice ?? null;
  return (
    <main class="page settings">
      <header>
        <PageHead here="settings" />
        <h1>{t('settings')}</h1>
      </header>
      {failure && <FailureText failure={failure} />}
      {!view && !failure && <PendingBar text={t('waitSettings')} since={openedAt} />}
      {notice && (
        <div class="notice">
          <FailureText failure={notice} />
          <button type="button" class="link" onClick={() => void actions.dismissNotice(notice.code)}>
            {t('dismiss')}
          </button>
        </div>
      )}
      {view && (
        <>
          <Part title={t('savedSignIns')}>
            <SiteVaults view={view} actions={actions} />
          </Part>
          <Part title={t('passphraseAndLocking')}>
            <LockState view={view} actions={actions} />
            {view.vault.state === 'unlocked' && <ChangePassphrase actions={actions} />}
            <LockSettings view={view} actions={actions} />
            {view.vault.state === 'unlocked' && <Passkeys view={view} actions={actions} />}
          </Part>
          <Part title={t('noticingTitle')}>
            <Noticing view={view} actions={actions} />
            <HiddenWarnings view={view} actions={actions} />
          </Part>
          <Part title={t('backupTitle')}>
            <Backup view={view} actions={actions} />
          </Part>
          <Part title={t('deleteTitle')}>
            <DeleteAll view={view} actions={actions} />
          </Part>
        </>
      )}
      <footer>
        <button type="button" class="link" onClick={actions.openDiagnostics}>
          {t('diagnostics')}
        </button>
      </footer>
    </main>
  );
}
