import type { Failure } from '../../lib/errors.ts';
import type { Exchange } from '../../lib/interchange/qgis/port.ts';
import type { ImportedSignIn, ImportedSource } from '../../lib/messages/sources-protocol.ts';
import type { ExportedSignIn } from '../../lib/messages/sources-view.ts';
import type { VaultActions } from '../vault/vault-actions.ts';

/** What is imported, and for how long it is kept. */
export interface ImportRecords {
  sources: ImportedSource[];
  signIns: ImportedSignIn[];
  remember: boolean;
}

/** What the page does for the panel. */
export interface ExchangeActions {
  /** Readers and writers: loaded only now. */
  load(): Promise<Exchange>;
  /** All of it or nothing; the page shows the new view and its *Undo*. Resolves to the failure, or null. */
  importRecords(records: ImportRecords): Promise<Failure | null>;
  exportSignIns(ids: string[]): Promise<{ signIns: ExportedSignIn[] } | { failure: Failure }>;
  /** Downloads a file. */
  saveFile(name: string, text: string): void;
  /** What went wrong, of anything that was thrown. */
  failureOf(error: unknown): Failure;
  /** For a passphrase before anything is remembered. */
  vault: VaultActions;
}
