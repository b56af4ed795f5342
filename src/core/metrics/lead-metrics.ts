import { count, measured, type RecordMetric, share } from './metric.js';

/** Metrics of what happens to leads beside the steps of the funnel. */
export const LEAD_METRICS = {
  days_in_stage: measured('Days in stage, median', 'days', 'stage_stays', 'median', 'days_in_stage'),
  days_in_stage_p75: measured('Days in stage, 75th percentile', 'days', 'stage_stays', 'p75', 'days_in_stage'),
  days_in_stage_p90: measured('Days in stage, 90th percentile', 'days', 'stage_stays', 'p90', 'days_in_stage'),
  average_score: measured('Score, average', 'number', 'scored_leads', 'average', 'score'),
  median_score: measured('Score, median', 'number', 'scored_leads', 'median', 'score'),
  recycled: count('Leads opened again', 'reopenings'),
  recycled_mql_rate: share('Opened again to MQLs', 'mql_since', 'reopenings'),
  recycled_sql_rate: share('Opened again to SQLs', 'sql_since', 'reopenings'),
  recycled_customer_rate: share('Opened again to customers', 'customer_next', 'reopenings'),
  referrals: count('Referrals', 'referrals'),
  referral_conversion: share('Referrals to customers', 'reached_customer', 'referrals'),
  referred_share: share('Leads that were referred', 'referred', 'scored_leads'),
  predicted_outcomes: count('Outcomes with a prediction', 'predicted_outcomes'),
  predicted_win_rate: share('Win rate of leads with a prediction', 'won', 'predicted_outcomes'),
  average_prediction: measured('Prediction, average', 'number', 'predicted_outcomes', 'average', 'probability'),
  brier_score: measured('Brier score of predictions', 'number', 'predicted_outcomes', 'average', 'squared_error'),
} as const satisfies Record<string, RecordMetric>;
