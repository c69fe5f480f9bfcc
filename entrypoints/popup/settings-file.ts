import type { PopupActions } from '../../components/popup-actions.ts';
import { toFailure } from '../../lib/errors.ts';
import { jSettingsName, writeJSettings } from '../../lib/interchange/jsettings.ts';

/** GEODI's settings file, or what is wrong with what was typed for it. */
export const settingsFile: PopupActions['settingsFile'] = (client) => {
  try {
    return { ok: true, name: jSettingsName(client.clientId), text: writeJSettings(client) };
  } catch (error) {
    return { ok: false, failure: toFailure(error) };
  }
};
