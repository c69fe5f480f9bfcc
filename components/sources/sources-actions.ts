import type { Failure } from '../../lib/errors.ts';
import type { SetUp } from '../../lib/interchange/set-up.ts';
import type { SavedSource, SiteView } from '../../lib/messages/sources-view.ts';
import type { FoundProvider } from '../../lib/messages/view.ts';
import type { ServiceKind } from '../../lib/services/kinds.ts';
import type { VaultActions } from '../vault/vault-actions.ts';

/** What a pasted text would be saved as. */
export type Preview =
  | {
      what: 'address';
      name: string;
      /** As it is saved, without credentials. */
      url: string;
      kinds: ServiceKind[];
      /** True where a password or key stood in it. */
      leftOut: boolean;
    }
  | { what: 'setUp'; setUp: SetUp }
  | { what: 'wrong'; failure: Failure };

/** What a source is changed to. */
export type Edited = Pick<SavedSource, 'id' | 'name' | 'urls' | 'frames'>;

type Done = Promise<Failure | null>;

/**
 * What a user can do on the sources page; each resolves to the failure to show, or null. What needs hosts asks the browser for
 * them, so it must be called in the click itself.
 */
export interface SourcesActions extends VaultActions {
  preview(text: string): Preview;
  /** The failure to show under the field of an address, or null. */
  checkAddress(typed: string): Failure | null;
  searchProviders(typed: string): Promise<FoundProvider[]>;
  openAddress(url: string): void;
  addSource(name: string, url: string): Done;
  importSetUp(setUp: SetUp): Done;
  edit(source: Edited): Done;
  /** Layerkey's own map, which any source can be allowed on. */
  ownMap: SiteView;
  duplicate(id: string): Done;
  remove(ids: string[]): Done;
  /** @param origins host patterns of what comes back. */
  undo(origins: string[]): Done;
  /** @param site an origin, or what somebody typed as one. */
  allow(sources: readonly SavedSource[], site: string, origins: string[]): Done;
  stop(ids: string[], site: string): Done;
  test(sources: readonly SavedSource[]): Done;
  cancelTest(): Done;
  /** As text, without any secret. */
  writeSetUp(setUp: SetUp): string;
  /** Resolves to whether the browser let us. */
  copyText(text: string): Promise<boolean>;
  openSettings(): void;
  /** Read again after it failed. */
  look(): void;
}
