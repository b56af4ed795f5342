import Type from 'typebox';
import { BACKTEST_DAYS } from '../../core/forecast/backtest.js';
import { FORECAST_BASES, FORECAST_GROUPS, MONTH_BASES } from '../../core/forecast/forecast.js';
import { FEWEST_CLOSED } from '../../core/forecast/history.js';
import { Id, listOf, NameOf, strict, Timestamp } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';

const Text = (description: string) =>
  Type.String({
    pattern: '^[0-9]+\\.[0-9]{2,4}$',
    description: `${description} Decimal text.`,
    examples: ['12500.00'],
  });
const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 currency of its amounts.' });
const Month = (description: string) =>
  Type.String({ pattern: '^[0-9]{4}-[0-9]{2}$', description: `${description} \`yyyy-mm\`.`, examples: ['2026-04'] });

/** Query parameters that select the deals. */
export const forecastFilters = {
  month: Type.Optional(Month('Of this month.')),
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$', description: 'With amounts in this currency.' })),
  ownerId: Type.Optional(Id('Of this rep.')),
  teamId: Type.Optional(Id('Whose lead is with this team.')),
  sourceId: Type.Optional(Id('From this source.')),
};

const sums = {
  currency: Currency,
  deals: Count('How many open deals there are.'),
  withoutAmount: Count('How many of them have no amount: they add nothing to the amounts.'),
  openAmount: Text('The sum of their amounts.'),
  weightedAmount: nullable(
    Text('The sum of their amounts, each times the probability that the deal is won. null: a deal has none.'),
  ),
  low: nullable(
    Text(
      'Lower end of the 80 % interval of the amount that is won of these deals, whenever: deals are won independently, at odds that are all wrong by one unknown factor, which is as large as the sample and the errors of earlier forecasts let expect. Up to 60 deals are simulated 2,000 times with a fixed seed, more are taken as normally distributed.',
    ),
  ),
  high: nullable(Text('Upper end of the interval. Ends of rows do not add up to those of totals.')),
};

const ForecastRowSchema = component(
  'ForecastRow',
  Type.Object(
    {
      month: nullable(
        Month(
          'The month, in the zone of the workspace, in which the deals are expected to close: by their `expectedCloseOn`, else by the age at which deals were won. null: not known.',
        ),
      ),
      groupId: Type.Optional(nullable(Id('The owner, team or source of `groupBy`; null: the deals have none.'))),
      groupName: NameOf('the owner, team or source'),
      ...sums,
    },
    strict('Open deals of one month, currency and group. Each deal is in exactly one row.'),
  ),
);

const ForecastTotalSchema = component(
  'ForecastTotal',
  Type.Object({ ...sums }, strict('All open deals of one currency.')),
);

const ForecastHistorySchema = component(
  'ForecastHistory',
  Type.Object(
    {
      closedDeals: Count(
        'How many won and lost deals the history has. Deals that were closed when they were made do not count.',
      ),
      wonDeals: Count('How many of them were won.'),
      lostDeals: Count('How many of them were lost.'),
      formula: Type.String({ description: 'How the probability of a deal follows from the history.' }),
    },
    strict(
      `What probabilities follow from: the 50,000 deals that were opened last. Absent where fewer than ${FEWEST_CLOSED.closed} deals were closed, or fewer than ${FEWEST_CLOSED.each} won or lost: deals without a prediction then have no probability.`,
    ),
  ),
);

const ForecastBacktestSchema = component(
  'ForecastBacktest',
  Type.Object(
    {
      currency: Currency,
      origins: Count('How many ends of months were forecast, of the last twelve that are 90 days ago.'),
      covered: Count('At how many of them what was then won lay in the 80 % interval.'),
      meanForecast: Type.Number({
        description: `Mean of the forecasts of the amount won within ${BACKTEST_DAYS} days.`,
      }),
      meanActual: Type.Number({ description: 'Mean of the amounts that were won.' }),
      meanError: Type.Number({ description: 'Mean of forecast less won: above 0 where too much was forecast.' }),
    },
    strict('Forecasts of the past, each from what was known then, compared with what then happened.'),
  ),
);

export const ForecastReport = component(
  'ForecastReport',
  Type.Object(
    {
      rows: Type.Array(Ref(ForecastRowSchema), { description: 'By month, currency and group.' }),
      totals: Type.Array(Ref(ForecastTotalSchema), { description: 'All selected deals of each currency.' }),
      dealsByModel: Count('How many deals have the probability of their lead, by the published prediction model.'),
      history: Type.Optional(Ref(ForecastHistorySchema)),
      backtest: Type.Array(Ref(ForecastBacktestSchema), {
        description:
          'How the probabilities by history did, by currency, for all deals of the workspace. Empty: the history does not reach back far enough.',
      }),
      timeZone: Type.String({ description: 'The zone of the months.' }),
      completeTo: Timestamp('The answer has what was recorded until then.'),
    },
    strict('What the open deals will bring.'),
  ),
);

export const ForecastDealSchema = component(
  'ForecastDeal',
  Type.Object(
    {
      id: Id('The deal.'),
      name: Type.Optional(Type.String({ description: 'Its name.' })),
      leadId: Type.Optional(Id('Its lead.')),
      ownerId: Type.Optional(Id('Its owner.')),
      ownerName: NameOf('the owner'),
      teamId: Type.Optional(Id('The team of its lead.')),
      teamName: NameOf('the team'),
      sourceId: Type.Optional(Id('Its source.')),
      sourceName: NameOf('the source'),
      currency: Currency,
      amount: nullable(Text('Its amount.')),
      probability: nullable(
        Type.Number({ minimum: 0, maximum: 1, description: 'The probability that it is won. null: not known.' }),
      ),
      weightedAmount: nullable(Text('Its amount times the probability.')),
      basis: enumOf(FORECAST_BASES, { description: 'Where the probability comes from.' }),
      reason: Type.String({ description: 'Why it is so, in words.' }),
      ageDays: Type.Integer({ minimum: 0, description: 'Whole days since it was opened.' }),
      month: nullable(Month('The month in which it is expected to close.')),
      monthBasis: enumOf(MONTH_BASES, { description: 'Where the month comes from.' }),
    },
    strict('An open deal with its probability.'),
  ),
);

export const ForecastDealList = listOf('ForecastDealList', ForecastDealSchema, 'Open deals, the oldest first.');

/** The vocabularies of forecasts. */
export const FORECAST_WORDS = {
  ForecastBasis: FORECAST_BASES,
  ForecastGrouping: FORECAST_GROUPS,
  ForecastMonthBasis: MONTH_BASES,
} as const;
