import { type SQL, sql } from 'drizzle-orm';
import type { SALES_POPULATIONS } from '../../core/metrics/sales-populations.js';
import { customers, deals } from '../schema/deals.js';
import {
  days,
  instantSql,
  joined,
  type MakePopulation,
  none,
  type PopulationSql,
  quoted,
} from './report-population-sql.js';

const productNames = sql`array(select product ->> 'name' from jsonb_array_elements(${deals.products}) as line(product))`;

/** A deal of the same customer that was won before. */
const isRepeat = (workspaceId: string): SQL => sql`exists (
  select from deals as earlier where earlier.workspace_id = ${workspaceId} and earlier.customer_id = ${deals.customerId}
     and earlier.status = 'won' and (earlier.closed_at, earlier.id) < (${deals.closedAt}, ${deals.id}))`;

export function dealsOf(statuses: readonly string[], at: SQL): MakePopulation {
  return (workspaceId) => ({
    from: sql`${deals} ${joined(workspaceId, sql`${deals.leadId}`)}`,
    at,
    where: sql`${deals.workspaceId} = ${workspaceId} and ${deals.status} in (${quoted(statuses)})`,
    parts: { won: sql`${deals.status} = 'won'`, repeat: isRepeat(workspaceId) },
    values: {
      amount: sql`${deals.amount}`,
      days_to_close: sql`case when ${deals.closedAt} >= ${deals.cycleStartedAt} then ${days(sql`${deals.cycleStartedAt}`, sql`${deals.closedAt}`)} end`,
    },
    own: OWN_OF_DEALS,
    lists: { product: productNames },
  });
}

const OWN_OF_DEALS = {
  sourceId: sql`${deals.sourceId}`,
  campaignId: sql`${deals.campaignId}`,
  ownerId: sql`${deals.ownerId}`,
  currency: sql`${deals.currency}`,
  status: sql`${deals.status}`,
  reason: sql`${deals.lossReason}`,
  competitor: sql`${deals.competitor}`,
};

/** Each line of a deal that was won. A deal without lines is one, without a product. */
const soldLines: MakePopulation = (workspaceId) => ({
  ...none,
  from: sql`${deals} ${joined(workspaceId, sql`${deals.leadId}`)}
    cross join lateral jsonb_array_elements(case when jsonb_array_length(${deals.products}) > 0 then ${deals.products} else '[{}]' end) as line(product)`,
  at: sql`${deals.closedAt}`,
  where: sql`${deals.workspaceId} = ${workspaceId} and ${deals.status} = 'won'`,
  values: {
    line_amount: sql`coalesce((line.product ->> 'quantity')::numeric * (line.product ->> 'unitPrice')::numeric, ${deals.amount})`,
  },
  own: OWN_OF_DEALS,
  lists: { product: sql`array_remove(array[line.product ->> 'name'], null)` },
});

/** When each customer bought first and next; `purchases` has no row of a customer that never bought. */
const purchases = (workspaceId: string): SQL => sql`(
  select customer_id, min(closed_at) as first_at, (array_agg(closed_at order by closed_at, id))[2] as second_at
    from deals where workspace_id = ${workspaceId} and status = 'won' group by customer_id) as purchases`;

/** When a customer was away: the times before it returned, and the one since it left last. */
const away = sql`(
  select to_timestamp("churnedAt" / 1000.0) as left_at, to_timestamp("returnedAt" / 1000.0) as returned_at, reason
    from jsonb_to_recordset(coalesce(${customers.pastChurns}, '[]')) as past("churnedAt" int8, "returnedAt" int8, reason text)
  union all select ${customers.churnedAt}, 'infinity'::timestamptz, ${customers.churnReason} where ${customers.churnedAt} is not null)`;

const isAwayAt = (at: number): SQL =>
  sql`exists (select from ${away} as times where left_at < ${instantSql(at)} and returned_at > ${instantSql(at)})`;

const OWN_OF_CUSTOMERS = {
  sourceId: sql`${customers.sourceId}`,
  campaignId: sql`${customers.campaignId}`,
  ownerId: sql`${customers.ownerId}`,
  type: sql`${customers.kind}`,
  reason: sql`${customers.churnReason}`,
};

const ofCustomers = (workspaceId: string, more: Pick<PopulationSql, 'at'> & Partial<PopulationSql>): PopulationSql => ({
  ...none,
  from: sql`${customers} join ${purchases(workspaceId)} on purchases.customer_id = ${customers.id} ${joined(workspaceId, sql`${customers.leadId}`)}`,
  where: sql`${customers.workspaceId} = ${workspaceId}`,
  own: OWN_OF_CUSTOMERS,
  ...more,
});

export const SALES_POPULATION_SQL: Readonly<Record<keyof typeof SALES_POPULATIONS, MakePopulation>> = {
  created_deals: dealsOf(['open', 'won', 'lost'], sql`${deals.createdAt}`),
  lost_deals: dealsOf(['lost'], sql`${deals.closedAt}`),
  sold_lines: soldLines,
  buyers: (workspaceId) =>
    ofCustomers(workspaceId, {
      at: sql`purchases.first_at`,
      parts: { bought_again: sql`purchases.second_at is not null` },
      values: { days_to_repurchase: days(sql`purchases.first_at`, sql`purchases.second_at`) },
    }),
  customers_at_start: (workspaceId, { from, before }) =>
    ofCustomers(workspaceId, {
      at: instantSql(from),
      where: sql`${customers.workspaceId} = ${workspaceId} and purchases.first_at < ${instantSql(from)} and not ${isAwayAt(from)}`,
      parts: { retained: sql`not ${isAwayAt(before)}`, left: isAwayAt(before) },
    }),
  churns: (workspaceId) => ({
    ...none,
    from: sql`${customers} ${joined(workspaceId, sql`${customers.leadId}`)} cross join lateral ${away} as churn`,
    at: sql`churn.left_at`,
    where: sql`${customers.workspaceId} = ${workspaceId}`,
    own: { ...OWN_OF_CUSTOMERS, reason: sql`churn.reason` },
  }),
};
