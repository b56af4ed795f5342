import type { RecordDimension } from './dimensions.js';
import { LEAD_METRICS } from './lead-metrics.js';
import { count, type MetricUnit, measured, type RecordMetric, share, type ValueFunction } from './metric.js';
import type { Population } from './population.js';
import { PARTS, POPULATIONS, VALUES } from './populations.js';
import { SALES_METRICS } from './sales-metrics.js';
import { DEAL_POPULATIONS } from './sales-populations.js';
import { WORK_METRICS } from './work-metrics.js';

/** One metric divided by another, each of the same groups and the same period. A denominator of 0 gives null. */
export interface RatioMetric {
  title: string;
  /** `amount`: an amount for each record of the denominator. */
  unit: 'amount' | 'ratio';
  ratio: readonly [numerator: RecordMetricName, denominator: RecordMetricName];
  /** Only what the numerator has above the denominator is divided by it. */
  gain?: boolean;
}

/** The metrics that are counted or computed of one set of records. */
export const RECORD_METRICS = {
  leads_created: count('Leads created', 'leads'),
  touches: count('Touches', 'touches'),
  engagement_events: count('Engagement events', 'engagement_events'),
  activities: count('Activities', 'activities'),
  leads_qualified: count('Suspects that became leads', 'reached_lead'),
  mqls: count('Marketing-qualified leads', 'reached_mql'),
  sqls: count('Sales-qualified leads', 'reached_sql'),
  prospects: count('Prospects', 'reached_prospect'),
  customers: count('New customers', 'reached_customer'),
  losses: count('Losses', 'losses'),
  disqualifications: count('Disqualifications', 'disqualifications'),
  lead_rate: share('Suspects to leads', 'reached_lead', 'leads'),
  mql_rate: share('Leads to MQLs', 'reached_mql', 'reached_lead'),
  sql_rate: share('MQLs to SQLs', 'reached_sql', 'reached_mql'),
  prospect_rate: share('SQLs to prospects', 'reached_prospect', 'reached_sql'),
  customer_rate: share('Prospects to customers', 'reached_customer', 'reached_prospect'),
  conversion_rate: share('All leads to customers', 'reached_customer', 'leads'),
  win_rate_of_leads: share('Win rate of leads', 'won', 'ended_leads'),
  win_rate_of_deals: share('Win rate of deals', 'won', 'closed_deals'),
  days_to_mql: measured('Days to MQL, median', 'days', 'reached_mql', 'median', 'days_to_step'),
  days_to_sql: measured('Days to SQL, median', 'days', 'reached_sql', 'median', 'days_to_step'),
  days_to_customer: measured('Days to customer, median', 'days', 'reached_customer', 'median', 'days_to_step'),
  days_to_customer_p75: measured(
    'Days to customer, 75th percentile',
    'days',
    'reached_customer',
    'p75',
    'days_to_step',
  ),
  days_to_customer_p90: measured(
    'Days to customer, 90th percentile',
    'days',
    'reached_customer',
    'p90',
    'days_to_step',
  ),
  speed_to_lead: measured('Speed to lead, median', 'minutes', 'first_contacts', 'median', 'minutes_to_contact'),
  speed_to_lead_p75: measured(
    'Speed to lead, 75th percentile',
    'minutes',
    'first_contacts',
    'p75',
    'minutes_to_contact',
  ),
  speed_to_lead_p90: measured(
    'Speed to lead, 90th percentile',
    'minutes',
    'first_contacts',
    'p90',
    'minutes_to_contact',
  ),
  handoffs: count('Hand-offs decided', 'handoffs'),
  handoff_acceptance: share('Hand-off acceptance', 'accepted', 'handoffs'),
  sla_attainment: share('SLA attainment', 'met', 'sla_clocks'),
  deals_won: count('Deals won', 'won_deals'),
  sales_volume: measured('Sales volume', 'amount', 'won_deals', 'sum', 'amount'),
  average_deal: measured('Average deal', 'amount', 'won_deals', 'average', 'amount'),
  sales_cycle: measured('Sales cycle, median', 'days', 'won_deals', 'median', 'days_to_close'),
  open_deals: count('Open deals', 'open_deals'),
  open_pipeline: measured('Open pipeline', 'amount', 'open_deals', 'sum', 'amount'),
  cost: measured('Cost', 'amount', 'cost_days', 'sum', 'cost'),
  ...LEAD_METRICS,
  ...SALES_METRICS,
  ...WORK_METRICS,
} as const satisfies Record<string, RecordMetric>;
export type RecordMetricName = keyof typeof RECORD_METRICS;

/** The metrics that are quotients of two others. */
export const RATIO_METRICS = {
  touches_per_lead: { title: 'Touches per lead', unit: 'ratio', ratio: ['touches', 'leads_created'] },
  volume_per_lead: { title: 'Sales volume per lead', unit: 'amount', ratio: ['sales_volume', 'leads_created'] },
  cost_per_lead: { title: 'Cost per lead', unit: 'amount', ratio: ['cost', 'leads_created'] },
  cost_per_mql: { title: 'Cost per MQL', unit: 'amount', ratio: ['cost', 'mqls'] },
  cost_per_sql: { title: 'Cost per SQL', unit: 'amount', ratio: ['cost', 'sqls'] },
  cost_per_customer: { title: 'Cost per new customer (CAC)', unit: 'amount', ratio: ['cost', 'customers'] },
  roi: { title: 'Return on investment (ROI)', unit: 'ratio', ratio: ['sales_volume', 'cost'], gain: true },
} as const satisfies Record<string, RatioMetric>;
export type RatioMetricName = keyof typeof RATIO_METRICS;

/** The catalogue of metrics. Each number of a report is one of these. */
export const METRICS = { ...RECORD_METRICS, ...RATIO_METRICS };
export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as MetricName[];

export const isRatio = (name: MetricName): name is RatioMetricName => name in RATIO_METRICS;

/** The metrics of records that are measured for some metrics: themselves, or the two parts of a ratio. */
export function recordMetricsOf(names: readonly MetricName[]): RecordMetricName[] {
  return [...new Set(names.flatMap((name) => (isRatio(name) ? RATIO_METRICS[name].ratio : [name])))];
}

/** The dimensions that the records of a metric have and others do not. */
export function ownDimensionsOf(name: RecordMetricName): readonly RecordDimension[] {
  const { own = [] }: Population = POPULATIONS[RECORD_METRICS[name].population];
  return own;
}

/** Whether the records of a metric have a currency. */
export function hasCurrency(name: RecordMetricName): boolean {
  return ownDimensionsOf(name).includes('currency');
}

/** Whether the records of a metric are deals. */
export const isOfDeals = (name: RecordMetricName): boolean => DEAL_POPULATIONS.has(RECORD_METRICS[name].population);

/** Whether a metric is computed of amounts, which are not added across currencies. */
export const isOfAmounts = (name: MetricName): boolean =>
  recordMetricsOf([name]).some((part) => RECORD_METRICS[part].unit === 'amount');

/** Whether a metric counts costs, which have a source and a campaign, and nothing else of a lead. */
export const isOfCosts = (name: MetricName): boolean =>
  recordMetricsOf([name]).some((part) => RECORD_METRICS[part].population === 'cost_days');

/** The metric of records whose leads are behind a number: of a ratio its denominator, or its numerator where that is divided by costs. */
export function followedMetric(name: MetricName): RecordMetricName {
  if (!isRatio(name)) return name;
  const [numerator, denominator] = RATIO_METRICS[name].ratio;
  return isOfCosts(denominator) ? numerator : denominator;
}

export interface MetricDefinition {
  metric: MetricName;
  title: string;
  unit: MetricUnit;
  /** How it is calculated. */
  formula: string;
  /** What a share counts, or a ratio divides; undefined where the metric is neither. */
  numerator: string | undefined;
  denominator: string | undefined;
  /** The instant by which a period selects the records. */
  at: string;
  /** The dimensions that only some records have, and these do. */
  dimensions: readonly RecordDimension[];
}

const FUNCTION_WORDS: Record<ValueFunction, string> = {
  ...{ sum: 'Sum of', average: 'Average of', median: 'Median of' },
  ...{ p75: '75th percentile of', p90: '90th percentile of' },
};

/** The definition of a metric in words, made from its row. */
export function definitionOf(metric: MetricName): MetricDefinition {
  return isRatio(metric) ? definitionOfRatio(metric) : definitionOfRecords(metric);
}

function definitionOfRatio(metric: RatioMetricName): MetricDefinition {
  const { title, unit, ratio, gain = false }: RatioMetric = RATIO_METRICS[metric];
  const [one, other] = [definitionOfRecords(ratio[0]), definitionOfRecords(ratio[1])];
  const [numerator, denominator] = [one.formula, other.formula];
  const formula = gain ? `(${numerator} - ${denominator}) / ${denominator}` : `${numerator} / ${denominator}`;
  const at = one.at === other.at ? one.at : `of the numerator: ${one.at}; of the denominator: ${other.at}`;
  return {
    metric,
    title,
    unit,
    formula,
    numerator,
    denominator,
    at,
    dimensions: [...new Set([...one.dimensions, ...other.dimensions])],
  };
}

function definitionOfRecords(metric: RecordMetricName): MetricDefinition {
  const { title, unit, population, part, value }: RecordMetric = RECORD_METRICS[metric];
  const { records, at } = POPULATIONS[population];
  const common = { metric, title, unit, at, dimensions: ownDimensionsOf(metric) };
  if (part !== undefined) {
    const numerator = `those of them ${PARTS[part]}`;
    return { ...common, formula: `${numerator} / ${records}`, numerator, denominator: records };
  }
  const formula =
    value === undefined ? `Number of ${records}` : `${FUNCTION_WORDS[value[0]]} the ${VALUES[value[1]]}, of ${records}`;
  return { ...common, formula, numerator: undefined, denominator: undefined };
}
