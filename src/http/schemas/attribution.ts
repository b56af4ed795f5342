import Type from 'typebox';
import { TOUCH_POINT_KINDS } from '../../core/attribution/journey.js';
import { ATTRIBUTION_MODELS } from '../../core/attribution/models.js';
import {
  ATTRIBUTION_DIMENSIONS,
  ATTRIBUTION_LIMITS,
  CONVERSION_STEPS,
  EARLIER_STEPS,
  JOURNEY_STATES,
} from '../../core/attribution/question.js';
import { QUESTION_LIMITS, WINDOWS } from '../../core/metrics/question.js';
import { strict, Timestamp } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { When } from './conditions.js';

export const modelName = (description: string) => enumOf(ATTRIBUTION_MODELS, { description });
const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });
const Percent = (description: string) => Type.Number({ minimum: 0, maximum: 100, description });
/** Up to nine decimal places. */
export const Credit = (description: string) =>
  Type.String({
    pattern: '^\\d+(\\.\\d{1,9})?$',
    description: `${description} Exact decimal text.`,
    examples: ['12.5'],
  });

const PositionWeights = component(
  'PositionWeights',
  Type.Object(
    {
      first: Percent('Percent of the first touch point.'),
      middle: Percent('Percent of all touch points between together.'),
      last: Percent('Percent of the last touch point.'),
    },
    strict('The weights of the position-based model, which sum to 100.'),
  ),
);

const AttributionOrder = component(
  'AttributionOrder',
  Type.Object(
    {
      model: modelName('One of the requested models.'),
      direction: Type.Optional(enumOf(['asc', 'desc'], { description: '`desc` (largest first) when absent.' })),
    },
    strict('The order of the rows: by the conversions that a model credits.'),
  ),
);

const QUESTION = {
  conversion: Type.Optional(
    enumOf(CONVERSION_STEPS, {
      description:
        'What is credited: that a lead reached a category first (`customer` when absent), or each deal that was won. Conversions that were undone are none.',
    }),
  ),
  groupBy: Type.Optional(
    Type.Array(enumOf(ATTRIBUTION_DIMENSIONS, { description: 'A dimension.' }), {
      ...{ maxItems: ATTRIBUTION_LIMITS.groupBy, uniqueItems: true },
      description:
        'Dimensions: source, campaign or channel of each touch point, and the month of the conversion (`cohort`: of the creation of the lead) in the zone of the workspace. `sourceId` when absent; [] gives totals only.',
    }),
  ),
  where: Type.Optional(When),
  window: Type.Optional(
    enumOf(WINDOWS, {
      description:
        '`period` (default): conversions in the period. `cohort`: those of leads that were created in it, whenever they converted.',
    }),
  ),
  from: Type.Optional(Timestamp('Begin of the period, inclusive; 365 days before its end when absent.')),
  before: Type.Optional(Timestamp('End of the period, exclusive; now when absent.')),
  positionWeights: Type.Optional(Ref(PositionWeights)),
  halfLifeDays: Type.Optional(
    Type.Number({
      ...{ minimum: 0.1, maximum: 3_650 },
      description: 'Of `time_decay`: days in which the weight of a touch point halves; 7 when absent.',
    }),
  ),
  lastBefore: Type.Optional(
    enumOf(EARLIER_STEPS, {
      description:
        'Of `last_before_step`: the step of the lead, which is before the conversion; when absent `sql`, or the step before an earlier conversion. `created`: the creation of the lead.',
    }),
  ),
  states: Type.Optional(
    enumOf(JOURNEY_STATES, {
      description: `Of \`data_driven\`: what it learns about, \`channel\` when absent; at most ${ATTRIBUTION_LIMITS.states} sources.`,
    }),
  ),
};

export const AttributionQuestionBody = component(
  'AttributionQuestion',
  Type.Object(
    {
      models: Type.Array(modelName('A model.'), {
        ...{ minItems: 1, maxItems: ATTRIBUTION_MODELS.length, uniqueItems: true },
        description: 'The models, side by side.',
      }),
      ...QUESTION,
      orderBy: Type.Optional(Ref(AttributionOrder)),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: QUESTION_LIMITS.rows, description: 'Most rows; 100 when absent.' }),
      ),
    },
    strict('Which conversions to share among their touch points, and how. `where` is a condition on their leads.'),
  ),
);

export const CreditedRevenue = component(
  'CreditedRevenue',
  Type.Object(
    {
      currency: Type.String({ description: 'ISO 4217.' }),
      amount: Type.String({ description: 'Decimal text. The amounts of all rows sum to exactly the total.' }),
    },
    strict('Revenue or cost in one currency.'),
  ),
);

const AttributionValue = component(
  'AttributionValue',
  Type.Object(
    {
      model: modelName('The model.'),
      conversions: Credit('Conversions that it credits.'),
      revenue: Type.Array(Ref(CreditedRevenue), {
        description:
          'Revenue that it credits, by currency: the amount of the deal, or of the won deals of the lead, whenever they were closed.',
      }),
      roi: Type.Optional(
        nullable(
          Type.Number({
            description: '(revenue - cost) / cost. null: no cost, or several currencies, which are not added.',
          }),
        ),
      ),
      costPerConversion: Type.Optional(
        nullable(
          Type.String({
            description:
              'Cost for each conversion that it credits, decimal text; of customers the CAC. null as `roi`, and without a conversion.',
          }),
        ),
      ),
    },
    strict('What a model credits.'),
  ),
);

const COST =
  'Cost of the days of the period, by currency; of a cohort of the days on which its leads were created. Absent with `where`: costs have no fields of leads.';

const AttributionKey = component(
  'AttributionKey',
  Type.Object(
    {
      dimension: enumOf(ATTRIBUTION_DIMENSIONS, { description: 'The dimension of `groupBy`.' }),
      value: nullable(
        Type.String({
          description:
            'Its value; of a month its first day. null: the touch point has none, or the conversion has no touch point before it.',
        }),
      ),
      name: Type.Optional(Type.String({ description: 'The name of the source or campaign with that id.' })),
    },
    strict('A value that the touch points of a row have in common.'),
  ),
);

const AttributionRow = component(
  'AttributionRow',
  Type.Object(
    {
      keys: Type.Array(Ref(AttributionKey), { description: 'In the order of `groupBy`.' }),
      values: Type.Array(Ref(AttributionValue), { description: 'In the order of `models`.' }),
      cost: Type.Optional(Type.Array(Ref(CreditedRevenue), { description: COST })),
      group: Type.String({
        description: 'The row for `POST /v1/reports/attribution/credits`, which lists the conversions behind it.',
      }),
    },
    strict('What the models credit to a group of touch points.'),
  ),
);

const AttributionSample = component(
  'AttributionSample',
  Type.Object(
    {
      conversions: Count('Conversions, each credited once by each model.'),
      withoutTouchPoints: Count('Those without a touch point before them; their credits are in the row of null.'),
      touchPoints: Count('Touch points that share them.'),
      restated: Count(
        'Conversions with a touch point that arrived after the conversion was known: their credits are not what was answered before.',
      ),
      deleted: Count('Conversions without a lead: it was deleted, or the deal had none. Credited by what is kept.'),
    },
    strict('What the credits rest on.'),
  ),
);

const RemovalEffect = component(
  'RemovalEffect',
  Type.Object(
    {
      state: Type.String({ description: 'The channel, or the id of the source.' }),
      name: Type.Optional(Type.String({ description: 'The name of the source.' })),
      effect: Share('Share of the conversions that would be lost without it.'),
    },
    strict('How much the conversions depend on a channel or source.'),
  ),
);

const AttributionChain = component(
  'AttributionChain',
  Type.Object(
    {
      convertedJourneys: Count('Journeys with touch points that converted.'),
      otherJourneys: Count('Journeys of leads created in the period that did not.'),
      conversionProbability: Share('Probability of a conversion in the chain.'),
      removalEffects: Type.Array(Ref(RemovalEffect), { description: 'The largest first.' }),
    },
    strict('What the data-driven model learnt: a Markov chain of the journeys of this question.'),
  ),
);

const AttributionDefinition = component(
  'AttributionDefinition',
  Type.Object(
    {
      model: modelName('The model.'),
      title: Type.String({ description: 'A heading.' }),
      formula: Type.String({ description: 'How it shares a conversion among the touch points before it.' }),
    },
    strict('A model with its definition.'),
  ),
);

export const AttributionReportBody = component(
  'AttributionReport',
  Type.Object(
    {
      from: Timestamp('Begin of the period, inclusive.'),
      before: Timestamp('End of the period, exclusive.'),
      window: enumOf(WINDOWS, { description: 'How the period selects.' }),
      conversion: enumOf(CONVERSION_STEPS, { description: 'What is credited.' }),
      timeZone: Type.String({ description: 'The zone of the months.' }),
      completeTo: Timestamp('The answer has what was recorded until then.'),
      rows: Type.Array(Ref(AttributionRow), {
        description: 'The groups, in the order of `orderBy`, else of their keys.',
      }),
      groups: Count('How many groups there are; `rows` has the first `limit` of them.'),
      totals: Type.Array(Ref(AttributionValue), { description: 'Of all rows together, also of those beyond `limit`.' }),
      cost: Type.Optional(Type.Array(Ref(CreditedRevenue), { description: COST })),
      sample: Ref(AttributionSample),
      chain: Type.Optional(Ref(AttributionChain)),
      definitions: Type.Array(Ref(AttributionDefinition), { description: 'The definitions of the models.' }),
    },
    strict('The credits of conversions by each model.'),
  ),
);

/** The vocabularies of attribution. */
export const ATTRIBUTION_WORDS = {
  AttributionDimension: ATTRIBUTION_DIMENSIONS,
  AttributionModel: ATTRIBUTION_MODELS,
  ConversionStep: CONVERSION_STEPS,
  EarlierStep: EARLIER_STEPS,
  JourneyState: JOURNEY_STATES,
  TouchPointKind: TOUCH_POINT_KINDS,
} as const;
