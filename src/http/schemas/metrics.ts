import Type from 'typebox';
import { AGGREGATE_FUNCTIONS, ATTRIBUTE_TYPES } from '../../core/conditions/aggregation.js';
import { METRIC_NAMES } from '../../core/metrics/catalogue.js';
import { TIME_DIMENSIONS, WEEK_STARTS } from '../../core/metrics/dimensions.js';
import { METRIC_UNITS } from '../../core/metrics/metric.js';
import { COMPARISONS, QUESTION_LIMITS, WINDOWS } from '../../core/metrics/question.js';
import { NULL_REASONS } from '../../core/metrics/results.js';
import { ATTRIBUTION_WORDS } from './attribution.js';
import { listQueryProperties, strict, Timestamp } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { When } from './conditions.js';
import { COST_WORDS, CurrencyCode } from './costs.js';
import { FORECAST_WORDS } from './forecasts.js';
import { TARGET_WORDS } from './targets.js';

const metricName = (description: string) => enumOf(METRIC_NAMES, { description });
const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });

export const MetricSchema = component(
  'Metric',
  Type.Object(
    {
      metric: metricName('The name in questions and answers.'),
      title: Type.String({ description: 'A heading.' }),
      unit: enumOf(METRIC_UNITS, {
        description:
          'What the value is: `share` from 0 to 1, `amount` of a currency, `ratio` of two metrics, may be above 1 or below 0, `number` without a unit, such as a score.',
      }),
      formula: Type.String({ description: 'How it is calculated.' }),
      numerator: Type.Optional(Type.String({ description: 'Of a share what is counted, of a ratio what is divided.' })),
      denominator: Type.Optional(Type.String({ description: 'Of a share of how many, of a ratio by what.' })),
      at: Type.String({ description: 'The instant by which a period selects the records.' }),
      dimensions: Type.Array(Type.String({ description: 'A dimension.' }), {
        description: 'Dimensions that these records have and others do not, such as the reason of a loss.',
      }),
    },
    strict('A number that reports have, with its definition.'),
  ),
);

const MetricDimensionSchema = component(
  'MetricDimension',
  Type.Object(
    {
      dimension: Type.String({ description: 'The name in `groupBy`.' }),
      description: Type.String({ description: 'What its values are.' }),
      isCommon: Type.Boolean({
        description:
          'true: any metric can be grouped by it, except those of costs, which have source, campaign, channel and currency only. false: those that have it in their `dimensions`.',
      }),
    },
    strict('A dimension beside the calendar units and the fields of a lead.'),
  ),
);

const weekStart = () => enumOf(WEEK_STARTS, { description: 'The first day of a week, a setting of the workspace.' });

export const MetricCatalogue = component(
  'MetricCatalogue',
  Type.Object(
    {
      data: Type.Array(Ref(MetricSchema), { description: 'All metrics.' }),
      dimensions: Type.Array(Ref(MetricDimensionSchema), {
        description: 'What they are grouped by, beside calendar units and fields of a lead.',
      }),
      timeZone: Type.String({ description: 'The zone of days, weeks, months, quarters and years.' }),
      weekStart: weekStart(),
    },
    strict('The metrics that a question can ask for.'),
  ),
);

const ReportOrder = component(
  'ReportOrder',
  Type.Object(
    {
      metric: metricName('One of the requested metrics.'),
      direction: Type.Optional(enumOf(['asc', 'desc'], { description: '`desc` (largest first) when absent.' })),
    },
    strict('The order of the rows.'),
  ),
);

const units = TIME_DIMENSIONS.map((unit) => `\`${unit}\``).join(', ');

export const ReportQuestion = component(
  'ReportQuestion',
  Type.Object(
    {
      metrics: Type.Array(metricName('A metric.'), {
        ...{ minItems: 1, maxItems: QUESTION_LIMITS.metrics, uniqueItems: true },
        description: 'What to measure.',
      }),
      groupBy: Type.Optional(
        Type.Array(Type.String({ minLength: 1, maxLength: 120, description: 'A dimension.' }), {
          maxItems: QUESTION_LIMITS.groupBy,
          description: `Dimensions: ${units} in the zone of the workspace, those of \`GET /v1/metrics\` such as \`channel\`, \`currency\`, \`product\` and \`reason\`, or a field of the lead as searches have it: \`sourceId\`, \`campaignId\`, \`ownerId\`, \`teamId\`, \`stage\`, \`grade\`, \`country\`, \`attributes.plan\`. Deals, touches, hand-offs and outcomes have their own source, campaign and owner.`,
        }),
      ),
      where: Type.Optional(When),
      window: Type.Optional(
        enumOf(WINDOWS, {
          description:
            '`period` (default): the records whose own instant is in the period, such as deals closed in it. `cohort`: those of leads that were created in it, whenever they occurred.',
        }),
      ),
      from: Type.Optional(Timestamp('Begin of the period, inclusive; 365 days before its end when absent.')),
      before: Type.Optional(Timestamp('End of the period, exclusive; now when absent.')),
      compareWith: Type.Optional(
        enumOf(COMPARISONS, {
          description: 'Adds the values of the equally long period before, or of the same period a year before.',
        }),
      ),
      currency: Type.Optional(
        CurrencyCode(
          'Converts all amounts into this currency, each by the newest rate of `/v1/exchange-rates` on or before its own day, in place of groups by `currency`. A metric with an amount that has no rate is null (`rate_missing`).',
        ),
      ),
      orderBy: Type.Optional(Ref(ReportOrder)),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: QUESTION_LIMITS.rows, description: 'Most rows; 100 when absent.' }),
      ),
    },
    strict('A question to the catalogue of metrics. `where` is a condition on the lead of each record.'),
  ),
);

const ReportKey = component(
  'ReportKey',
  Type.Object(
    {
      dimension: Type.String({ description: 'The dimension of `groupBy`.' }),
      value: nullable(
        Type.String({ description: 'Its value; of a calendar unit the first day of it. null: the records have none.' }),
      ),
      name: Type.Optional(Type.String({ description: 'The name of the rep, team, source or campaign with that id.' })),
      type: Type.Optional(enumOf(ATTRIBUTE_TYPES, { description: 'The type of the value of a custom attribute.' })),
    },
    strict('A value that the records of a row have in common.'),
  ),
);

const ReportValue = component(
  'ReportValue',
  Type.Object(
    {
      metric: metricName('The metric.'),
      value: nullable(
        Type.Number({
          description: 'The value. null: a quotient, a duration or an average of no records; see `reason`.',
        }),
      ),
      reason: Type.Optional(
        enumOf(NULL_REASONS, {
          description:
            'Why it is null although there are records. `several_currencies`: amounts are not added across currencies. `rate_missing`: an amount has no exchange rate on or before its day.',
        }),
      ),
      amount: Type.Optional(
        Type.String({
          description:
            'Of an amount: its decimal text, exact for sums, and rounded to four places for averages and amounts per record.',
        }),
      ),
      numerator: Type.Optional(
        nullable(Type.Number({ description: 'Of a share what was counted, of a ratio what is divided.' })),
      ),
      denominator: Type.Optional(nullable(Type.Number({ description: 'Of a share of how many, of a ratio by what.' }))),
      low: Type.Optional(Share('Of a share: lower end of its 95 % interval (Wilson 1927).')),
      high: Type.Optional(Share('Of a share: upper end of the interval.')),
      previous: Type.Optional(
        nullable(
          Type.Number({ description: 'The value of the period that it is compared with; absent where it has none.' }),
        ),
      ),
      change: Type.Optional(nullable(Type.Number({ description: '`value` - `previous`; null where one of them is.' }))),
    },
    strict('The value of a metric.'),
  ),
);

const ReportConversion = component(
  'ReportConversion',
  Type.Object(
    {
      currency: CurrencyCode('The currency of the amounts.'),
      amounts: Count('How many amounts there are: deals, or days of costs.'),
      withoutRate: Count('How many of them have no rate; metrics with them are null.'),
      oldestDay: Type.Optional(
        Type.String({ format: 'date', description: 'The day of the oldest rate that was used; absent: none was.' }),
      ),
      newestDay: Type.Optional(Type.String({ format: 'date', description: 'The day of the newest one.' })),
      sources: Type.Array(Type.String({ description: 'A publisher.' }), { description: 'Who published the rates.' }),
    },
    strict('How the amounts of one currency were converted.'),
  ),
);

const ReportRow = component(
  'ReportRow',
  Type.Object(
    {
      keys: Type.Array(Ref(ReportKey), { description: 'In the order of `groupBy`.' }),
      values: Type.Array(Ref(ReportValue), { description: 'In the order of `metrics`.' }),
      group: Type.String({
        description:
          'The row for `POST /v1/reports/leads` and `POST /v1/reports/deals`, which list the records behind it.',
      }),
    },
    strict('The values of a group.'),
  ),
);

export const ReportAnswer = component(
  'ReportAnswer',
  Type.Object(
    {
      from: Timestamp('Begin of the period, inclusive.'),
      before: Timestamp('End of the period, exclusive.'),
      window: enumOf(WINDOWS, { description: 'How the period selects.' }),
      comparedFrom: Type.Optional(Timestamp('Begin of the period that it is compared with.')),
      comparedBefore: Type.Optional(Timestamp('End of that period, exclusive.')),
      timeZone: Type.String({ description: 'The zone of the calendar units.' }),
      weekStart: weekStart(),
      completeTo: Timestamp('The answer has what was recorded until then.'),
      rows: Type.Array(Ref(ReportRow), { description: 'The groups, in the order of `orderBy`, else of their keys.' }),
      groups: Count('How many groups there are; `rows` has the first `limit` of them.'),
      totals: Type.Array(Ref(ReportValue), {
        description: 'Of all records together, also of those beyond `limit`. Shares are those of the sums.',
      }),
      currency: Type.Optional(CurrencyCode('The currency of all amounts, where the question named one.')),
      conversions: Type.Optional(
        Type.Array(Ref(ReportConversion), {
          description: 'The rates that were used, by currency of the amounts; where the question named a currency.',
        }),
      ),
      definitions: Type.Array(Ref(MetricSchema), { description: 'The definitions of the metrics.' }),
    },
    strict('The answer to a question.'),
  ),
);

export const ReportLeadsQuery = component(
  'ReportLeadsQuery',
  Type.Object(
    {
      question: Ref(ReportQuestion),
      metric: metricName('The number to follow: a metric of the catalogue.'),
      group: Type.Optional(
        Type.String({ minLength: 1, maxLength: 2_000, description: 'The `group` of a row; all records when absent.' }),
      ),
      counted: Type.Optional(
        Type.Boolean({ description: 'true: of a share only the leads that its numerator counts.' }),
      ),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 200, description: 'Most leads on one page, 1 to 200; 50 when absent.' }),
      ),
      cursor: listQueryProperties.cursor,
    },
    strict(
      'Which number to follow to its leads or deals: the question, the metric and the row. Send `from` and `before` of the answer with the question, so that its period is the same.',
    ),
  ),
);

/** The vocabularies of aggregates, attribution, costs and reports. */
export const REPORT_WORDS = {
  ...ATTRIBUTION_WORDS,
  ...COST_WORDS,
  AggregateFunction: AGGREGATE_FUNCTIONS,
  GroupValueType: ATTRIBUTE_TYPES,
  MetricName: METRIC_NAMES,
  MetricUnit: METRIC_UNITS,
  ReportComparison: COMPARISONS,
  ReportNullReason: NULL_REASONS,
  ReportWindow: WINDOWS,
  WeekStart: WEEK_STARTS,
  ...TARGET_WORDS,
  ...FORECAST_WORDS,
} as const;
