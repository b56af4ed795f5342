import type { SALES_GROUPS } from '../../core/deals/deal.js';
import { fold } from '../../core/fold.js';
import type { Executor } from '../executor.js';
import { foldedText, foldTables, whollyFoldedText } from './folded-sql.js';
import { isOfSource, survivingSource } from './source-merges.js';

/** Instants are epoch milliseconds; inclusive below and exclusive above. */
export interface SalesQuery {
  closedFrom: number;
  closedBefore: number;
  currency?: string | undefined;
  sourceId?: string | undefined;
  ownerId?: string | undefined;
  product?: string | undefined;
  groupBy?: (typeof SALES_GROUPS)[number] | undefined;
}

/** One currency, in one group if there are groups. Money and averages are texts, PostgreSQL's form of exact numbers. */
export interface SalesLine {
  currency: string;
  group: string | null;
  won: number;
  lost: number;
  repeat: number;
  volume: string;
  average: string | null;
  cycleDays: number | null;
  medianCycleDays: number | null;
}

/** Customers by their purchases until the end of the period. */
export interface RetentionLine {
  customers: number;
  fresh: number;
  repeat: number;
  atStart: number;
  retained: number;
  churned: number;
}

/** Most groups returned: the largest ones. */
const MOST_LINES = 1_000;

const GROUPS = {
  source: survivingSource('d.source_id'),
  rep: 'd.owner_id::text',
  product: 'line.name',
} as const satisfies Record<NonNullable<SalesQuery['groupBy']>, string>;

/** A product counts with the total of its own lines in the deal. */
const LINES = `left join lateral (
    select n.shown as name, sum((p ->> 'quantity')::numeric * (p ->> 'unitPrice')::numeric) as worth
      from jsonb_array_elements(d.products) p join names n on n.name = p ->> 'name' group by 1) line on true`;

/** The names of products, each with the spelling that stands for all that differ in case or form only. */
const names = (): string => `
  names as materialized (
    select name, min(name collate "C") over (partition by ${whollyFoldedText('name')}) as shown
      from (select distinct p ->> 'name' as name from d, jsonb_array_elements(d.products) p) as named),`;

const CONDITIONS = `d.workspace_id = $1 and d.closed_at < $3
   and ($4::uuid is null or ${isOfSource('d.source_id', '$4')}) and ($5::uuid is null or d.owner_id = $5)
   and ($6::text is null or exists (select from jsonb_array_elements(d.products) p where ${foldedText("(p ->> 'name')", '$7', '$8')} = $6))
   and ($9::text is null or d.currency = $9)`;

export function salesRepository(executor: Executor, workspaceId: string) {
  const valuesOf = ({ closedFrom, closedBefore, sourceId, ownerId, product, currency }: SalesQuery) => {
    const folded = product === undefined ? null : fold(product);
    const { from, to } = foldTables(folded === null ? [] : [folded]);
    const period = [new Date(closedFrom), new Date(closedBefore)];
    return [workspaceId, ...period, sourceId ?? null, ownerId ?? null, folded, from, to, currency ?? null];
  };
  return {
    /** Deals won and lost in the period, largest volume first. */
    lines: (query: SalesQuery): Promise<SalesLine[]> =>
      executor.run<SalesLine>(`sales_by_${query.groupBy ?? 'currency'}`, linesText(query.groupBy), valuesOf(query)),
    async retention(query: SalesQuery): Promise<RetentionLine> {
      const [line] = await executor.run<RetentionLine>('sales_retention', RETENTION, valuesOf(query));
      return line as RetentionLine;
    },
  };
}

/** Materialized: whether a deal is a repeat is computed once for each deal, not for each of its product lines. */
const linesText = (groupBy: SalesQuery['groupBy']): string => `
  with d as materialized (
    select d.currency, d.status, d.amount, d.source_id, d.owner_id, ${groupBy === 'product' ? 'd.products,' : ''}
           case when d.closed_at >= d.cycle_started_at
                then extract(epoch from d.closed_at - d.cycle_started_at) / 86400 end as days,
           d.status = 'won' and exists (
             select from deals e where e.workspace_id = $1 and e.customer_id = d.customer_id and e.status = 'won'
                and (e.closed_at, e.id) < (d.closed_at, d.id)) as is_repeat
      from deals d where ${CONDITIONS} and d.closed_at >= $2),${groupBy === 'product' ? names() : ''}
  closed as (
    select d.currency, ${groupBy ? GROUPS[groupBy] : 'null::text'} as "group", d.status, d.days, d.is_repeat,
           ${groupBy === 'product' ? 'coalesce(line.worth, d.amount)' : 'd.amount'} as worth
      from d ${groupBy === 'product' ? LINES : ''})
  select currency, "group",
         (count(*) filter (where status = 'won'))::int as won,
         (count(*) filter (where status = 'lost'))::int as lost,
         (count(*) filter (where is_repeat))::int as repeat,
         coalesce(sum(worth) filter (where status = 'won'), 0)::text as volume,
         round(avg(worth) filter (where status = 'won'), 4)::text as average,
         round(avg(days) filter (where status = 'won'), 2)::float8 as "cycleDays",
         round((percentile_cont(0.5) within group (order by days) filter (where status = 'won'))::numeric, 2)::float8
           as "medianCycleDays"
    from closed group by currency, "group"
   order by sum(worth) filter (where status = 'won') desc nulls last, currency, "group" limit ${MOST_LINES}`;

/** When customer `c` was away: the times before it returned, and the one since it churned last. */
const AWAY = `
  select to_timestamp("churnedAt" / 1000.0) as left_at, to_timestamp("returnedAt" / 1000.0) as returned_at
    from jsonb_to_recordset(coalesce(c.past_churns, '[]')) as past("churnedAt" int8, "returnedAt" int8)
  union all select c.churned_at, 'infinity'::timestamptz where c.churned_at is not null`;

const RETENTION = `
  with bought as (
    select d.customer_id, min(d.closed_at) as first_at, count(*) as won
      from deals d where ${CONDITIONS} and d.status = 'won' group by d.customer_id)
  select count(*)::int as customers,
         (count(*) filter (where first_at >= $2))::int as fresh,
         (count(*) filter (where won > 1))::int as repeat,
         (count(*) filter (where first_at < $2 and not away_at_start))::int as "atStart",
         (count(*) filter (where first_at < $2 and not away_at_start and not away_at_end))::int as retained,
         (count(*) filter (where left_meanwhile))::int as churned
    from bought b join customers c on c.workspace_id = $1 and c.id = b.customer_id
   cross join lateral (
     select coalesce(bool_or(left_at < $2 and returned_at > $2), false) as away_at_start,
            coalesce(bool_or(left_at < $3 and returned_at > $3), false) as away_at_end,
            coalesce(bool_or(left_at >= $2 and left_at < $3), false) as left_meanwhile
       from (${AWAY}) away) churns`;
