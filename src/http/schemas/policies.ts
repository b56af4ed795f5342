import Type, { type TSchema } from 'typebox';
import type { RoutingPolicy } from '../../core/assignment/policy.js';
import { ENGAGEMENT_TYPES } from '../../core/engagement.js';
import { type Decay, type Frequency, SCORE_MODEL_LIMITS as LIMITS, type ScoreModel } from '../../core/scoring/model.js';
import { classificationPolicyDocument } from './classification-policies.js';
import { Id, listOf, Timestamp } from './common.js';
import { type Component, component, enumOf, nullable, oneOfBy, Ref } from './components.js';
import { When } from './conditions.js';

const strict = (description: string) => ({ additionalProperties: false, description });
const ruleFields = {
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,63}$', description: 'Stable id, unique in the document.' }),
  label: Type.String({ minLength: 1, maxLength: LIMITS.label, description: 'What it is about, for people.' }),
};
const Points = (description: string) =>
  Type.Number({ minimum: -LIMITS.points, maximum: LIMITS.points, multipleOf: 0.01, description });
const Days = (description: string) => Type.Number({ exclusiveMinimum: 0, maximum: LIMITS.days, description });
const kind = <const K extends string>(word: K, description: string) => enumOf([word] as const, { description });
const variant = <P extends Record<string, TSchema>>(name: string, fields: P, description: string) =>
  component(name, Type.Object(fields, strict(description)));

const FrequencySchema = component(
  'Frequency',
  oneOfBy(
    'type',
    [
      variant('EveryFrequency', { type: kind('every', 'Every event.') }, 'All events count.'),
      variant('OnceFrequency', { type: kind('once', 'Once.') }, 'Only the latest event counts.'),
      variant(
        'AtMostFrequency',
        {
          type: kind('at_most', 'Up to a number.'),
          count: Type.Integer({ minimum: 1, maximum: LIMITS.count, description: 'How many.' }),
        },
        'The latest `count` events count.',
      ),
    ],
    { description: 'How many events count.' },
  ),
);
const DecaySchema = component(
  'Decay',
  oneOfBy(
    'type',
    [
      variant('NoDecay', { type: kind('none', 'Never.') }, 'Points stay.'),
      variant(
        'HalfLifeDecay',
        { type: kind('half_life', 'Halving.'), days: Days('Half-life in days.') },
        'points × 0.5^(age / days)',
      ),
      variant(
        'LinearDecay',
        { type: kind('linear', 'Evenly.'), days: Days('Days to zero.') },
        'points × max(0, 1 − age / days)',
      ),
      variant(
        'StepDecay',
        {
          type: kind('step', 'In steps.'),
          days: Days('Days per step.'),
          factor: Type.Number({ minimum: 0, maximum: 1, description: 'What is left after a step, 0 to 1.' }),
        },
        'points × factor^floor(age / days)',
      ),
    ],
    { description: 'How points fade with the age of the event.' },
  ),
);
const FitRuleSchema = variant(
  'FitRule',
  { ...ruleFields, when: When, points: Points('Points while the condition holds; may be negative.') },
  'Points for who somebody is.',
);
const EngagementRuleSchema = variant(
  'EngagementRule',
  {
    ...ruleFields,
    engagementTypes: Type.Array(enumOf(ENGAGEMENT_TYPES, { description: 'A kind.' }), {
      minItems: 1,
      maxItems: ENGAGEMENT_TYPES.length,
      description: 'Any of these kinds.',
    }),
    points: Points('Points per event; may be negative.'),
    frequency: Ref(FrequencySchema) as unknown as ReturnType<typeof Type.Unsafe<Frequency>>,
    decay: Ref(DecaySchema) as unknown as ReturnType<typeof Type.Unsafe<Decay>>,
    maximum: Type.Optional(
      Type.Number({ minimum: 0, maximum: LIMITS.points, description: 'Cap on the absolute points of the rule.' }),
    ),
    withinDays: Type.Optional(Days('Only events of the last days count.')),
    when: Type.Optional(When),
  },
  'Points for what somebody did: limited, decayed, rounded to 0.01, summed, capped.',
);
const bounds = { minimum: Points('Least.'), maximum: Points('Most.') };
const Pair = (description: string) =>
  Type.Unsafe<[number, number]>({ type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2, description });

export const ScoreModelDocument = component(
  'ScoreModelDocument',
  Type.Object(
    {
      fit: Ref(
        variant(
          'FitRules',
          { rules: Type.Array(Ref(FitRuleSchema), { maxItems: LIMITS.rules, description: 'The rules.' }), ...bounds },
          'Who somebody is.',
        ),
      ),
      engagement: Ref(
        variant(
          'EngagementRules',
          {
            rules: Type.Array(Ref(EngagementRuleSchema), { maxItems: LIMITS.rules, description: 'The rules.' }),
            ...bounds,
          },
          'What somebody did.',
        ),
      ),
      total: Ref(variant('TotalBounds', bounds, 'Bounds of the total.')),
      grade: Ref(
        variant(
          'GradeBounds',
          {
            fitBounds: Pair('A from the first, B from the second, else C.'),
            engagementBounds: Pair('1 from the first, 2 from the second, else 3.'),
          },
          'How fit and engagement make a grade.',
        ),
      ),
    },
    strict(
      'What turns facts and engagement into points. Fit and engagement are each summed within their bounds; the total is both within its own.',
    ),
  ),
) as unknown as Component<ReturnType<typeof Type.Unsafe<ScoreModel>>>;

export const ClassificationPolicyDocument = classificationPolicyDocument(ruleFields);

const RoutingRuleSchema = variant(
  'RoutingRule',
  { ...ruleFields, when: Type.Optional(When), teamId: Id('The team that gets the lead.') },
  'Sends leads for which the condition holds (absent: all) to a team.',
);

export const RoutingPolicyDocument = component(
  'RoutingPolicyDocument',
  Type.Object(
    {
      rules: Type.Array(Ref(RoutingRuleSchema), {
        maxItems: 200,
        description: 'In order; the first that holds and whose team can take the lead decides.',
      }),
      fallbackTeamId: Type.Optional(Id('The team for leads that no rule placed; without one they wait in the queue.')),
    },
    strict('Who gets which leads.'),
  ),
) as unknown as Component<ReturnType<typeof Type.Unsafe<RoutingPolicy>>>;

const STATUSES = ['draft', 'published', 'retired'] as const;

/** The wire of one kind of versioned document. */
export function policySchemas<S extends TSchema>(name: string, noun: string, document: Component<S>) {
  const nameField = Type.String({ minLength: 1, maxLength: 200, description: 'What it is, for people.' });
  const item = component(
    name,
    Type.Object(
      {
        version: Type.Integer({ minimum: 1, description: 'Counts up; a version never changes once made.' }),
        status: enumOf(STATUSES, { description: 'One version is published at a time; it decides.' }),
        name: nameField,
        document: Ref(document),
        createdAt: Timestamp('When it was made.'),
        publishedAt: nullable(Timestamp('When it was last published; null: never.')),
        retiredAt: nullable(Timestamp('When another took its place; null: it did not.')),
      },
      strict(`One version of the ${noun}.`),
    ),
  );
  const create = component(
    `${name}Create`,
    Type.Object({ name: nameField, document: Ref(document) }, strict(`A new version of the ${noun}.`)),
  );
  const list = listOf(`${name}List`, item, `Versions of the ${noun}, newest first.`);
  return { item, create, list };
}
