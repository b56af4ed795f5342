import { count, measured, type RecordMetric, share } from './metric.js';

/** Metrics of deals and customers. */
export const SALES_METRICS = {
  deals_created: count('Deals created', 'created_deals'),
  deals_lost: count('Deals lost', 'lost_deals'),
  lost_amount: measured('Amount of lost deals', 'amount', 'lost_deals', 'sum', 'amount'),
  median_deal: measured('Deal, median', 'amount', 'won_deals', 'median', 'amount'),
  average_sales_cycle: measured('Sales cycle, average', 'days', 'won_deals', 'average', 'days_to_close'),
  product_volume: measured('Sales volume of products', 'amount', 'sold_lines', 'sum', 'line_amount'),
  repeat_deal_share: share('Repeat deals', 'repeat', 'won_deals'),
  new_buyers: count('New buyers', 'buyers'),
  repurchase_rate: share('Repeat purchase', 'bought_again', 'buyers'),
  days_to_repurchase: measured('Days to the second purchase, median', 'days', 'buyers', 'median', 'days_to_repurchase'),
  retention_rate: share('Retention of customers', 'retained', 'customers_at_start'),
  churn_rate: share('Churn of customers', 'left', 'customers_at_start'),
  churns: count('Customers lost', 'churns'),
} as const satisfies Record<string, RecordMetric>;
