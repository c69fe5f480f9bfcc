import type { SourcesView } from '../../lib/messages/sources-view.ts';
import type { ExchangeActions } from './exchange-actions.ts';

export interface ExchangePanelProps {
  /** Files that were dropped or chosen: import; null: export. */
  files: readonly File[] | null;
  view: SourcesView;
  /** Ids of the sources that are chosen on the page; export begins with these. */
  chosen: readonly string[];
  onClose: () => void;
  /** Made by `createExchangeActions` of `entrypoints/options/exchange-actions.ts`. */
  actions: ExchangeActions;
}

/** Files to and from other programs: what becomes of them first, then all or nothing. */
export function ExchangePanel(_: ExchangePanelProps) {
  return null;
}
