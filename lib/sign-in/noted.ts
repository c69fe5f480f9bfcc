import type { ObservedAnswer, WayFacts } from '../explain/facts.ts';

/** One answer to a request of a page that says how a service stands. Holds no credential. */
export interface Noted extends ObservedAnswer {
  /** Without what may be a credential. */
  url: string;
  /** Origin of the document or frame that asked. */
  site: string;
  /** Origin of the page on top; the same where it is not known. */
  topSite: string;
  /** True where the service refused, by whatever status. */
  refused: boolean;
  /** `WWW-Authenticate`; '' where there was none. */
  challenge: string;
  /** As far as the headers tell that the page may not read it. */
  cors: WayFacts['cors'];
  /** True where something other than the service or Layerkey sent the request elsewhere. */
  diverted: boolean;
}
