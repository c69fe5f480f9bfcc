import type { ExchangeActions, ImportRecords } from '../../components/exchange/exchange-actions.ts';
import type { VaultActions } from '../../components/vault/vault-actions.ts';
import { type Failure, toFailure } from '../../lib/errors.ts';
import type { ExportedSignIn } from '../../lib/messages/sources-view.ts';

interface ExchangePage {
  saveFile(name: string, text: string, type: string): void;
  /** Shows the view that it is answered with; resolves to the failure, or null. */
  importRecords(records: ImportRecords): Promise<Failure | null>;
  exportSignIns(ids: string[]): Promise<{ signIns: ExportedSignIn[] } | { failure: Failure }>;
  vault: VaultActions;
}

/** What the exchange panel needs; what reads and writes QGIS's files is loaded once somebody opens it. */
export function createExchangeActions(page: ExchangePage): ExchangeActions {
  return {
    load: async () => (await import('../../lib/interchange/qgis/exchange.ts')).exchange,
    importRecords: page.importRecords,
    exportSignIns: page.exportSignIns,
    saveFile: (name, text) =>
      page.saveFile(name, text, name.endsWith('.xml') ? 'text/xml' : 'application/json'),
    failureOf: toFailure,
    vault: page.vault,
  };
}
