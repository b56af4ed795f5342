import type { Condition } from '../../core/condition.js';
import { addConversions, type Conversion } from '../../core/costs/exchange-rates.js';
import type { Deal } from '../../core/deals/deal.js';
import type { Lead } from '../../core/leads/lead.js';
import { type AnswerRow, answerOf, type GroupKey, type MetricResult, ordered } from '../../core/metrics/answer.js';
import {
  followedMetric,
  hasCurrency,
  isOfDeals,
  type MetricName,
  type RecordMetricName,
  recordMetricsOf,
} from '../../core/metrics/catalogue.js';
import type { WeekStart } from '../../core/metrics/dimensions.js';
import {
  type Comparison,
  comparedPeriod,
  counterpartOf,
  FIRST_INSTANT,
  QUESTION_LIMITS,
  type Question,
  validateQuestion,
  type Window,
} from '../../core/metrics/question.js';
import { MILLISECONDS_PER_DAY } from '../../core/time.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Followed } from '../../db/repositories/report-queries.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import { searchable, withTimeoutRefusal } from '../leads/search.js';
import type { ReadSettings } from '../leads/settings.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { keysOfRow } from './row-keys.js';

/** A question as a caller sends it. Instants are epoch milliseconds. */
export interface ReportInput {
  metrics: readonly MetricName[];
  groupBy?: readonly string[] | undefined;
  where?: Condition | undefined;
  window?: Window | undefined;
  from?: number | undefined;
  before?: number | undefined;
  currency?: string | undefined;
  compareWith?: Comparison | undefined;
  orderBy?: { metric: MetricName; direction?: 'asc' | 'desc' | undefined } | undefined;
  limit?: number | undefined;
}

/** What days and weeks are. */
export interface ReportCalendar {
  timeZone: string;
  weekStart: WeekStart;
}

export interface Report extends ReportCalendar {
  question: Question;
  compared: { from: number; before: number } | undefined;
  /** The answer has everything that was recorded until then, epoch milliseconds. */
  completeTo: number;
  rows: readonly AnswerRow[];
  /** How many groups there are; `rows` has the first of them. */
  groups: number;
  totals: readonly MetricResult[];
  /** How amounts were converted into the currency of the question, by their own currency. */
  conversions: readonly Conversion[];
}

/** A number of an answer, to be followed to its leads or deals. */
export interface FollowInput {
  question: ReportInput;
  metric: MetricName;
  /** The `group` of a row; undefined: all records. */
  group?: string | undefined;
  counted?: boolean | undefined;
}

const DEFAULT_DAYS = 365;
const DEFAULT_ROWS = 100;
/** Of one statement. */
const MOST_MS = 10_000;

export interface MetricReportsOptions {
  store: Store;
  settings: ReadSettings;
  timeOf: WorkspaceTime;
}

export type MetricReportsService = ReturnType<typeof metricReportsService>;

export function metricReportsService(options: MetricReportsOptions) {
  const { store, settings, timeOf } = options;
  const follow = recordFinder(options);
  const calendarOf = (workspaceId: string) => readCalendar(store, workspaceId);
  return {
    calendarOf,
    /** Answers a question to the catalogue of metrics. */
    async query(workspaceId: string, input: ReportInput): Promise<Report> {
      const now = await timeOf(workspaceId);
      const known = { ...(await settings(workspaceId)), now };
      const question = await questionOf(input, known, now);
      const compared = input.compareWith && comparedPeriod(question, input.compareWith);
      const calendar = await calendarOf(workspaceId);
      const context = { now, zone: known.zone, weekStart: calendar.weekStart };
      const within = <T>(work: (read: Repositories) => Promise<T>): Promise<T> =>
        withTimeoutRefusal(store, input.where, () => store.readWithin(workspaceId, MOST_MS, work), tooSlow);
      const measure = (asked: Question) => within(({ reports }) => reports.measure(asked, context));
      const [measured, conversions, earlier] = await Promise.all([
        measure(question),
        within(({ reports }) => reports.conversions(question, context)),
        compared && measure({ ...question, ...compared }),
      ]);
      const { rows, totals } = answerOf(
        question,
        measured,
        earlier && { measured: earlier, counterpart: counterpartIn(question, input.compareWith) },
      );
      if (rows.length > QUESTION_LIMITS.groups) throw tooManyGroups();
      const order = input.orderBy && { metric: input.orderBy.metric, descending: input.orderBy.direction !== 'asc' };
      return {
        ...{ question, compared, totals, ...calendar, completeTo: now },
        rows: ordered(rows, order).slice(0, input.limit ?? DEFAULT_ROWS),
        groups: rows.length,
        conversions: addConversions(conversions),
      };
    },
    /** The leads behind a number of an answer, by id. */
    async leads(workspaceId: string, input: FollowInput, request: ListRequest): Promise<Page<Lead>> {
      const page = await follow(workspaceId, { ...input, of: 'leads' }, request);
      return loaded(page, await store.read(workspaceId).leads.findMany(page.rows));
    },
    /** The deals behind a number of deals, by id. */
    async deals(workspaceId: string, input: FollowInput, request: ListRequest): Promise<Page<Deal>> {
      const page = await follow(workspaceId, { ...input, of: 'deals' }, request);
      return loaded(page, await store.read(workspaceId).deals.load({ dealIds: page.rows }));
    },
  };
}

/** Reads the ids of the records behind a number. */
function recordFinder({ store, settings, timeOf }: MetricReportsOptions) {
  return async (
    workspaceId: string,
    { of, counted = false, ...input }: FollowInput & Pick<Followed, 'of'>,
    request: ListRequest,
  ): Promise<Page<string>> => {
    const now = await timeOf(workspaceId);
    const known = { ...(await settings(workspaceId)), now };
    // The dimensions fit the metrics of the question; not all of them need to fit the one that is followed.
    const metrics = [...new Set([...input.question.metrics, input.metric])];
    const question = await questionOf({ ...input.question, metrics }, known, now, '/question');
    const metric = of === 'deals' ? metricOfDeals(input.metric) : followedMetric(input.metric);
    const group = keysOf(input.group, question, metric);
    const { weekStart } = await readCalendar(store, workspaceId);
    const followed = { question, now, metric, counted, of, zone: known.zone, weekStart, group };
    return withTimeoutRefusal(
      store,
      question.where,
      () => store.readWithin(workspaceId, MOST_MS, ({ reports }) => reports.ids(followed, request)),
      tooSlow,
    );
  };
}

function metricOfDeals(name: MetricName): RecordMetricName {
  const found = recordMetricsOf([name]).find(isOfDeals);
  if (found !== undefined) return found;
  throw new AppError('rule_refused', 'The metric counts no deals: see `errors`.', {
    errors: [{ pointer: '/metric', code: 'value_invalid', detail: 'counts no deals: follow it to its leads' }],
  });
}

/** The records of a page in its order. One that was deleted since is left out. */
function loaded<Row extends { id: string }>(page: Page<string>, found: readonly Row[]): Page<Row> {
  const byId = new Map(found.map((row) => [row.id, row]));
  return { ...page, rows: page.rows.flatMap((id) => byId.get(id) ?? []) };
}

async function readCalendar(store: Store, workspaceId: string): Promise<ReportCalendar> {
  const workspace = await store.read(workspaceId).workspaces.find();
  return { timeZone: workspace?.timeZone ?? 'UTC', weekStart: workspace?.weekStart ?? 'monday' };
}

/** The keys of a row. Records without a currency are in the row of each. */
function keysOf(
  text: string | undefined,
  { groupBy }: Question,
  metric: RecordMetricName,
): (string | null)[] | undefined {
  if (text === undefined) return undefined;
  const keys = keysOfRow(text, groupBy.length);
  return keys.map((key, index) => (groupBy[index] === 'currency' && !hasCurrency(metric) ? null : key));
}

type Known = Parameters<typeof searchable>[1];

/** The question with its defaults. Refuses unknown dimensions, open currencies, and wrong conditions. */
async function questionOf(input: ReportInput, known: Known, now: number, at = ''): Promise<Question> {
  const { metrics, groupBy = [], where, window = 'period', orderBy, currency } = input;
  const before = Math.max(FIRST_INSTANT, input.before ?? now + 1);
  const from = Math.max(FIRST_INSTANT, input.from ?? before - DEFAULT_DAYS * MILLISECONDS_PER_DAY);
  const errors = validateQuestion({ metrics, groupBy, where, currency });
  if (from >= before) errors.push({ pointer: '/before', code: 'value_invalid', detail: 'must be after `from`' });
  if (orderBy !== undefined && !metrics.includes(orderBy.metric))
    errors.push({ pointer: '/orderBy/metric', code: 'value_invalid', detail: 'is none of the requested metrics' });
  if (errors.length > 0) {
    const placed = errors.map((error) => ({ ...error, pointer: `${at}${error.pointer}` }));
    throw new AppError('rule_refused', 'The question cannot be answered: see `errors`.', { errors: placed });
  }
  const condition = where && (await searchable(where, known, `${at}/where`));
  return { metrics, groupBy, where: condition, window, currency, from, before };
}

function counterpartIn({ groupBy }: Question, comparison: Comparison = 'previous_period') {
  return (keys: readonly GroupKey[]): GroupKey[] | undefined => {
    const found = keys.map((key, index) => ({ ...key, key: counterpartOf(groupBy[index] ?? '', key.key, comparison) }));
    return found.every((key): key is GroupKey => key.key !== undefined) ? found : undefined;
  };
}

const tooManyGroups = () =>
  new AppError('rule_refused', 'There are too many groups.', {
    errors: [
      {
        pointer: '/groupBy',
        code: 'too_many_groups',
        detail: `has more than ${QUESTION_LIMITS.groups.toLocaleString('en')} different values: group by less, or select fewer leads`,
      },
    ],
  });

const tooSlow = (cause: unknown) =>
  new AppError('rule_refused', 'The report takes too long.', {
    errors: [
      {
        pointer: '/from',
        code: 'too_expensive',
        detail: 'selects too many records: ask for a shorter period or fewer metrics',
      },
    ],
    cause,
  });
