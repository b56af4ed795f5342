import { type SQL, sql } from 'drizzle-orm';
import type { ValueFunction } from '../../core/metrics/metric.js';
import type { CountedParts } from './counted-tables.js';

/** What the records of a question are grouped by. `keyOf`: the table of key, shown and type, as `groupValuesSql` has it. */
export type Dimension =
  /** A value of each record, whose key is made once for all records that have it. `isSpelled`: several values may have one key. */
  | { raw: SQL; isSpelled: boolean; keyOf: (value: SQL) => SQL }
  /** Several values of a record, or values that are equal in several spellings. */
  | { raw: undefined; keyOf: () => SQL };

/** What a metric needs of each record: whether it counts in a share, and what is computed of which value. */
export interface MeasuredColumn {
  part: SQL | undefined;
  value: readonly [ValueFunction, SQL] | undefined;
  /** Whether the value of a record could not be converted. */
  unconverted: SQL | undefined;
}

export interface MeasureStatement extends CountedParts {
  from: SQL;
  where: SQL | undefined;
  dimensions: readonly Dimension[];
  columns: readonly MeasuredColumn[];
  /** Whether a record is in several groups: there is no total then. */
  repeats: boolean;
  limit: number;
}

const raw = (name: string, index: number): SQL => sql.raw(`${name}${index}`);
const comma = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `);
const list = (values: readonly SQL[], type: 'text' | 'int'): SQL =>
  values.length === 0 ? sql.raw(`'{}'::${type}[]`) : sql`array[${comma(values)}]::${sql.raw(type)}[]`;

const keyOf = (index: number): SQL => sql`${raw('k', index)}.key collate "C"`;

const PERCENTILES: Partial<Record<ValueFunction, string>> = { median: '0.5', p75: '0.75', p90: '0.9' };

/**
 * Counts are added: records with the same values are counted first, and then the groups of their keys, so that a key is made for each
 * value and not for each record. Percentiles need all records of a group.
 */
export const measureStatement = (statement: MeasureStatement): SQL =>
  statement.columns.some(({ value }) => value !== undefined && value[0] in PERCENTILES)
    ? byRecords(statement)
    : byValues(statement);

/** The records with `r0` ... (of each dimension), `p0` ... and `v0` ... (of each metric). */
function recordsSql({ from, where, dimensions, columns, existing, deleted }: MeasureStatement): SQL {
  const laterals = dimensions.map((dimension, index) =>
    dimension.raw === undefined ? sql` cross join lateral ${dimension.keyOf()} as ${raw('k', index)}` : sql``,
  );
  const values = columns.map(({ part, value, unconverted = sql`false` }, index) => {
    const type = value !== undefined && value[0] in PERCENTILES ? sql`float8` : sql`numeric`;
    return sql`${part ?? sql`null::boolean`} as ${raw('p', index)}, (${value?.[1] ?? sql`null`})::${type} as ${raw('v', index)}, ${unconverted} as ${raw('u', index)}`;
  });
  const keys = dimensions.map((dimension, index) => {
    if (dimension.raw !== undefined) return sql`${dimension.raw} as ${raw('r', index)}`;
    const key = raw('k', index);
    return sql`${key}.key as ${raw('r', index)}, ${key}.shown as ${raw('s', index)}, ${key}.type as ${raw('t', index)}`;
  });
  const select = sql`select ${comma([sql`1 as one`, ...keys, ...values])} from ${from} ${sql.join(laterals)} where ${where}`;
  const ofExisting = sql`(${existing} ${select})`;
  return deleted === undefined ? ofExisting : sql`${ofExisting} union all (${deleted} ${select})`;
}

/** Whether a key is shown in its most frequent spelling. */
const isSpelled = (dimension: Dimension | undefined): boolean => dimension?.raw === undefined || dimension.isSpelled;

function byValues(statement: MeasureStatement): SQL {
  const { dimensions, columns } = statement;
  const keys = dimensions.map((dimension, index) => {
    const r = raw('r', index);
    return dimension.raw === undefined ? sql`${r}, ${raw('s', index)}, ${raw('t', index)}` : r;
  });
  const sums = columns.map(({ value }, index) => {
    const v = raw('v', index);
    const of =
      value === undefined
        ? sql`null::numeric as ${raw('s_v', index)}, 0 as ${raw('c_v', index)}`
        : sql`sum(${v}) as ${raw('s_v', index)}, count(${v}) as ${raw('c_v', index)}`;
    const counts = sql`count(*) filter (where ${raw('p', index)}) as ${raw('c_p', index)}`;
    return sql`${counts}, count(*) filter (where ${raw('u', index)}) as ${raw('c_u', index)}, ${of}`;
  });
  const grouped = sql`select ${comma([...keys, sql`count(*) as n`, ...sums])} from (${recordsSql(statement)}) as records ${keys.length === 0 ? sql`` : sql`group by ${comma(keys)}`}`;
  const counted = columns.map((_, index) => sql`coalesce(sum(${raw('c_p', index)}), 0)`);
  const unconverted = columns.map((_, index) => sql`coalesce(sum(${raw('c_u', index)}), 0)`);
  const measured = columns.map(({ value }, index) => {
    const sum = sql`sum(${raw('s_v', index)})`;
    return value?.[0] === 'average' ? sql`${sum} / nullif(sum(${raw('c_v', index)}), 0)` : sum;
  });
  const shown = (index: number) => {
    const value = sql`${raw('k', index)}.shown collate "C"`;
    const spellings = sql`unnest(array_agg(${value}), array_agg(n)) as spelling (shown, n)`;
    const most = sql`(select shown from ${spellings} group by shown order by sum(n) desc, shown collate "C" limit 1)`;
    return isSpelled(dimensions[index]) ? most : sql`min(${value})`;
  };
  const each = (of: (index: number) => SQL) => dimensions.map((_, index) => of(index));
  const named = keysSql(
    each(keyOf),
    each(shown),
    each((index) => sql`min(${raw('k', index)}.type)`),
  );
  const records = sql`coalesce(sum(n), 0)`;
  const totals = totalsSql(statement, { records, counted, unconverted, measured, group: keyOf });
  return sql`with grouped as (${grouped}) select ${named}, ${totals}
    from grouped ${keyTables(dimensions)} ${groupingSql(statement, keyOf)} limit ${statement.limit}`;
}

const keyTables = (dimensions: readonly Dimension[]): SQL =>
  sql.join(
    dimensions.map((dimension, index) => {
      const key = dimension.raw === undefined ? stored(index) : dimension.keyOf(raw('r', index));
      return sql`cross join lateral ${key} as ${raw('k', index)} `;
    }),
  );

const stored = (index: number): SQL =>
  sql`(select ${raw('r', index)} as key, ${raw('s', index)} as shown, ${raw('t', index)} as type)`;

/** The records of a group are sorted by it. Keys have numbers for that: rows with texts take twice as long to sort. */
function byRecords(statement: MeasureStatement): SQL {
  const { dimensions, columns } = statement;
  const isNumbered = (index: number) => dimensions[index]?.raw !== undefined;
  const group = (index: number) => (isNumbered(index) ? sql`${raw('k', index)}.number` : keyOf(index));
  const keys = dimensions.map((dimension, index) => {
    const value = sql`${raw('k', index)}.shown collate "C"`;
    const shown = isSpelled(dimension) ? sql`mode() within group (order by ${value})` : sql`null::text`;
    const type = isNumbered(index) ? sql`null::text` : sql`min(${raw('k', index)}.type)`;
    return sql`${group(index)} as ${raw('g', index)}, ${shown} as ${raw('s', index)}, ${type} as ${raw('t', index)}`;
  });
  const counted = columns.map((_, index) => sql`count(*) filter (where ${raw('p', index)})`);
  const unconverted = columns.map((_, index) => sql`count(*) filter (where ${raw('u', index)})`);
  const measured = columns.map(({ value }, index) =>
    value === undefined ? sql`null` : computed(value[0], raw('v', index)),
  );
  const totals = totalsSql(statement, { records: sql`count(*)`, counted, unconverted, measured, group });
  const names = dimensions.map((_, index) => (isNumbered(index) ? sql`${raw('l', index)}.key` : raw('g', index)));
  const shown = dimensions.map((dimension, index) =>
    isSpelled(dimension) ? raw('s', index) : sql`${raw('l', index)}.shown`,
  );
  const types = dimensions.map((_, index) => (isNumbered(index) ? sql`${raw('l', index)}.type` : raw('t', index)));
  return sql`with records as materialized (${recordsSql(statement)}) ${mapsSql(dimensions)},
    measured as (select ${comma([...keys, totals])} from records ${mapped(dimensions)} ${groupingSql(statement, group)} limit ${statement.limit})
    select ${keysSql(names, shown, types)}, total, measured.records, counted, unconverted, measured from measured ${labels(dimensions)}`;
}

/** The key of each value of a dimension, with a number that equal keys share. */
const mapsSql = (dimensions: readonly Dimension[]): SQL =>
  sql.join(
    dimensions.map((dimension, index) => {
      if (dimension.raw === undefined) return sql``;
      const values = sql`(select distinct ${raw('r', index)} as r from records) as value`;
      const number = sql`dense_rank() over (order by key collate "C") as number`;
      return sql`, ${raw('map', index)} as materialized (select r, key, shown, type, ${number}
        from ${values} cross join lateral ${dimension.keyOf(sql.raw('r'))} as k where key is not null)`;
    }),
  );

const mapped = (dimensions: readonly Dimension[]): SQL =>
  sql.join(
    dimensions.map((dimension, index) => {
      const k = raw('k', index);
      if (dimension.raw === undefined) return sql`cross join lateral ${stored(index)} as ${k} `;
      return sql`left join ${raw('map', index)} as ${k} on ${k}.r = records.${raw('r', index)} `;
    }),
  );

const labels = (dimensions: readonly Dimension[]): SQL =>
  sql.join(
    dimensions.map((dimension, index) => {
      if (dimension.raw === undefined) return sql``;
      const label = sql`select number, min(key) as key, min(shown) as shown, min(type) as type from ${raw('map', index)} group by number`;
      return sql`left join (${label}) as ${raw('l', index)} on ${raw('l', index)}.number = measured.${raw('g', index)} `;
    }),
  );

function computed(name: ValueFunction, value: SQL): SQL {
  const share = PERCENTILES[name];
  if (share !== undefined) return sql`percentile_cont(${sql.raw(share)}) within group (order by ${value})`;
  return name === 'average' ? sql`avg(${value})` : sql`sum(${value})`;
}

interface Totals {
  records: SQL;
  counted: readonly SQL[];
  unconverted: readonly SQL[];
  measured: readonly SQL[];
  /** What the records of a dimension are grouped by. */
  group: (index: number) => SQL;
}

const keysSql = (names: readonly SQL[], shown: readonly SQL[], types: readonly SQL[]): SQL =>
  sql`${list(names, 'text')} as names, ${list(shown, 'text')} as keys, ${list(types, 'text')} as types`;

/** The columns of each group, and of all records. */
function totalsSql(
  { dimensions, repeats }: MeasureStatement,
  { records, counted, unconverted, measured, group }: Totals,
): SQL {
  const isTotal = dimensions.length === 0 ? sql`true` : repeats ? sql`false` : sql`grouping(${group(0)}) = 1`;
  const amounts = measured.map((value) => sql`trim_scale(round((${value})::numeric, 4))::text`);
  return sql`${isTotal} as total, (${records})::int as records, ${list(counted, 'int')} as counted, ${list(unconverted, 'int')} as unconverted, ${list(amounts, 'text')} as measured`;
}

function groupingSql({ dimensions, repeats }: MeasureStatement, group: Totals['group']): SQL {
  if (dimensions.length === 0) return sql``;
  const keys = comma(dimensions.map((_, index) => group(index)));
  return repeats ? sql`group by ${keys}` : sql`group by grouping sets ((${keys}), ())`;
}
