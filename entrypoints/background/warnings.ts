import { readCertificateError } from '../../lib/explain/certificate.ts';
import type { Session } from '../../lib/sign-in/session.ts';
import type { SettingsStore } from '../../lib/vault/settings.ts';

/** Certificate warnings that the user does not want to see. It silences them and lets nothing through. */
export function createWarnings({ session, settings }: { session: Session; settings: SettingsStore }) {
  return {
    /** @param always until the settings say otherwise, else until the browser closes. */
    hide: async (host: string, always: boolean): Promise<void> => {
      if (!always) return session.set('hidden', host, true);
      const { kind = 'other' } = readCertificateError(session.get('certificate', host)?.error ?? '') ?? {};
      const before = settings.now();
      const others = before.hiddenWarnings.filter((each) => each.host !== host);
      await settings.change({ ...before, hiddenWarnings: [...others, { host, kind, at: Date.now() }] });
    },
    /** The hosts whose warning is hidden now. */
    hidden: (): ReadonlySet<string> =>
      new Set([...settings.now().hiddenWarnings.map(({ host }) => host), ...session.all('hidden').keys()]),
  };
}

export type Warnings = ReturnType<typeof createWarnings>;
