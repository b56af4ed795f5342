import Type, { type TProperties, type TSchema } from 'typebox';
import { strict, Timestamp } from './common.js';
import { type Component, component, enumOf, nullable, Ref } from './components.js';

const MetricDefinition = component(
  'MetricDefinition',
  Type.Object(
    {
      name: Type.String({ description: 'The number, or the word, that it defines.' }),
      definition: Type.String({ description: 'How it is calculated.' }),
    },
    strict('The definition of a number of a report.'),
  ),
);

export const definitions = Type.Array(Ref(MetricDefinition), {
  maxItems: 20,
  description: 'Definitions of the numbers.',
});

/** Query parameters of the period of a report: `period('Offers made')`. */
export const period = (what: string) => ({
  from: Type.Optional(Timestamp(`${what} at this instant or later.`)),
  before: Type.Optional(Timestamp(`${what} before this instant.`)),
});

/** The period of a report, as the report counts it. */
export const PeriodBounds = {
  from: Type.Optional(Timestamp('Begin of the period, inclusive; absent: from the beginning.')),
  before: Type.Optional(Timestamp('End of the period, exclusive; absent: until now.')),
};

interface ReportShape<Groupings extends readonly string[], Group extends TSchema, Rest extends TProperties> {
  groupings: Groupings;
  group: Component<Group>;
  groups: { maxItems: number; description: string };
  /** Numbers of the whole period. */
  rest: Rest;
}

/** The form of a report: its period, groups and definitions. */
export function report<const G extends readonly string[], Group extends TSchema, Rest extends TProperties>(
  name: string,
  { groupings, group, groups, rest }: ReportShape<G, Group, Rest>,
  description: string,
) {
  return component(
    name,
    Type.Object(
      {
        groupBy: enumOf(groupings, { description: 'The field of the groups.' }),
        ...PeriodBounds,
        groups: Type.Array(Ref(group), groups),
        ...rest,
        definitions,
      },
      strict(description),
    ),
  );
}

const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Rate = (description: string) =>
  nullable(Type.Number({ minimum: 0, maximum: 1, description: `${description}, 0 to 1; null when there are none.` }));

export const RECYCLING_GROUPINGS = ['cycle'] as const;

const RecyclingGroupSchema = component(
  'RecyclingGroup',
  Type.Object(
    {
      key: Type.String({ description: 'The cycle as a number; `0` is the first, before any recycling.' }),
      leads: Count('Leads that entered the cycle.'),
      converted: Count('Leads that became customers in this cycle.'),
      conversionRate: Rate('`converted` / `leads`'),
    },
    strict(
      'How many leads entered a cycle and how many became customers in it. A lead in a later cycle also counts in the cycles before.',
    ),
  ),
);

const RecyclingTotals = component(
  'RecyclingTotals',
  Type.Object(
    {
      leads: Count('Leads created in the period.'),
      firstCycleConverted: Count('Leads that became customers in their first cycle.'),
      firstCycleConversionRate: Rate('`firstCycleConverted` / `leads`'),
      recycled: Count('Leads that were recycled, or woke after being parked, at least once.'),
      recycledConverted: Count('Recycled leads that are customers now.'),
      recycledConversionRate: Rate('`recycledConverted` / `recycled`'),
      recyclingUplift: nullable(
        Type.Number({
          minimum: -1,
          maximum: 1,
          description:
            '`recycledConversionRate` less `firstCycleConversionRate`: below 0, recycled leads convert less; null without one of them.',
        }),
      ),
    },
    strict('Recycled leads beside leads in their first cycle.'),
  ),
);

export const RecyclingReport = report(
  'RecyclingReport',
  {
    groupings: RECYCLING_GROUPINGS,
    group: RecyclingGroupSchema,
    groups: { maxItems: 101, description: 'By cycle, from 0; the last includes all later ones.' },
    rest: { total: Ref(RecyclingTotals) },
  },
  'Whether recycled leads become customers.',
);
