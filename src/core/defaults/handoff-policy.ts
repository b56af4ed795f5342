import type { HandoffPolicy } from '../handoffs/policy.js';

/** Published in every new workspace. Leads are offered only on request, until another policy is published. */
export const DEFAULT_HANDOFF_POLICY: HandoffPolicy = {
  automatic: [],
  acceptWithinHours: { mql: 24, sql: 4 },
  afterRejection: 'by_reason',
  afterTimeout: 'next_rep',
  maximumOffers: 3,
};
