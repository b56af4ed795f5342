import Type from 'typebox';
import { SALES_GROUPS } from '../../core/deals/deal.js';
import { strict, Timestamp } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';

const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Days = (description: string) =>
  nullable(
    Type.Number({ minimum: 0, description: `${description} Days, at most two decimals; null without a won deal.` }),
  );
/** A total may have more digits than one amount. */
const Sum = (description: string) => Type.String({ description, examples: ['12500.00'] });

export const SalesLineSchema = component(
  'SalesLine',
  Type.Object(
    {
      currency: Type.String({ description: 'ISO 4217 currency of the deals. Currencies are never added up.' }),
      group: nullable(
        Type.String({ description: 'The source, rep or product, when split by it; null: none is known.' }),
      ),
      volume: Sum('Amounts of won deals added up. Decimal text in major units, exact.'),
      wonDeals: Count('Deals won.'),
      lostDeals: Count('Deals lost.'),
      averageDealSize: nullable(Sum('Volume by won deals, rounded to four decimals; null without any.')),
      winRate: nullable(Type.Number({ minimum: 0, maximum: 1, description: 'Won by won and lost; null without any.' })),
      averageCycleDays: Days('From the begin of the sales cycle to the win, on average.'),
      medianCycleDays: Days('The same in the middle: half of the deals took longer.'),
      repeatDeals: Count('Won deals of customers who had a won deal before.'),
    },
    strict('What was sold in one currency, of one group if it is split.'),
  ),
);

export const RetentionSchema = component(
  'Retention',
  Type.Object(
    {
      customers: Count('Customers with a won deal until the end of the period.'),
      newCustomers: Count('Of these, those whose first won deal is in the period.'),
      repeatCustomers: Count('Of these, those with a further won deal until the end of the period.'),
      atStart: Count('Customers with a won deal before the period, who had not left by its begin.'),
      retained: Count('Of those at the start, those who had not left by the end.'),
      churned: Count('Customers who left in the period.'),
      retentionRate: nullable(
        Type.Number({ minimum: 0, maximum: 1, description: 'Retained by those at the start; null without any.' }),
      ),
      repeatRate: nullable(
        Type.Number({ minimum: 0, maximum: 1, description: 'Customers with a further deal by all; null without any.' }),
      ),
    },
    strict('Whether customers stay and come again, whatever the currency.'),
  ),
);

export const MeasureDefinition = component(
  'MeasureDefinition',
  Type.Object(
    {
      measure: Type.String({ description: 'Name of the measure.' }),
      definition: Type.String({ description: 'How it is counted.' }),
    },
    strict('What a number means.'),
  ),
);

export const SalesReportSchema = component(
  'SalesReport',
  Type.Object(
    {
      closedFrom: Timestamp('Begin of the period, inclusive.'),
      closedBefore: Timestamp('End of the period, exclusive.'),
      groupBy: nullable(enumOf(SALES_GROUPS, { description: 'By what it is split, beside the currency.' })),
      data: Type.Array(Ref(SalesLineSchema), { maxItems: 1_000, description: 'Largest volume first.' }),
      retention: Ref(RetentionSchema),
      definitions: Type.Array(Ref(MeasureDefinition), { description: 'What each number means.' }),
    },
    strict('What was sold in a period.'),
  ),
);
