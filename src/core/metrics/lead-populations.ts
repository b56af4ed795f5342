import type { Population } from './population.js';

/** Records of what happens to leads that metrics count. */
export const LEAD_POPULATIONS = {
  scored_leads: { records: 'leads', at: 'when the lead was created' },
  stage_stays: { records: 'stays of leads in a stage that have ended', at: 'when the lead left the stage' },
  reopenings: {
    records: 'times that a lead that had ended or was parked was opened again, without corrections',
    at: 'when the lead was opened again',
    own: ['type'],
  },
  referrals: {
    records: 'referrals',
    at: 'when the referral was made',
    own: ['status', 'type', 'depth'],
  },
  predicted_outcomes: {
    records: 'leads with a prediction that became customers, were lost or were disqualified',
    at: 'when they ended',
    own: ['reason', 'competitor'],
  },
} as const satisfies Record<string, Population>;

export const LEAD_PARTS = {
  referred: 'that were referred',
  mql_since: 'that reached the category MQL or a later one before the lead ended again',
  sql_since: 'that reached the category SQL or a later one before the lead ended again',
  customer_next: 'after which the lead became a customer before it ended otherwise',
} as const;

export const LEAD_VALUES = {
  score: 'total score of the lead now',
  days_in_stage: 'days in the stage',
  probability: 'probability of the lead before it ended',
  squared_error: 'squared difference of the probability and the outcome, 1 of a customer and 0 of others (Brier 1950)',
} as const;
