import type { HandoffPolicy } from '../handoffs/policy.js';

/** Published in every new workspace: nothing is offered until somebody says so, or publishes another. */
export const DEFAULT_HANDOFF_POLICY: HandoffPolicy = {
  automatic: [],
  acceptWithinHours: { mql: 24, sql: 4 },
  afterRejection: 'by_reason',
  afterTimeout: 'next_rep',
  maximumOffers: 3,
};
