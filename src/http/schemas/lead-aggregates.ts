import Type from 'typebox';
import { AGGREGATE_FUNCTIONS, AGGREGATE_LIMITS, ATTRIBUTE_TYPES } from '../../core/conditions/aggregation.js';
import { strict } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { leadSelection } from './lead-search.js';

const FieldName = (description: string) => Type.String({ minLength: 1, maxLength: 120, description });
const Count = (description: string) => Type.Integer({ minimum: 0, description });

export const LeadCountRequest = component(
  'LeadCountRequest',
  Type.Object(leadSelection, strict('Which leads to count; all without members.')),
);

export const LeadCount = component(
  'LeadCount',
  Type.Object({ count: Count('The number of leads that match.') }, strict('A number of leads.')),
);

const LeadMeasure = component(
  'LeadMeasure',
  Type.Object(
    {
      measure: enumOf(AGGREGATE_FUNCTIONS, {
        description:
          'What is computed of the numbers. The median of an even number of leads is the mean of the two in the middle.',
      }),
      field: FieldName('A field that is a number, or a custom attribute; leads where it is none do not count.'),
    },
    strict('A measure of a field.'),
  ),
);

export const LeadAggregation = component(
  'LeadAggregation',
  Type.Object(
    {
      ...leadSelection,
      groupBy: Type.Optional(
        Type.Array(FieldName('A text, list of texts, id, enum, number or custom attribute.'), {
          maxItems: AGGREGATE_LIMITS.groupBy,
          description: 'Fields by which the leads are grouped; one group of all leads when absent or empty.',
        }),
      ),
      measures: Type.Optional(
        Type.Array(Ref(LeadMeasure), {
          maxItems: AGGREGATE_LIMITS.measures,
          description: 'What is computed of each group, besides the number of leads.',
        }),
      ),
    },
    strict('Which leads to aggregate, and how.'),
  ),
);

const LeadGroupKey = component(
  'LeadGroupKey',
  Type.Object(
    {
      field: FieldName('The field of `groupBy`.'),
      value: nullable(Type.String({ description: 'The value that the leads of the group have; null: none.' })),
      name: Type.Optional(Type.String({ description: 'The name of the rep, team, source or campaign with that id.' })),
      type: Type.Optional(enumOf(ATTRIBUTE_TYPES, { description: 'The type of the value of a custom attribute.' })),
    },
    strict('A value that the leads of a group have in common.'),
  ),
);

const LeadMeasureResult = component(
  'LeadMeasureResult',
  Type.Object(
    {
      measure: Type.String({ description: 'As requested.' }),
      field: FieldName('As requested.'),
      value: nullable(
        Type.String({
          description:
            'Decimal text with at most 10 places, of a declared decimal attribute all places (an average at most 20); null when no lead of the group has a number.',
        }),
      ),
    },
    strict('The result of a measure.'),
  ),
);

const LeadGroup = component(
  'LeadGroup',
  Type.Object(
    {
      keys: Type.Array(Ref(LeadGroupKey), { description: 'In the order of `groupBy`.' }),
      count: Count('The number of leads of the group.'),
      measures: Type.Array(Ref(LeadMeasureResult), { description: 'In the order of the request.' }),
    },
    strict('Leads with the same values.'),
  ),
);

export const LeadAggregate = component(
  'LeadAggregate',
  Type.Object(
    {
      count: Count('The number of leads of all groups, each counted once.'),
      groups: Type.Array(Ref(LeadGroup), { description: 'Most leads first.' }),
    },
    strict(`Leads in groups; at most ${AGGREGATE_LIMITS.groups} groups.`),
  ),
);
