import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Condition } from '../../core/condition.js';
import type { AggregatedGroup, AggregateFunction, Aggregation } from '../../core/conditions/aggregation.js';
import type { Executor } from '../executor.js';
import { leads } from '../schema/leads.js';
import { decimalSql, measuredSql } from './field-comparison-sql.js';
import { groupValuesSql } from './group-keys.js';
import { conditionSql } from './lead-conditions.js';
import { type StageFilter, stageSql } from './lead-stages.js';

/** Which leads are counted. */
export interface LeadSelection extends StageFilter {
  where: Condition | undefined;
  /** The instant that relative dates and windows are measured from, epoch milliseconds. */
  now: number;
}

export function leadAggregates({ orm }: Executor, workspaceId: string) {
  const selected = ({ where, stage, rotted, now }: LeadSelection): SQL | undefined =>
    and(
      eq(leads.workspaceId, workspaceId),
      ...stageSql({ stage, rotted }),
      where === undefined ? undefined : conditionSql(where, { workspaceId, now }),
    );
  return {
    async countMatching(selection: LeadSelection): Promise<number> {
      const [row] = await orm.select({ count: sql<number>`count(*)::int` }).from(leads).where(selected(selection));
      return row?.count ?? 0;
    },
    /**
     * The groups with most leads first. Values are decimal text: they are added and divided as decimals, so the order of the rows does
     * not matter.
     */
    async aggregate(
      selection: LeadSelection,
      { groupBy, measures }: Aggregation,
      limit: number,
    ): Promise<AggregatedGroup[]> {
      const context = { workspaceId, now: selection.now };
      const keys = groupBy.map((field, index) => ({ of: groupValuesSql(field, context), name: sql.raw(`k${index}`) }));
      const values = measures.map(({ measure, field, isDecimal = false }, index) => {
        const name = sql.raw(`v${index}`);
        const result = AGGREGATES[measure](name);
        const of = isDecimal ? decimalSql(field) : measuredSql(field, context);
        // A sum of decimals is exact; the division of an average has to end.
        const digits = measure === 'average' ? AVERAGE_DIGITS : DECIMAL_DIGITS;
        return { of, name, result: sql`round(${result}, ${sql.raw(String(isDecimal ? digits : 10))})` };
      });
      const columns = [
        ...keys.map(
          ({ name }) => sql`${name}.key as ${name}, ${name}.shown as shown_${name}, ${name}.type as type_${name}`,
        ),
        ...values.map(({ of, name }) => sql`${of} as ${name}`),
      ];
      const groups = sql.join(keys.map(({ of, name }) => sql` cross join lateral ${of} as ${name}`));
      const rows = sql`(select ${sql.join([sql`1 as one`, ...columns], sql`, `)} from ${leads} ${groups} where ${selected(selection)}) as matching`;
      const names = keys.map(({ name }) => name);
      const shown = names.map((name) => sql`mode() within group (order by shown_${name} collate "C")`);
      const types = names.map((name) => sql`min(type_${name})`);
      const grouping = keys.length === 0 ? sql`` : sql`group by ${sql.join(names, sql`, `)}`;
      const results = values.map(({ result }) => sql`trim_scale(${result})::text`);
      const found = await orm.execute<AggregatedGroup & Record<string, unknown>>(
        sql`select ${textList(shown)} as keys, count(*)::int as count, ${textList(results)} as values, ${textList(types)} as types
              from ${rows} ${grouping} order by ${sql.join([sql`2 desc`, ...names], sql`, `)} limit ${limit}`,
      );
      return found.rows.map(({ keys: found, count, values: measured, types: typed }) => {
        return { keys: found, count, values: measured, types: typed };
      });
    },
  };
}

/** Digits after the point: of a decimal at most 30, of the half of two decimals 31. */
const DECIMAL_DIGITS = 31;
const AVERAGE_DIGITS = 20;

/**
 * A division has as many digits after the point as its operands, but `avg` of large numbers none. Rounding these 40 to 20 is rounding the
 * exact average: the two differ from a tie by at least 1 / (10^30 * the number of leads).
 */
const DIVIDED = `0.${'0'.repeat(40)}`;

/** `percentile_disc` of the values and of their opposites gives both middle values. */
const AGGREGATES: Readonly<Record<AggregateFunction, (value: SQL) => SQL>> = {
  sum: (value) => sql`sum(${value})`,
  average: (value) => sql`((sum(${value}) + ${sql.raw(DIVIDED)}) / nullif(count(${value}), 0))`,
  median: (value) =>
    sql`(percentile_disc(0.5) within group (order by ${value}) - percentile_disc(0.5) within group (order by -${value})) * 0.5`,
  minimum: (value) => sql`min(${value})`,
  maximum: (value) => sql`max(${value})`,
};

const textList = (values: SQL[]): SQL =>
  values.length === 0 ? sql`'{}'::text[]` : sql`array[${sql.join(values, sql`, `)}]::text[]`;
