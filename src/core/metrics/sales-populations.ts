import type { Population } from './population.js';

/** Records of deals and customers that metrics count. */
export const SALES_POPULATIONS = {
  created_deals: {
    records: 'deals',
    at: 'when the deal was created',
    own: ['currency', 'reason', 'competitor', 'status'],
  },
  lost_deals: {
    records: 'deals that were lost',
    at: 'when the deal was closed',
    own: ['currency', 'reason', 'competitor'],
  },
  sold_lines: {
    records: 'lines of deals that were won; a deal without products is one line',
    at: 'when the deal was closed',
    own: ['currency', 'competitor'],
  },
  buyers: { records: 'customers that bought', at: 'when they bought first', own: ['type', 'reason'] },
  customers_at_start: {
    records: 'customers that had bought before the begin of the period and were not away at it',
    at: 'the begin of the period',
    own: ['type', 'reason'],
  },
  churns: { records: 'times that a customer left', at: 'when it left', own: ['type', 'reason'] },
} as const satisfies Record<string, Population>;

/** Populations whose records are deals. */
export const DEAL_POPULATIONS: ReadonlySet<string> = new Set([
  ...['closed_deals', 'won_deals', 'open_deals', 'created_deals', 'lost_deals', 'sold_lines'],
]);

export const SALES_PARTS = {
  repeat: 'of customers with an earlier deal that was won',
  bought_again: 'that bought again',
  retained: 'that were not away at the end of the period',
  left: 'that were away at the end of the period',
} as const;

export const SALES_VALUES = {
  line_amount: 'quantity times unit price of the line; of a deal without products its amount',
  days_to_repurchase: 'days from the first to the second purchase',
} as const;
