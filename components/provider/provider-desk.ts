import type { ProviderView } from '../../lib/messages/form-view.ts';

/** What the fields about an identity provider need beside their values. */
export interface ProviderDesk {
  /** What the address was found to be; null while none was typed. */
  found: ProviderView | null;
  /** The address to register at a provider. */
  redirectUri: string;
  /** Looks an address up; an empty text ends that. */
  lookUp: (typed: string) => void;
  /** Where a file can only be chosen in a tab (a popup closes when it loses the focus): goes there. Null in a tab. */
  toTab: (() => void) | null;
  /** Must be called in the click itself. Resolves to whether the browser let us. */
  copyText: (text: string) => Promise<boolean>;
}
