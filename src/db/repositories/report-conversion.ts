import { type SQL, sql } from 'drizzle-orm';
import type { ZoneOffsets } from '../../core/calendar/zone.js';
import type { Conversion } from '../../core/costs/exchange-rates.js';
import { exchangeRates } from '../schema/costs.js';
import type { PopulationSql } from './report-population-sql.js';
import { dayInSql } from './zone-days-sql.js';

export interface ConversionSql {
  /** Joined to the records. */
  join: SQL;
  /** The amount in the wanted currency; null where there is no rate. */
  converted: (amount: SQL) => SQL;
  hasNone: SQL;
}

/**
 * The rate of each record on its own day: the newest one on or before it, from its currency to the wanted one or the other way round. Records
 * in the wanted currency need none.
 */
export function conversionSql(
  { workspaceId, currency, zone }: { workspaceId: string; currency: string; zone: ZoneOffsets },
  records: PopulationSql,
): ConversionSql | undefined {
  const from = records.own.currency;
  if (from === undefined) return undefined;
  const day = records.day ?? sql`(date '1970-01-01' + (${dayInSql(zone, records.at)})::int)`;
  const { rate, day: of, source, base, quote } = exchangeRates;
  const newest = (
    isInverse: boolean,
    one: SQL,
    other: SQL,
  ): SQL => sql`(select ${rate} as rate, ${isInverse}::boolean as inverse,
      ${of} as day, ${source} as source from ${exchangeRates}
     where ${exchangeRates.workspaceId} = ${workspaceId} and ${base} = ${one} and ${quote} = ${other} and ${of} <= ${day}
     order by ${of} desc limit 1)`;
  const wanted = sql`${currency}::text`;
  return {
    join: sql`left join lateral (
      select * from (select 1::numeric as rate, false as inverse, null::date as day, null::text as source where ${from} = ${wanted}
        union all ${newest(false, from, wanted)} union all ${newest(true, wanted, from)}) as known
       order by known.day desc nulls first, known.inverse limit 1) as exchange on true`,
    converted: (amount) =>
      sql`case when exchange.inverse then ${amount} / exchange.rate else ${amount} * exchange.rate end`,
    hasNone: sql`exchange.rate is null`,
  };
}

export interface ConversionRow extends Record<string, unknown>, Omit<Conversion, 'oldestDay' | 'newestDay'> {
  oldestDay: string | null;
  newestDay: string | null;
}

export const conversionOf = ({ oldestDay, newestDay, ...row }: ConversionRow): Conversion => ({
  ...row,
  oldestDay: oldestDay ?? undefined,
  newestDay: newestDay ?? undefined,
});

/** What was converted of the records that a question selects, by their currency. */
export const conversionsStatement = (records: PopulationSql, from: SQL, where: SQL | undefined, amount: SQL): SQL =>
  sql`select ${records.own.currency} as currency, count(*)::int as amounts, (count(*) filter (where exchange.rate is null))::int as "withoutRate",
        min(exchange.day)::text as "oldestDay", max(exchange.day)::text as "newestDay",
        coalesce(array_agg(distinct exchange.source) filter (where exchange.source is not null), '{}') as sources
      from ${from} where ${where} and ${amount} is not null group by 1 order by 1`;
