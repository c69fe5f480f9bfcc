import type { Failure } from '../../lib/errors.ts';
import type { Offer } from '../../lib/map/ports.ts';
import type { SavedSource } from '../../lib/messages/sources-view.ts';

/** Another place that a service's operations are at: its requests are sent there. */
export interface Elsewhere {
  url: string;
  host: string;
  allowed: boolean;
}

/** How far *Add layer* is. */
export type Adding =
  | { at: 'choose'; failure: Failure | null }
  | { at: 'asking'; host: string; since: number }
  /** The service wants to know who asks, or the browser does not let us ask. */
  | { at: 'signIn'; rowKey: string }
  | { at: 'offer'; host: string; offer: Offer; elsewhere: readonly Elsewhere[]; failure: Failure | null };

export interface AddActions {
  close(): void;
  /** Back to the choice of a service; ends what is under way. */
  back(): void;
  /** Must be called in the click itself: the browser is asked for the host. */
  fromUrl(url: string): void;
  fromSource(source: SavedSource): void;
  allow(elsewhere: Elsewhere): void;
  /** @param ids of entries of the offer. */
  add(ids: ReadonlySet<string>): void;
}
