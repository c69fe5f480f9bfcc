import { type CertificateKind, readCertificateError } from '../../lib/explain/certificate.ts';
import type { Session } from '../../lib/sign-in/session.ts';
import type { SettingsStore } from '../../lib/vault/settings.ts';

/** Certificate warnings that the user does not want to see. It silences them and lets nothing through. */
export function createWarnings({ session, settings }: { session: Session; settings: SettingsStore }) {
  return {
    /**
     * Hides what is wrong with the first host now, for all of them: should it ever be something else, that is said.
     * @param always until the settings say otherwise, else until the browser closes.
     */
    hide: async (hosts: readonly string[], always: boolean): Promise<void> => {
      const error = session.get('certificate', hosts[0] ?? '')?.error ?? '';
      const { kind = 'other' } = readCertificateError(error) ?? {};
      if (!always) return session.setAll('hidden', new Map(hosts.map((host) => [host, kind])));
      const before = settings.now();
      const others = before.hiddenWarnings.filter(({ host }) => !hosts.includes(host));
      const added = hosts.map((host) => ({ host, kind, at: Date.now() }));
      await settings.change({ ...before, hiddenWarnings: [...others, ...added] });
    },
    /** What is hidden now, by host. */
    hidden: (): ReadonlyMap<string, CertificateKind> =>
      new Map([
        ...settings.now().hiddenWarnings.map(({ host, kind }) => [host, kind] as const),
        ...session.all('hidden'),
      ]),
  };
}

export type Warnings = ReturnType<typeof createWarnings>;
