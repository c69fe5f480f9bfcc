import type { ExchangePanelProps } from '../exchange/ExchangePanel.tsx';
import { useLazy } from './use-lazy.ts';

/** Import and export, fetched only when somebody wants them: the page stays light. */
export function Exchange(props: ExchangePanelProps) {
  const Panel = useLazy(async () => (await import('../exchange/ExchangePanel.tsx')).ExchangePanel);
  return Panel && <Panel {...props} />;
}
