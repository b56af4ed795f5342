import type { Static } from 'typebox';
import { UUID } from '../../core/conditions/operands.js';
import type { GroupKey, MetricResult } from '../../core/metrics/answer.js';
import { definitionOf, METRIC_NAMES, type MetricName } from '../../core/metrics/catalogue.js';
import {
  isLeadDimension,
  LEAD_DIMENSIONS,
  NAMED_DIMENSIONS,
  RECORD_DIMENSIONS,
} from '../../core/metrics/dimensions.js';
import { QUESTION_LIMITS } from '../../core/metrics/question.js';
import { iso } from '../../core/time.js';
import { csvOf, type ReportCell } from '../../services/metrics/report-file.js';
import type { Report, ReportCalendar, ReportInput } from '../../services/metrics/reports.js';
import { groupText } from '../../services/metrics/row-keys.js';
import type { NameLookup } from '../../services/names.js';
import { operation } from '../operations.js';
import { pageOut, pageRequest } from '../resource.js';
import { DealList } from '../schemas/deals.js';
import { LEAD, pageOfOne } from '../schemas/examples.js';
import { LeadList } from '../schemas/leads.js';
import { MetricCatalogue, ReportAnswer, ReportLeadsQuery, ReportQuestion } from '../schemas/metrics.js';
import { checkConditionScopes } from './condition-scopes.js';
import { dealOut } from './deal-presenters.js';
import { DEAL } from './deals.js';
import { formatInstant, parseInstant } from './instants.js';
import { leadOut } from './lead-presenters.js';

const tag = 'Reports';

const definitionOut = (metric: MetricName) => {
  const { dimensions, ...definition } = definitionOf(metric);
  return { ...definition, dimensions: [...dimensions] };
};

const dimensionsOut = () =>
  Object.entries({ ...LEAD_DIMENSIONS, ...RECORD_DIMENSIONS }).map(([dimension, description]) => ({
    ...{ dimension, description, isCommon: isLeadDimension(dimension) },
  }));

const catalogueOut = (calendar: ReportCalendar) => ({
  data: METRIC_NAMES.map(definitionOut),
  dimensions: dimensionsOut(),
  ...calendar,
});

export const getMetricCatalogue = operation({
  id: 'getMetricCatalogue',
  method: 'GET',
  path: '/v1/metrics',
  tag,
  summary: 'The catalogue of metrics',
  description: 'All numbers that `POST /v1/reports/query` can answer, each with its definition.',
  scopes: ['reports:read'],
  success: {
    status: 200,
    schema: MetricCatalogue,
    description: 'The metrics.',
    example: catalogueOut({ timeZone: 'Europe/Berlin', weekStart: 'monday' }),
  },
  run: (services, { principal }) => services.metricReports.calendarOf(principal.workspaceId),
  present: (calendar) => ({ body: catalogueOut(calendar) }),
});

const QUESTION = {
  metrics: ['leads_created', 'mql_rate', 'customers'],
  groupBy: ['sourceId'],
  window: 'cohort',
  compareWith: 'previous_period',
} as const satisfies Static<typeof ReportQuestion>;

function valueOut({ metric, value, reason, amount, numerator, denominator, interval, before }: MetricResult) {
  const change = value === null || before === null || before === undefined ? null : value - before;
  return {
    ...{ metric, value, reason, amount, numerator, denominator, low: interval?.low, high: interval?.high },
    ...(before === undefined ? {} : { previous: before, change }),
  };
}

function keyOut(dimension: string, { value, type }: GroupKey, names: NameLookup) {
  // A partner that refers is a name, and no id.
  const name = value !== null && NAMED_DIMENSIONS.has(dimension) && UUID.test(value) ? names(value) : undefined;
  return { dimension, value, name, type: (type as 'text' | 'number' | 'boolean' | null) ?? undefined };
}

function reportOut(report: Report, names: NameLookup) {
  const { question, compared, timeZone, weekStart, completeTo, rows, groups, totals, conversions } = report;
  const { groupBy, metrics, from, before, window, currency } = question;
  return {
    ...{ from: iso(from), before: iso(before), window },
    ...{ comparedFrom: formatInstant(compared?.from), comparedBefore: formatInstant(compared?.before) },
    ...{ timeZone, weekStart, completeTo: iso(completeTo), groups },
    rows: rows.map(({ keys, results }) => ({
      keys: keys.map((key, index) => keyOut(groupBy[index] ?? '', key, names)),
      values: results.map(valueOut),
      group: groupText(keys),
    })),
    totals: totals.map(valueOut),
    ...(currency !== undefined && { currency, conversions: [...conversions] }),
    definitions: metrics.map(definitionOut),
  };
}

/** A header, and a line for each row. */
function reportCells({ question, compared, rows }: Report, names: NameLookup): ReportCell[][] {
  const { groupBy, metrics } = question;
  const header = [
    ...groupBy.flatMap((name) => (NAMED_DIMENSIONS.has(name) ? [name, `${name}.name`] : [name])),
    ...metrics.flatMap((name) => [name, ...detailsOf(name).map((detail) => `${name}.${detail}`)]),
  ];
  const detailsOfResult = (result: ReturnType<typeof valueOut>) =>
    detailsOf(result.metric).map((detail) => result[detail] ?? null);
  function detailsOf(name: MetricName) {
    const { numerator } = definitionOf(name);
    const parts = numerator === undefined ? [] : (['numerator', 'denominator'] as const);
    return [...parts, ...(compared === undefined ? [] : (['previous'] as const))];
  }
  const lines = rows.map(({ keys, results }) => [
    ...keys.flatMap((key, index) => {
      const dimension = groupBy[index] ?? '';
      const { value, name } = keyOut(dimension, key, names);
      return NAMED_DIMENSIONS.has(dimension) ? [value, name ?? null] : [value];
    }),
    ...results.map(valueOut).flatMap((result) => [cellOf(result), ...detailsOfResult(result)]),
  ]);
  return [header, ...lines];
}

/** Exact amounts are texts. A negative one is a number: an apostrophe would be put before its sign. */
const cellOf = ({ value, amount }: ReturnType<typeof valueOut>): ReportCell =>
  amount === undefined || amount.startsWith('-') ? value : amount;

const SOURCE = '0199d0c4-7c00-7a3b-8f2e-5d6c7b8a9012';
const AT = Date.parse('2026-03-01T09:30:00.000Z');
const YEAR_MS = 365 * 86_400_000;
const share = (metric: 'mql_rate', numerator: number, denominator: number) => ({
  ...{ metric, value: numerator / denominator, amount: undefined, numerator, denominator },
  ...{ interval: { low: 0.19, high: 0.44 }, reason: undefined, before: null },
});
const count = (metric: 'leads_created' | 'customers', value: number, before: number) => ({
  ...{ metric, value, before, amount: undefined, numerator: undefined, denominator: undefined },
  ...{ interval: undefined, reason: undefined },
});
const RESULTS = [count('leads_created', 120, 100), share('mql_rate', 15, 50), count('customers', 6, 5)];

/** Instants are text on the wire and epoch milliseconds inside. */
const inputOf = ({ from, before, ...asked }: Static<typeof ReportQuestion>): ReportInput => ({
  ...asked,
  from: parseInstant(from),
  before: parseInstant(before),
});

export const queryReport = operation({
  id: 'queryReport',
  method: 'POST',
  path: '/v1/reports/query',
  tag,
  summary: 'Ask for metrics',
  description:
    'Measures up to ten metrics of the catalogue, in groups of up to three dimensions, for a period or for the cohort of leads that were created in it. Rates are of records that are followed, so none is above 1: those that reached the next category, of those that reached the one before. Amounts are grouped by currency. More than 10,000 groups are refused: 422, `too_many_groups`.',
  scopes: ['reports:read'],
  body: ReportQuestion,
  bodyExample: QUESTION,
  success: {
    status: 200,
    schema: ReportAnswer,
    description: 'The values.',
    example: reportOut(
      {
        question: { ...QUESTION, from: AT - YEAR_MS, before: AT },
        compared: { from: AT - 2 * YEAR_MS, before: AT - YEAR_MS },
        ...{
          timeZone: 'Europe/Berlin',
          weekStart: 'monday',
          completeTo: AT,
          groups: 1,
          totals: RESULTS,
          conversions: [],
        },
        rows: [{ keys: [{ key: SOURCE, value: SOURCE, type: null }], results: RESULTS }],
      },
      () => 'Contact form',
    ),
  },
  refusals: ['rule_refused'],
  readsOnly: true,
  run: (services, { principal, body }) => {
    checkConditionScopes(principal, body.where);
    return services.metricReports.query(principal.workspaceId, inputOf(body));
  },
  present: (report, { names }) => ({ body: reportOut(report, names) }),
});

export const downloadReport = operation({
  id: 'downloadReport',
  method: 'POST',
  path: '/v1/reports/file',
  tag,
  summary: 'Ask for metrics as a file',
  description:
    'The rows of `POST /v1/reports/query` as CSV: a column for each dimension, with one for its names, and for each metric its value, of shares and ratios also numerator and denominator, with `compareWith` also the previous value. It has 1,000 rows where `limit` is absent, and no totals. A text that a spreadsheet would compute has an apostrophe in front.',
  scopes: ['reports:read'],
  body: ReportQuestion,
  bodyExample: QUESTION,
  success: { status: 200, media: ['text/csv'], description: 'The rows.' },
  refusals: ['rule_refused'],
  readsOnly: true,
  run: (services, { principal, body }) => {
    checkConditionScopes(principal, body.where);
    const input = { ...inputOf(body), limit: body.limit ?? QUESTION_LIMITS.rows };
    return services.metricReports.query(principal.workspaceId, input);
  },
  present: (report, { names }) => ({
    file: {
      ...{ name: 'report.csv', contentType: 'text/csv; charset=utf-8', bytes: undefined, tag: undefined },
      content: csvOf(reportCells(report, names)),
    },
  }),
});

export const listReportLeads = operation({
  id: 'listReportLeads',
  method: 'POST',
  path: '/v1/reports/leads',
  tag,
  summary: 'List the leads behind a number',
  description:
    'The leads whose records a metric counts in a row of an answer, each once, by id. It shows leads as they are now. A deal without a lead, and what was counted of a lead that has been deleted, is not in it.',
  scopes: ['reports:read', 'leads:read'],
  body: ReportLeadsQuery,
  bodyExample: { question: QUESTION, metric: 'mql_rate', counted: true },
  success: { status: 200, schema: LeadList, description: 'A page of leads.', example: pageOfOne(LEAD) },
  refusals: ['cursor_invalid', 'rule_refused'],
  readsOnly: true,
  run: (services, { principal, body }) => {
    const { question, metric, group, counted, ...page } = body;
    checkConditionScopes(principal, question.where);
    const followed = { question: inputOf(question), metric, group, counted };
    return services.metricReports.leads(principal.workspaceId, followed, pageRequest(page));
  },
  present: (page, { names }) => ({ body: pageOut(page, (lead) => leadOut(lead, names)) }),
});

export const listReportDeals = operation({
  id: 'listReportDeals',
  method: 'POST',
  path: '/v1/reports/deals',
  tag,
  summary: 'List the deals behind a number',
  description:
    'The deals that a metric of deals counts in a row of an answer, each once, by id, also those without a lead. It shows deals as they are now. A metric that counts no deals is refused.',
  scopes: ['reports:read', 'deals:read'],
  body: ReportLeadsQuery,
  bodyExample: { question: { metrics: ['open_deals'] }, metric: 'open_deals' },
  success: { status: 200, schema: DealList, description: 'A page of deals.', example: pageOfOne(DEAL) },
  refusals: ['cursor_invalid', 'rule_refused'],
  readsOnly: true,
  run: (services, { principal, body }) => {
    const { question, metric, group, counted, ...page } = body;
    checkConditionScopes(principal, question.where);
    const followed = { question: inputOf(question), metric, group, counted };
    return services.metricReports.deals(principal.workspaceId, followed, pageRequest(page));
  },
  present: (page, { names }) => ({ body: pageOut(page, (deal) => dealOut(deal, names)) }),
});
