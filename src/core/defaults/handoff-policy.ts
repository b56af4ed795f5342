import type { HandoffPolicy } from '../handoffs/policy.js';

/** Published in every new workspace: marketing hands an SQL to sales at once, and keeps an MQL. */
export const DEFAULT_HANDOFF_POLICY: HandoffPolicy = {
  automatic: ['sql'],
  acceptWithinHours: { mql: 24, sql: 4 },
  afterRejection: 'by_reason',
  afterTimeout: 'next_rep',
  maximumOffers: 3,
};
