import type * as platform from '../../lib/platform/page.ts';
import type { PagePort } from '../popup/page-port.ts';

/** What the map page needs of the platform, so that a test can stand in for it. */
export type MapPort = PagePort & Pick<typeof platform, 'patternsOfServices'>;
