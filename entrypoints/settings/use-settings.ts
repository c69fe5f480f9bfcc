import { useAsked } from '../../components/use-asked.ts';
import type { SettingsView } from '../../lib/messages/settings-view.ts';
import type * as platform from '../../lib/platform/page.ts';
import type { SettingsCommand } from './actions.ts';

/** The settings as the worker has them. */
export function useSettings(page: Pick<typeof platform, 'send' | 'onChanged'>) {
  return useAsked<SettingsCommand, SettingsView>(page, { command: 'settings' });
}
