import type { SettingsActions } from '../../components/settings/settings-actions.ts';
import type { Failure } from '../../lib/errors.ts';
import type { Command } from '../../lib/messages/protocol.ts';
import type { VAULT_COMMANDS } from '../../lib/messages/vault-protocol.ts';
import type { SettingsPort } from './settings-port.ts';

/** Commands that are answered with the settings page's view. */
export type SettingsCommand = Extract<Command, { command: Exclude<keyof typeof VAULT_COMMANDS, 'backup'> }>;

/**
 * Turns what the user does into commands.
 * @param send Sends a command and shows the view it answers with; resolves to its failure, or null.
 */
export function createSettingsActions(
  page: SettingsPort,
  send: (command: SettingsCommand) => Promise<Failure | null>,
): SettingsActions {
  return {
    unlock: (passphrase) => send({ command: 'unlock', passphrase }),
    createVault: (passphrase) => send({ command: 'createVault', passphrase }),
    estimate: page.estimate,
    openUnlock: () => void page.openPage('/unlock.html'),
    openForgotten: () => document.getElementById('forgotten')?.focus(),
    lock: () => send({ command: 'lock' }),
    changePassphrase: (current, next) => send({ command: 'changePassphrase', current, next }),
    passkeysPossible: page.passkeysPossible(),
    addPasskey: async () => {
      const passkey = await page.createPasskey();
      return passkey ? send({ command: 'addPasskey', ...passkey }) : { code: 'passkeyRefused', values: [] };
    },
    removePasskey: (id) => send({ command: 'removePasskey', id }),
    deleteVault: () => send({ command: 'deleteVault' }),
    backup: async () => {
      const reply = await page.send({ command: 'backup' });
      if (!reply.ok) return reply.failure;
      page.saveFile(`layerkey-backup-${localDay()}.json`, reply.view.file);
      return null;
    },
    restore: (text, passphrase) => send({ command: 'restore', text, passphrase }),
    changeSettings: (settings) => send({ command: 'changeSettings', ...settings }),
    noticeEverywhere: async (settings, origins) => {
      const choose = (noticeEverywhere: boolean) =>
        send({ command: 'changeSettings', ...settings, noticeEverywhere });
      // The command first and the request in the same tick: Firefox shows its prompt only in the click's own.
      const chosen = choose(true);
      const given = await page.requestOrigins(origins);
      const failure = await chosen;
      if (!given) return choose(false);
      // The view that came with the first answer knew of no permission yet.
      return failure ?? send({ command: 'settings' });
    },
    stopNoticing: async (settings, origins, keep) => {
      // First, so that the worker takes nothing for lost.
      const chosen = send({ command: 'changeSettings', ...settings, noticeEverywhere: false });
      if (keep.length === 0) return chosen;
      const failure = await chosen;
      if (failure === null) await page.swapOrigins(origins, keep);
      return failure ?? send({ command: 'settings' });
    },
    stopUsingAt: (sourceId, site) => send({ command: 'stopUsingAt', sourceId, site }),
    forgetSiteAt: (site) => send({ command: 'forgetSiteAt', site }),
    dismissNotice: (code) => send({ command: 'dismissNotice', code }),
    openDiagnostics: () => void page.openPage('/diagnostics.html'),
  };
}

/** Today where the user is, `2026-05-03`. */
function localDay(): string {
  const now = new Date();
  const two = (part: number) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
