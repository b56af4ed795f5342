import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Condition } from '../../core/condition.js';
import type { AggregatedGroup, AggregateFunction, Aggregation } from '../../core/conditions/aggregation.js';
import type { Executor } from '../executor.js';
import { leads } from '../schema/leads.js';
import { decimalSql, measuredSql } from './field-comparison-sql.js';
import { groupValuesSql, hasSpellings, isOrigin } from './group-keys.js';
import { conditionSql } from './lead-conditions.js';
import { type StageFilter, stageSql } from './lead-stages.js';
import { sourceMergesRepository } from './source-merges.js';

/** Which leads are counted. */
export interface LeadSelection extends StageFilter {
  where: Condition | undefined;
  /** The instant that relative dates and windows are measured from, epoch milliseconds. */
  now: number;
}

export function leadAggregates(executor: Executor, workspaceId: string) {
  const { orm } = executor;
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
      const survivors = groupBy.some(isOrigin)
        ? await sourceMergesRepository(executor, workspaceId).survivors()
        : undefined;
      const keys = groupBy.map((field, index) => ({
        of: groupValuesSql(field, { ...context, survivors }),
        name: sql.raw(`k${index}`),
        hasSpellings: hasSpellings(field),
      }));
      const values = measures.map(({ measure, field, isDecimal = false }, index) => {
        const of = isDecimal ? decimalSql(field) : measuredSql(field, context);
        // A sum of decimals is exact; the division of an average has to end.
        const digits = measure === 'average' ? AVERAGE_DIGITS : DECIMAL_DIGITS;
        return { of, measure, name: sql.raw(`v${index}`), digits: isDecimal ? digits : 10 };
      });
      const columns = [
        sql`1 as one`,
        ...keys.map(
          ({ name }) => sql`${name}.key as ${name}, ${name}.shown as shown_${name}, ${name}.type as type_${name}`,
        ),
        ...values.map(({ of, name }) => sql`${of} as ${name}`),
      ];
      const groups = sql.join(keys.map(({ of, name }) => sql` cross join lateral ${of} as ${name}`));
      // Fenced, or PostgreSQL would compute the value of an average for its sum and for its count.
      const rows = sql`(select ${list(columns)} from ${leads} ${groups} where ${selected(selection)} offset 0) as matching`;
      const found = await orm.execute<AggregatedGroup & Record<string, unknown>>(
        sql`${groupsSql(keys, values, rows)} order by ${list([sql`2 desc`, ...keys.map(({ name }) => name)])} limit ${limit}`,
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

interface GroupKey {
  name: SQL;
  hasSpellings: boolean;
}

interface MeasuredValue {
  name: SQL;
  measure: AggregateFunction;
  /** Digits after the point of the result. */
  digits: number;
}

function groupsSql(keys: readonly GroupKey[], values: readonly MeasuredValue[], rows: SQL): SQL {
  if (values.some(({ measure }) => measure === 'median')) return sortedGroups(keys, values, rows);
  return hashedGroups(keys, values, rows);
}

/**
 * First by value and spelling, with sums that are added afterwards: PostgreSQL groups the leads by a hash table and sorts only the groups. The
 * most frequent spelling is shown.
 */
function hashedGroups(keys: readonly GroupKey[], values: readonly MeasuredValue[], rows: SQL): SQL {
  const names = keys.map(({ name }) => name);
  // As few columns as possible: PostgreSQL takes their values for independent, and sorts what it believes to be too many groups.
  const parts = keys.flatMap(({ name, hasSpellings: hasSome }) => (hasSome ? [name, sql`shown_${name}`] : [name]));
  const typed = names.map((name) => sql`min(type_${name}) as type_${name}`);
  const partial = values.map(({ name, measure }) => PARTIAL[measure](name));
  const counts = keys.flatMap(({ name, hasSpellings: hasSome }) =>
    hasSome ? [sql`sum(leads) over (partition by ${list([...names, sql`shown_${name}`])}) as leads_${name}`] : [],
  );
  const spellings = sql`(select ${list([...parts, ...typed, sql`count(*) as leads`, ...partial])} from ${rows} ${grouped(parts)}) as spellings`;
  const shown = keys.map(({ name, hasSpellings: hasSome }) =>
    hasSome ? sql`(array_agg(shown_${name} order by leads_${name} desc, shown_${name} collate "C"))[1]` : name,
  );
  const results = values.map(({ name, measure, digits }) => rounded(TOTALS[measure](name), digits));
  return sql`select ${textList(shown)} as keys, sum(leads)::int as count, ${textList(results)} as values, ${textList(types(names))} as types
    from (select ${list([sql`*`, ...counts])} from ${spellings}) as counted ${grouped(names)}`;
}

/** A median needs all values of a group in their order. */
function sortedGroups(keys: readonly GroupKey[], values: readonly MeasuredValue[], rows: SQL): SQL {
  const names = keys.map(({ name }) => name);
  const shown = keys.map(({ name, hasSpellings: hasSome }) =>
    hasSome ? sql`mode() within group (order by shown_${name} collate "C")` : sql`min(shown_${name})`,
  );
  const results = values.map(({ name, measure, digits }) => rounded(AGGREGATES[measure](name), digits));
  return sql`select ${textList(shown)} as keys, count(*)::int as count, ${textList(results)} as values, ${textList(types(names))} as types
    from ${rows} ${grouped(names)}`;
}

const list = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `);
const grouped = (names: readonly SQL[]): SQL => (names.length === 0 ? sql`` : sql`group by ${list(names)}`);
const types = (names: readonly SQL[]): SQL[] => names.map((name) => sql`min(type_${name})`);
const rounded = (result: SQL, digits: number): SQL =>
  sql`trim_scale(round(${result}, ${sql.raw(String(digits))}))::text`;

type ByMeasure = Readonly<Record<AggregateFunction, (value: SQL) => SQL>>;

const divided = (sum: SQL, count: SQL): SQL => sql`((${sum} + ${sql.raw(DIVIDED)}) / nullif(${count}, 0))`;

/** Both middle values by one sort: the share is so little above a half that it selects the next value of an even number only. */
const MIDDLE = '0.5, 0.500000001';

const AGGREGATES: ByMeasure = {
  sum: (value) => sql`sum(${value})`,
  average: (value) => divided(sql`sum(${value})`, sql`count(${value})`),
  median: (value) =>
    sql`(select sum(middle) * 0.5 from unnest(percentile_disc(array[${sql.raw(MIDDLE)}]) within group (order by ${value})) as middle)`,
  minimum: (value) => sql`min(${value})`,
  maximum: (value) => sql`max(${value})`,
};

/** The columns of a spelling. */
const PARTIAL: ByMeasure = {
  ...AGGREGATES,
  sum: (value) => sql`sum(${value}) as ${value}`,
  average: (value) => sql`sum(${value}) as ${value}, count(${value}) as count_${value}`,
  minimum: (value) => sql`min(${value}) as ${value}`,
  maximum: (value) => sql`max(${value}) as ${value}`,
};

/** The value of a group, of the columns of its spellings. */
const TOTALS: ByMeasure = {
  ...AGGREGATES,
  average: (value) => divided(sql`sum(${value})`, sql`sum(count_${value})`),
};

const textList = (values: readonly SQL[]): SQL =>
  values.length === 0 ? sql`'{}'::text[]` : sql`array[${list(values)}]::text[]`;
