import type { Page } from 'playwright-core';

/** A made-up security key of one tab, which answers every dialog by itself. */
export interface Authenticator {
  /** The passkeys in it; ids in base64url as WebAuthn's own `id`. */
  passkeys(): Promise<{ id: string; rpId: string | undefined }[]>;
  /** Whether its user passes the check of finger, face or PIN from now on; at first yes. */
  setUserVerified(verified: boolean): Promise<void>;
  /** Whether somebody touches it when asked, at first yes; without, a request waits until it is ended. */
  setPresent(present: boolean): Promise<void>;
  /** Takes one passkey away, as a user does in the settings of the system. */
  forget(id: string): Promise<void>;
}

/**
 * Gives a tab of Chromium a virtual authenticator (Chrome DevTools Protocol, domain WebAuthn) with the PRF extension.
 *
 * It belongs to the tab, not to the page: its passkeys stay through reloads and navigations, to other extensions'
 * pages too, and through a reload of the extension while the tab shows something else. They end with the tab. Another
 * tab, also one that this one opened, has none, and a request there waits for its time limit. Passkeys cannot be
 * moved either: `WebAuthn.getCredentials` gives them without the secret of the PRF extension, and one put back by
 * `addCredential` answers without PRF. So where Layerkey opens a tab of its own, load that tab's address in this one.
 * @param options.prf Default true; false for a key of the kind that has no PRF.
 */
export async function addAuthenticator(page: Page, options: { prf?: boolean } = {}): Promise<Authenticator> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf: options.prf ?? true,
    },
  });
  return {
    passkeys: async () => {
      const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
      return credentials.map(({ credentialId, rpId }) => ({
        id: Buffer.from(credentialId, 'base64').toString('base64url'),
        rpId,
      }));
    },
    setUserVerified: async (isUserVerified) => {
      await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    setPresent: async (enabled) => {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
    forget: async (id) => {
      const credentialId = Buffer.from(id, 'base64url').toString('base64');
      await session.send('WebAuthn.removeCredential', { authenticatorId, credentialId });
    },
  };
}
