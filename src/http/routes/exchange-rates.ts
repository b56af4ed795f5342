import type { StoredRate } from '../../services/costs/exchange-rates.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import { AT } from '../schemas/examples.js';
import {
  ExchangeRateChanges,
  ExchangeRateList,
  ExchangeRatesPut,
  exchangeRateFilters,
} from '../schemas/exchange-rates.js';

const tag = 'Costs';
const path = '/v1/exchange-rates';
const RATE = { base: 'EUR', quote: 'USD', day: '2026-03-02', rate: '1.0842', source: 'ECB' } as const;

const rateOut = ({ base, quote, day, rate, source, updatedAt }: StoredRate) => ({
  ...{ base, quote, day, rate: rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate, source },
  updatedAt: updatedAt.toISOString(),
});

export const putExchangeRates = operation({
  id: 'putExchangeRates',
  method: 'PUT',
  path,
  tag,
  summary: 'Set exchange rates of days',
  description:
    'Reports with a `currency` convert each amount by the newest rate on or before its own day, from its currency or the other way round; not by way of a third currency. `rate` null removes the rate of a day.',
  scopes: ['sources:write'],
  body: ExchangeRatesPut,
  bodyExample: { rates: [RATE] },
  success: {
    status: 200,
    schema: ExchangeRateChanges,
    description: 'What was changed.',
    example: { set: 1, removed: 0, unchanged: 0 },
  },
  refusals: ['rule_refused'],
  run: (services, { write, body }) => services.exchangeRates.put(write, body.rates),
  present: (changes) => ({ body: changes }),
});

export const listExchangeRates = listOperation({
  id: 'listExchangeRates',
  path,
  tag,
  summary: 'List exchange rates',
  description: 'The newest day first, then by their currencies.',
  scopes: ['sources:read'],
  filters: exchangeRateFilters,
  plural: 'rates',
  list: ExchangeRateList,
  example: { ...RATE, updatedAt: AT },
  out: rateOut,
  run: (services, { principal, query: { limit, cursor, from, before, ...filter } }) =>
    services.exchangeRates.list(principal.workspaceId, filter, { from, before }, pageRequest({ limit, cursor })),
});
