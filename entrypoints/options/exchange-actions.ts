import type { ExchangeActions } from '../../components/exchange/exchange-actions.ts';
export function createExchangeActions(_page: unknown, _send: unknown): ExchangeActions {
  return {} as ExchangeActions;
}
