import Type from 'typebox';
import { count } from './change-batches.js';
import { listOf, PlannedDay, strict, Timestamp } from './common.js';
import { component, nullable, Ref } from './components.js';
import { CurrencyCode } from './costs.js';

const MOST_RATES = 1_000;
const Publisher = (description: string) => Type.String({ minLength: 1, maxLength: 100, pattern: '\\S', description });
const Rate = () =>
  Type.String({
    pattern: '^[0-9]{1,12}(\\.[0-9]{1,12})?$',
    description:
      'Units of `quote` for one of `base`: decimal text above 0, at most 12 digits before and 12 after the point.',
    examples: ['1.0842'],
  });

const ExchangeRateInputSchema = component(
  'ExchangeRateInput',
  Type.Object(
    {
      base: CurrencyCode('The currency of which there is one unit.'),
      quote: CurrencyCode('The currency that it is worth.'),
      day: PlannedDay('The day,'),
      rate: nullable(Rate()),
      source: Type.Optional(Publisher('Who published it, such as `ECB`; `api` when absent.')),
    },
    strict('The rate of a day; null removes the stored one.'),
  ),
);

export const ExchangeRatesPut = component(
  'ExchangeRatesPut',
  Type.Object(
    {
      rates: Type.Array(Ref(ExchangeRateInputSchema), {
        ...{ minItems: 1, maxItems: MOST_RATES },
        description: 'Rates, 1 to 1,000, each of other currencies or of another day.',
      }),
    },
    strict('Rates to set and to remove. Others stay.'),
  ),
);

export const ExchangeRateChanges = component(
  'ExchangeRateChanges',
  Type.Object(
    {
      set: count('Number of rates that are new or changed.'),
      removed: count('Number of removed rates.'),
      unchanged: count('Number of rates that were stored like this before.'),
    },
    strict('What the request changed.'),
  ),
);

export const ExchangeRateSchema = component(
  'ExchangeRate',
  Type.Object(
    {
      base: CurrencyCode('The currency of which there is one unit.'),
      quote: CurrencyCode('The currency that it is worth.'),
      day: Type.String({ format: 'date', description: 'The day, `yyyy-mm-dd`.' }),
      rate: Rate(),
      source: Publisher('Who published it.'),
      updatedAt: Timestamp('When it was set.'),
    },
    strict('What one currency was worth in another on a day.'),
  ),
);

export const ExchangeRateList = listOf('ExchangeRateList', ExchangeRateSchema, 'Rates, the newest day first.');

const Day = (description: string) => Type.String({ format: 'date', description: `${description} \`yyyy-mm-dd\`.` });
export const exchangeRateFilters = {
  base: Type.Optional(CurrencyCode('Of this base.')),
  quote: Type.Optional(CurrencyCode('Of this quote.')),
  from: Type.Optional(Day('Of this day or later,')),
  before: Type.Optional(Day('Of a day before this one,')),
};
