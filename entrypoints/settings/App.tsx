import { useEffect, useMemo, useState } from 'preact/hooks';
import { SettingsPage } from '../../components/settings/SettingsPage.tsx';
import { createSettingsActions } from './actions.ts';
import type { SettingsPort } from './settings-port.ts';
import { useSettings } from './use-settings.ts';

/** The settings page: asks the worker, draws its view. */
export function App({ page, at }: { page: SettingsPort; at: string }) {
  const { view, failure, send } = useSettings(page);
  const [openedAt] = useState(Date.now);
  const actions = useMemo(() => createSettingsActions(page, send), [page, send]);
  const ready = view !== null;
  // What the address names is drawn only now.
  useEffect(() => {
    if (ready && at) document.getElementById(at)?.focus();
  }, [ready]);
  return <SettingsPage view={view} failure={failure} openedAt={openedAt} actions={actions} />;
}
