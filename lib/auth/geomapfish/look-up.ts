import { hostOf } from '../../addresses.ts';
import type { LookedUp } from '../method.ts';
import type { Way } from './fields.ts';
import { type Asking, askWho, portalAddress, takesBasic } from './portal.ts';

/**
 * What a portal offers, as far as it tells: that is little. Whether there is an OAuth2 client only its administrator knows.
 * @throws AppError `portalNotFound`, or about the address.
 */
export async function lookUpPortal(typed: string, asking: Asking): Promise<LookedUp> {
  const portal = portalAddress(typed);
  const { login_type, two_factor_enable } = await askWho(portal, asking);
  // Says less, and is no reason to say nothing.
  const isBasicOn = (await takesBasic(portal, asking).catch(() => null)) === true;
  const way: Way = login_type === 'oidc' ? 'openid' : 'oauth2';
  return {
    name: portal.slice(portal.indexOf('://') + 3) || hostOf(portal),
    origins: [new URL(portal).origin],
    proposed: { way },
    notes: [
      ...(way === 'openid' ? ['portalOpenid'] : []),
      ...(two_factor_enable ? [isBasicOn ? 'portalBasicUnsafe' : 'portalTwoFactor'] : []),
      ...(isBasicOn && !two_factor_enable ? ['portalBasicOn'] : []),
    ],
  };
}
