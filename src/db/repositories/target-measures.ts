import { and, type SQL, sql } from 'drizzle-orm';
import type { ZoneOffsets } from '../../core/calendar/zone.js';
import { fold } from '../../core/fold.js';
import { RECORD_METRICS } from '../../core/metrics/catalogue.js';
import type { RecordMetric } from '../../core/metrics/metric.js';
import type { PopulationName, ValueName } from '../../core/metrics/populations.js';
import { type MeasuredDay, periodOf } from '../../core/targets/progress.js';
import type { Target } from '../../core/targets/target.js';
import type { Executor } from '../executor.js';
import { leads } from '../schema/leads.js';
import { whollyFoldedText } from './folded-sql.js';
import { leadStepPassesRepository } from './lead-step-passes.js';
import type { StepsFrom } from './lead-step-sql.js';
import { instantSql, type PopulationSql } from './report-population-sql.js';
import { POPULATION_SQL } from './report-populations.js';
import { sourceMergesRepository, survivorSql } from './source-merges.js';
import { dayInSql } from './zone-days-sql.js';

interface Row extends Record<string, unknown> {
  target: string;
  day: number;
  amount: string;
}

const metricOf = ({ metric }: Target): RecordMetric => RECORD_METRICS[metric];

export function targetMeasures(executor: Executor, workspaceId: string) {
  return {
    /** What was counted for each target on each day of its period: one statement for each population. */
    async daily(
      targets: readonly Target[],
      { zone, now }: { zone: ZoneOffsets; now: number },
    ): Promise<Map<string, MeasuredDay[]>> {
      const found = new Map<string, MeasuredDay[]>(targets.map(({ id }) => [id, []]));
      const isPassed = (await leadStepPassesRepository(executor, workspaceId).afterId()) === undefined;
      const bySource = targets.some(({ sourceId }) => sourceId !== null);
      const survivors = bySource ? await sourceMergesRepository(executor, workspaceId).survivors() : undefined;
      const context = { zone, now, survivors, stepsFrom: isPassed ? 'columns' : 'changes' } as const;
      for (const population of new Set(targets.map((target) => metricOf(target).population))) {
        const ofPopulation = targets.filter((target) => metricOf(target).population === population);
        const { rows } = await executor.orm.execute<Row>(statementOf(workspaceId, population, ofPopulation, context));
        for (const { target, day, amount } of rows) found.get(target)?.push({ day, amount: BigInt(amount) });
      }
      return found;
    },
  };
}

const SCOPES = ['teamId', 'repId', 'sourceId', 'product', 'currency'] as const;
type Scope = (typeof SCOPES)[number];

/** The field of a record that each scope compares, as the dimensions of reports have it. */
function fieldsOf(records: PopulationSql, survivors: string | undefined): Record<Scope, SQL> {
  const named = records.lists?.product;
  return {
    teamId: records.own.teamId ?? sql`${leads.teamId}`,
    repId: records.own.ownerId ?? sql`${leads.ownerId}`,
    sourceId: survivorSql(records.own.sourceId ?? sql`${leads.sourceId}`, survivors),
    // A deal with products is by these, one without by those that its lead names.
    product: named
      ? sql`case when cardinality(${named}) > 0 then ${named} else ${leads.products} end`
      : sql`${leads.products}`,
    currency: records.own.currency ?? sql`null`,
  };
}

const column = (scope: Scope): SQL => sql.raw(`of_${scope.toLowerCase()}`);
const TYPES: Record<Scope, string> = {
  ...{ teamId: 'uuid', repId: 'uuid', sourceId: 'text', product: 'text', currency: 'text' },
};

interface Context {
  zone: ZoneOffsets;
  now: number;
  stepsFrom: StepsFrom;
  /** What sources are merged into; undefined without merges. */
  survivors: string | undefined;
}

/** Records are summed by day and scope first, so that each is read once however many targets there are. */
function statementOf(
  workspaceId: string,
  population: PopulationName,
  targets: readonly Target[],
  { zone, now, stepsFrom, survivors }: Context,
) {
  const periods = targets.map((target) => periodOf(target, zone));
  const from = Math.min(...periods.map((one) => one.from));
  const before = Math.max(...periods.map((one) => one.before));
  const records = POPULATION_SQL[population](workspaceId, { stepsFrom, from, before, now });
  const used = SCOPES.filter((scope) => targets.some((target) => target[scope] !== null));
  const fields = fieldsOf(records, survivors);
  const values = [...new Set(targets.flatMap((target) => metricOf(target).value?.[1] ?? []))];
  const keys = sql.join([sql`day`, ...used.map(column)], sql`, `);
  const counted = sql.join(
    [
      sql`${dayInSql(zone, records.at)}::int as day`,
      ...used.map((scope) => sql`${fields[scope]} as ${column(scope)}`),
      ...values.map((name, index) => sql`${valueSql(records, name)} as ${sum(index)}`),
    ],
    sql`, `,
  );
  const sums = values.map((_, index) => sql`, coalesce(sum(${sum(index)}), 0) as ${sum(index)}`);
  const where = and(records.where, sql`${records.at} >= ${instantSql(from)} and ${records.at} < ${instantSql(before)}`);
  return sql`select wanted.id as target, days.day, ${amountSql(values)}::text as amount
    from ${wantedSql(targets, used, values)}
    join (select ${keys}, count(*) as counted ${sql.join(sums)}
            from (select ${counted} from ${records.from} where ${where}) as records group by ${keys}) as days
      on days.day >= wanted.from_day - date '1970-01-01' and days.day < wanted.before_day - date '1970-01-01'
      ${sql.join(used.map((scope) => sql` and (wanted.${column(scope)} is null or ${sameSql(scope, survivors)})`))}
    group by wanted.id, days.day order by days.day`;
}

const sum = (index: number): SQL => sql.raw(`sum${index}`);
const valueSql = (records: PopulationSql, name: ValueName): SQL => sql`(${records.values[name] ?? sql`0`})::numeric`;

/** A count, or ten-thousandths of the sum of the value of the target. */
function amountSql(values: readonly ValueName[]): SQL {
  const sums = values.map(
    (_, index) => sql`when ${sql.raw(String(index))} then round(sum(days.${sum(index)}) * 10000)`,
  );
  const counted = sql`sum(days.counted)`;
  return sums.length === 0 ? counted : sql`case min(wanted.measured) ${sql.join(sums, sql` `)} else ${counted} end`;
}

/** A target of a source that was merged counts what it was merged into, as reports do. */
function sameSql(scope: Scope, survivors: string | undefined): SQL {
  const [wanted, found] = [sql`wanted.${column(scope)}`, sql`days.${column(scope)}`];
  if (scope === 'sourceId') return sql`(${survivorSql(wanted, survivors)})::text = (${found})::text`;
  if (scope !== 'product') return sql`${wanted} = ${found}`;
  return sql`${wanted} in (select ${sql.raw(whollyFoldedText('name'))} from unnest(${found}) as name)`;
}

/** The targets as a table. `measured`: the place of the value of the target, -1 of a count. */
function wantedSql(targets: readonly Target[], used: readonly Scope[], values: readonly ValueName[]): SQL {
  const list = (of: (target: Target) => unknown, type: string) =>
    sql`${sql.param(targets.map(of))}::${sql.raw(type)}[]`;
  const textOf = (scope: Scope) => (target: Target) =>
    scope === 'product' && target.product !== null ? fold(target.product.trim()) : target[scope];
  const measured = (target: Target) => values.indexOf(metricOf(target).value?.[1] as ValueName);
  const lists = [
    list(({ id }) => id, 'uuid'),
    list(({ fromDay }) => fromDay, 'date'),
    list(({ beforeDay }) => beforeDay, 'date'),
    list(measured, 'int'),
    ...used.map((scope) => list(textOf(scope), TYPES[scope])),
  ];
  const names = [sql`id, from_day, before_day, measured`, ...used.map(column)];
  return sql`unnest(${sql.join(lists, sql`, `)}) as wanted(${sql.join(names, sql`, `)})`;
}
