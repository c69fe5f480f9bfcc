import type { estimate } from '../../lib/passphrase/strength.ts';
import type * as page from '../../lib/platform/page.ts';
import type * as passkey from '../../lib/platform/passkey.ts';

/** What the settings page needs of the platform, so that a test can stand in for it. */
export type SettingsPort = Pick<
  typeof page,
  'send' | 'onChanged' | 'openPage' | 'requestOrigins' | 'swapOrigins' | 'saveFile'
> &
  Pick<typeof passkey, 'createPasskey' | 'passkeysPossible'> & { estimate: typeof estimate };
