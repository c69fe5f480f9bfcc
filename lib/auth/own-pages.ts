import { hostOf } from '../addresses.ts';
import { AppError } from '../errors.ts';

/**
 * A session that is a cookie serves the pages of its own host alone: browsers send such cookies (`SameSite=Lax`) with no
 * request of another site.
 * @param sites origins of the page that asks and of the page on top.
 * @throws AppError `sessionOfOwnPages` with the host and the other site's.
 */
export function refuseOtherSites(url: string, sites: readonly string[]): void {
  const other = sites.find((site) => site !== new URL(url).origin);
  if (other !== undefined) throw new AppError('sessionOfOwnPages', [hostOf(url), hostOf(other)]);
}
