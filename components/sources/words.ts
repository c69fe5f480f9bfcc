import type { SavedSignIn } from '../../lib/messages/sources-view.ts';
import { methodKey, type Translate } from '../translation.ts';

/** A sign-in in a few words: who, or else its way. */
export const signInWords = ({ who, method }: SavedSignIn, t: Translate): string =>
  who || t(methodKey(method));

/** A sign-in in full: way, who, authcfg id. */
export const signInTitle = ({ id, who, method }: SavedSignIn, t: Translate): string =>
  [t(methodKey(method)), who, id].filter(Boolean).join(' · ');

/** The address without what every address begins with. */
export const plainAddress = (url: string): string => url.replace(/^https:\/\//, '');

/** The host of a site, as it is shown: `maps.example.org`. */
export const hostOfSite = (site: string): string => URL.parse(site)?.host ?? site;
