import { and, type SQL, sql } from 'drizzle-orm';
import { firstDayFrom } from '../../core/calendar/first-day.js';
import type { ZoneOffsets } from '../../core/calendar/zone.js';
import type { Conversion } from '../../core/costs/exchange-rates.js';
import type { GroupKey, MeasuredGroup, MeasuredMetrics } from '../../core/metrics/answer.js';
import { RECORD_METRICS, type RecordMetricName, recordMetricsOf } from '../../core/metrics/catalogue.js';
import type { WeekStart } from '../../core/metrics/dimensions.js';
import type { RecordMetric } from '../../core/metrics/metric.js';
import type { PopulationName } from '../../core/metrics/populations.js';
import { QUESTION_LIMITS, type Question, repeatsRecords } from '../../core/metrics/question.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { deals } from '../schema/deals.js';
import { leads } from '../schema/leads.js';
import { countedParts, countedTables, firstTableOf } from './counted-tables.js';
import { isOrigin } from './group-keys.js';
import { conditionSql } from './lead-conditions.js';
import type { StepsFrom } from './lead-step-sql.js';
import { type ListRequest, type Page, pageOf } from './lists.js';
import {
  type ConversionRow,
  type ConversionSql,
  conversionOf,
  conversionSql,
  conversionsStatement,
} from './report-conversion.js';
import { dimensionOf, keySql } from './report-dimensions.js';
import { instantSql, type PopulationSql } from './report-population-sql.js';
import { POPULATION_SQL } from './report-populations.js';
import { type MeasuredColumn, measureStatement } from './report-statement.js';
import { sourceMergesRepository } from './source-merges.js';

export interface QuestionContext {
  /** The instant that relative dates of the condition are measured from, epoch milliseconds. */
  now: number;
  /** The zone of calendar units. */
  zone: ZoneOffsets;
}

export interface ReportContext extends QuestionContext {
  /** The first day of weeks. */
  weekStart: WeekStart;
}

/**
 * Settings of the transaction, and whether the steps of all leads are filled. Reports read most of an index, for which the usual cost of a
 * page is too high: 200,000 leads are counted by the index `leads_reported` in half of the time.
 */
const SETTINGS = `select set_config('random_page_cost', '1.1', true), set_config('work_mem', '64MB', true),
  not exists (select from lead_step_passes where workspace_id = $1) as "isFilled"`;

export function reportQueries(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const { orm } = executor;
  const knownSteps = async (): Promise<StepsFrom> => {
    const [row] = await executor.run<{ isFilled: boolean }>('report_settings', SETTINGS, [workspaceId]);
    return row?.isFilled === false ? 'changes' : 'columns';
  };
  const survivorsIn = async ({ groupBy }: Question): Promise<string | undefined> =>
    groupBy.some(isOrigin) ? sourceMergesRepository(executor, workspaceId).survivors() : undefined;
  const rowsOf = async (statement: SQL): Promise<Row[]> => (await orm.execute<Row>(statement)).rows;
  return {
    /** Answers a question with one statement for each population that its metrics count. */
    async measure(question: Question, given: ReportContext): Promise<MeasuredMetrics> {
      const context = { ...given, survivors: await survivorsIn(question) };
      const measured = recordMetricsOf(question.metrics);
      const populations = new Set(measured.map((name) => RECORD_METRICS[name].population));
      const stepsFrom = await knownSteps();
      const found = new Map<RecordMetricName, MeasuredGroup[]>();
      for (const population of populations) {
        const metrics = measured.filter((name) => RECORD_METRICS[name].population === population);
        const part = { ...context, stepsFrom, population, metrics };
        const rows = await rowsOf(statementOf(workspaceId, question, part));
        // A record with several values is in several groups, and once in the total.
        if (repeatsRecords(question.groupBy))
          rows.push(...(await rowsOf(statementOf(workspaceId, { ...question, groupBy: [] }, part))));
        for (const [index, name] of metrics.entries()) {
          const groups = rows.map((row) => groupOf(row, index));
          found.set(name, groups);
        }
      }
      return found;
    },
    /** How the amounts that a question selects are converted, by their currency; empty where it names no currency. */
    async conversions(question: Question, context: ReportContext): Promise<Conversion[]> {
      const found: Conversion[] = [];
      if (question.currency === undefined) return found;
      const part = { ...context, survivors: undefined, stepsFrom: await knownSteps() };
      for (const statement of conversionStatements(workspaceId, { ...question, groupBy: [] }, part))
        found.push(...(await orm.execute<ConversionRow>(statement)).rows.map(conversionOf));
      return found;
    },
    /** The ids of the leads, or of the deals, of the records that a metric counts in a group, in their order. */
    async ids(followed: Followed, request: ListRequest): Promise<Page<string>> {
      const { question, metric, group, counted, of, ...given } = followed;
      const context = { ...given, survivors: await survivorsIn(question) };
      const stepsFrom = await knownSteps();
      const binding = `${workspaceId}|report_${of}|${JSON.stringify([question, metric, group, counted])}`;
      const { population } = RECORD_METRICS[metric];
      const part = { ...context, stepsFrom, population, metrics: [metric], group, counted, of };
      return pageOf<string>(
        cursors,
        binding,
        request,
        (id) => [id],
        async (after, take) => {
          const statement = idsStatement(workspaceId, question, { ...part, after, take });
          return (await orm.execute<{ id: string }>(statement)).rows.map(({ id }) => id);
        },
      );
    },
  };
}

/** A number of an answer that is followed to its leads or deals. */
export interface Followed extends ReportContext {
  of: 'leads' | 'deals';
  question: Question;
  metric: RecordMetricName;
  /** The keys of the group; undefined: all records. */
  group: readonly (string | null)[] | undefined;
  /** Of a share: only what its numerator counts. */
  counted: boolean;
}

interface Row extends Record<string, unknown> {
  names: (string | null)[];
  keys: (string | null)[];
  types: (string | null)[];
  total: boolean;
  records: number;
  counted: (number | null)[];
  measured: (string | null)[];
  unconverted: number[];
}

function groupOf(
  { names, keys, types, total, records, counted, measured, unconverted }: Row,
  index: number,
): MeasuredGroup {
  const known = keys.map((value, at): GroupKey => ({ key: names[at] ?? null, value, type: types[at] ?? null }));
  return {
    keys: total ? undefined : known,
    measured: {
      records,
      counted: counted[index] ?? null,
      value: measured[index] ?? null,
      unconverted: unconverted[index] ?? 0,
    },
  };
}

interface Merged {
  survivors: string | undefined;
}

interface Part extends ReportContext, Merged {
  stepsFrom: StepsFrom;
  population: PopulationName;
  metrics: readonly RecordMetricName[];
}

/** The table of the records that a question selects, with their keys as `k0`, `k1` ... */
function recordsOf(workspaceId: string, question: Question, { population, metrics, stepsFrom, ...context }: Part) {
  const records = POPULATION_SQL[population](workspaceId, { ...question, ...context, stepsFrom });
  const names = question.groupBy.map((_, index) => sql.raw(`k${index}`));
  const axis = axisOf(records, question);
  const keys = question.groupBy.map((name) => keySql(name, records, { ...context, workspaceId, axis }));
  const lateral = sql.join(keys.map((key, index) => sql` cross join lateral ${key} as ${names[index]}`));
  const hasParts = metrics.some((name) => (RECORD_METRICS[name] as RecordMetric).part !== undefined);
  const conversion = conversionIn(workspaceId, question, context, records);
  const from = sql`${records.from} ${(hasParts && records.partsFrom) || sql``} ${conversion?.join ?? sql``} ${lateral}`;
  return { records, names, from, where: selectionSql(workspaceId, records, question, context) };
}

function statementOf(
  workspaceId: string,
  question: Question,
  { population, metrics, stepsFrom, ...context }: Part,
): SQL {
  const records = POPULATION_SQL[population](workspaceId, { ...question, ...context, stepsFrom });
  const conversion = conversionIn(workspaceId, question, context, records);
  const columns = metrics.map((name) => columnOf(RECORD_METRICS[name], records, conversion));
  const hasParts = columns.some(({ part }) => part !== undefined);
  const where = selectionSql(workspaceId, records, question, context);
  const keys = { ...context, workspaceId, axis: axisOf(records, question) };
  const dimensions = question.groupBy.map((name) => dimensionOf(name, records, keys));
  return measureStatement({
    ...countedParts(workspaceId, firstTableOf(records.from)),
    from: sql`${records.from} ${(hasParts && records.partsFrom) || sql``} ${conversion?.join ?? sql``}`,
    ...{ where, dimensions, columns },
    repeats: repeatsRecords(question.groupBy),
    limit: QUESTION_LIMITS.groups + 2,
  });
}

const conversionIn = (
  workspaceId: string,
  { currency }: Question,
  { zone }: Pick<QuestionContext, 'zone'>,
  records: PopulationSql,
): ConversionSql | undefined =>
  currency === undefined ? undefined : conversionSql({ workspaceId, currency, zone }, records);

function columnOf(
  { unit, part, value }: RecordMetric,
  records: PopulationSql,
  conversion: ConversionSql | undefined,
): MeasuredColumn {
  const stored = (value && records.values[value[1]]) ?? sql`null`;
  const converts = unit === 'amount' ? conversion : undefined;
  return {
    part: part && records.parts[part],
    value: value && [value[0], converts?.converted(stored) ?? stored],
    unconverted: converts && sql`${stored} is not null and ${converts.hasNone}`,
  };
}

function conversionStatements(
  workspaceId: string,
  question: Question,
  context: Omit<Part, 'population' | 'metrics'>,
): SQL[] {
  return recordMetricsOf(question.metrics).flatMap((name) => {
    const { population, unit, value }: RecordMetric = RECORD_METRICS[name];
    if (unit !== 'amount' || value === undefined) return [];
    const { records, from, where } = recordsOf(workspaceId, question, { ...context, population, metrics: [name] });
    const statement = conversionsStatement(records, from, where, records.values[value[1]] ?? sql`null`);
    return [sql`${countedTables(workspaceId)} ${statement}`];
  });
}

type IdsPart = Part &
  Pick<Followed, 'group' | 'counted' | 'of'> & { after: readonly (string | number)[] | undefined; take: number };

function idsStatement(
  workspaceId: string,
  question: Question,
  { group, counted, of, after, take, ...part }: IdsPart,
): SQL {
  const { records, names, from, where } = recordsOf(workspaceId, question, part);
  const named = part.metrics[0];
  const wanted = named && (RECORD_METRICS[named] as RecordMetric).part;
  const id = of === 'deals' ? deals.id : leads.id;
  const conditions = [
    where,
    sql`${id} is not null`,
    ...(group ?? []).map((key, index) => sql`${names[index]}.key is not distinct from ${key}`),
    counted && wanted ? records.parts[wanted] : undefined,
    after && sql`${id} > ${after[0]}::uuid`,
  ];
  return sql`select distinct ${id} as id from ${from} where ${and(...conditions)} order by ${id} limit ${take}`;
}

const axisOf = ({ at }: PopulationSql, { window }: Pick<Question, 'window'>): SQL =>
  window === 'cohort' ? sql`${leads.createdAt}` : at;

/** The records of the period that the condition selects, by their leads. A day is in a period that it begins in. */
export function selectionSql(
  workspaceId: string,
  records: PopulationSql,
  question: Pick<Question, 'where' | 'window' | 'from' | 'before'>,
  { now, zone }: Pick<QuestionContext, 'now' | 'zone'>,
) {
  const { where, from, before } = question;
  const axis = axisOf(records, question);
  const { day } = records;
  return and(
    records.where,
    day === undefined
      ? sql`${axis} >= ${instantSql(from)} and ${axis} < ${instantSql(before)}`
      : sql`${day} >= ${firstDayFrom(zone, from)}::date and ${day} < ${firstDayFrom(zone, before)}::date`,
    where && sql`coalesce(${conditionSql(where, { workspaceId, now })}, false)`,
  );
}
