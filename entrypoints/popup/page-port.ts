import type { estimate } from '../../lib/passphrase/strength.ts';
import type * as page from '../../lib/platform/page.ts';

/** What the popup needs of the platform, so that a test can stand in for it. */
export type PagePort = Pick<
  typeof page,
  | 'send'
  | 'post'
  | 'requestOrigins'
  | 'swapOrigins'
  | 'hasOrigins'
  | 'onChanged'
  | 'openPage'
  | 'openAddress'
  | 'copyText'
  | 'saveFile'
  | 'closeSelf'
  | 'patternsOfForm'
> & {
  estimate: typeof estimate;
  /** True where the popup's page stands in a tab. */
  isTab: boolean;
};
