import Type from 'typebox';
import { SALES_GROUPS } from '../../core/deals/deal.js';
import { NameOf, strict, Timestamp } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { definitions } from './reports.js';

const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Days = (description: string) =>
  nullable(
    Type.Number({
      minimum: 0,
      description: `${description} Days, at most two decimals; null without a won deal that was closed after its begin.`,
    }),
  );
/** A total may have more digits than one amount. */
const Sum = (description: string) => Type.String({ description, examples: ['12500.00'] });

export const SalesGroupSchema = component(
  'SalesGroup',
  Type.Object(
    {
      currency: Type.String({
        description: 'ISO 4217 currency of the deals. Amounts of different currencies are never added.',
      }),
      key: nullable(Type.String({ description: 'The source, rep or product of the group; null: not known.' })),
      keyName: NameOf('that source or rep'),
      volume: Sum('Sum of the amounts of won deals. Decimal text in major units, exact.'),
      wonDeals: Count('Deals won.'),
      lostDeals: Count('Deals lost.'),
      averageDealSize: nullable(Sum('`volume` / `wonDeals`, rounded to four decimals; null without won deals.')),
      winRate: nullable(
        Type.Number({
          minimum: 0,
          maximum: 1,
          description: '`wonDeals` / (`wonDeals` + `lostDeals`); null without closed deals.',
        }),
      ),
      averageCycleDays: Days('Average time from the begin of the sales cycle to the win.'),
      medianCycleDays: Days('Median time from the begin of the sales cycle to the win.'),
      repeatDeals: Count('Won deals of customers who had a won deal before.'),
    },
    strict('Sales in one currency, for one group if grouped.'),
  ),
);

const leadOutcomes = {
  wonLeads: Count('Leads that became customers in the period; converted ones count when their deal was closed.'),
  lostLeads: Count('Leads that were lost in the period.'),
  disqualifiedLeads: Count('Leads that were disqualified in the period.'),
  leadWinRate: nullable(
    Type.Number({
      minimum: 0,
      maximum: 1,
      description: '`wonLeads` / (`wonLeads` + `lostLeads`); null without any.',
    }),
  ),
};

const LeadOutcomesSchema = component(
  'LeadOutcomes',
  Type.Object(
    leadOutcomes,
    strict('How leads ended, with or without a deal: by source, rep and product as filtered, across currencies.'),
  ),
);

const LeadOutcomeGroupSchema = component(
  'LeadOutcomeGroup',
  Type.Object(
    {
      key: nullable(Type.String({ description: 'The source, rep or product of the group; null: not known.' })),
      keyName: NameOf('that source or rep'),
      ...leadOutcomes,
    },
    strict('How the leads of one source, rep or product ended.'),
  ),
);

export const RetentionSchema = component(
  'Retention',
  Type.Object(
    {
      customers: Count('Customers with a won deal before the end of the period.'),
      newCustomers: Count('Customers whose first won deal is in the period.'),
      repeatCustomers: Count('Customers with a further won deal before the end of the period.'),
      atStart: Count('Customers with a won deal before the period who had not churned by its begin.'),
      retained: Count('Customers at the start who had not churned by the end.'),
      churned: Count('Customers who churned in the period.'),
      retentionRate: nullable(
        Type.Number({
          minimum: 0,
          maximum: 1,
          description: '`retained` / `atStart`; null without customers at the start.',
        }),
      ),
      repeatRate: nullable(
        Type.Number({
          minimum: 0,
          maximum: 1,
          description: '`repeatCustomers` / `customers`; null without customers.',
        }),
      ),
    },
    strict('Retention and repeat purchases of customers, across currencies.'),
  ),
);

export const SalesReportSchema = component(
  'SalesReport',
  Type.Object(
    {
      from: Timestamp('Begin of the period, inclusive.'),
      before: Timestamp('End of the period, exclusive.'),
      groupBy: nullable(
        enumOf(SALES_GROUPS, { description: 'The field that it is grouped by, besides the currency.' }),
      ),
      groups: Type.Array(Ref(SalesGroupSchema), { maxItems: 1_000, description: 'Largest volume first.' }),
      leads: Ref(LeadOutcomesSchema),
      leadGroups: Type.Array(Ref(LeadOutcomeGroupSchema), {
        maxItems: 1_000,
        description: 'The same for each group, most outcomes first; empty without `groupBy`.',
      }),
      retention: Ref(RetentionSchema),
      definitions,
    },
    strict('The sales of a period.'),
  ),
);
