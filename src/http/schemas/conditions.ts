import Type from 'typebox';
import { CONDITION_LIMITS, type Condition, OPERATORS, type Scalar } from '../../core/conditions/grammar.js';
import { ENGAGEMENT_TYPES } from '../../core/engagement.js';
import { component, enumOf, oneOfBy } from './components.js';

const strict = (description: string) => ({ additionalProperties: false, description });
/** The grammar is recursive: parts refer to the whole by name. */
const Part = Type.Unsafe<Condition>({ $ref: 'Condition' });
const Parts = Type.Array(Part, { minItems: 1, maxItems: CONDITION_LIMITS.leaves, description: 'The parts.' });
const OperandText = { type: ['string', 'number', 'boolean'], maxLength: CONDITION_LIMITS.textLength };

const AllConditionSchema = component(
  'AllCondition',
  Type.Object(
    { type: enumOf(['all'] as const, { description: 'And.' }), conditions: Parts },
    strict('True when every part is true.'),
  ),
);
const AnyConditionSchema = component(
  'AnyCondition',
  Type.Object(
    { type: enumOf(['any'] as const, { description: 'Or.' }), conditions: Parts },
    strict('True when at least one part is true.'),
  ),
);
const NotConditionSchema = component(
  'NotCondition',
  Type.Object(
    { type: enumOf(['not'] as const, { description: 'Not.' }), condition: Part },
    strict('True when the part is false.'),
  ),
);
const FieldConditionSchema = component(
  'FieldCondition',
  Type.Object(
    {
      type: enumOf(['field'] as const, { description: 'About a field.' }),
      field: Type.String({
        minLength: 1,
        maxLength: 120,
        description:
          'A lead field, `timeframeDaysLeft` (days from now until the stated purchase timeframe is over, below 0 once it has passed), `attributes.<name>`, `source.channel`, `source.name`, `source.campaign`, and where they are known `score.fit`, `score.engagement`, `score.total`, `grade`, `temperature`, `category`.',
      }),
      operator: enumOf(OPERATORS, {
        description:
          'Text is compared without regard to case. On an absent field all are false but not_exists, neq and not_in.',
      }),
      value: Type.Optional(
        Type.Unsafe<Scalar | Scalar[]>({
          // Lists first: the serializer takes the first type that fits, and a list has a toString.
          type: ['array', 'string', 'number', 'boolean'],
          maxLength: CONDITION_LIMITS.textLength,
          maxItems: CONDITION_LIMITS.values,
          items: OperandText,
          description:
            'None for exists and not_exists; a list for in and not_in; [low, high] for between; else one text, number or boolean.',
        }),
      ),
    },
    strict('Compares one field.'),
  ),
);
const EngagementConditionSchema = component(
  'EngagementCondition',
  Type.Object(
    {
      type: enumOf(['engagement'] as const, { description: 'About what the lead did.' }),
      engagementTypes: Type.Array(enumOf(ENGAGEMENT_TYPES, { description: 'A kind.' }), {
        minItems: 1,
        maxItems: ENGAGEMENT_TYPES.length,
        description: 'Any of these kinds.',
      }),
      withinDays: Type.Optional(
        Type.Number({
          exclusiveMinimum: 0,
          maximum: CONDITION_LIMITS.withinDays,
          description: 'In the last days; ever when absent.',
        }),
      ),
      minimumCount: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 1000, description: 'At least so many; 1 when absent.' }),
      ),
    },
    strict('True when the lead did this often enough, lately enough.'),
  ),
);

/** The one condition language: score rules, classification, routing. */
export const ConditionSchema = component(
  'Condition',
  oneOfBy(
    'type',
    [AllConditionSchema, AnyConditionSchema, NotConditionSchema, FieldConditionSchema, EngagementConditionSchema],
    {
      description: `A condition over a lead; at most ${CONDITION_LIMITS.depth} levels and ${CONDITION_LIMITS.leaves} leaves.`,
    },
  ),
);
export const When = Type.Unsafe<Condition>({ $ref: ConditionSchema.$id });
