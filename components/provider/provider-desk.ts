import type { ProviderView } from '../../lib/messages/view.ts';

/** What the fields about an identity provider need beside their values. */
export interface ProviderDesk {
  /** What the issuer was found to be; null while none was typed. */
  found: ProviderView | null;
  /** The address to register at a provider. */
  redirectUri: string;
  /** Looks an issuer up; an empty text ends that. */
  discover: (issuer: string) => void;
  /** Must be called in the click itself. Resolves to whether the browser let us. */
  copyText: (text: string) => Promise<boolean>;
}
