import Type from 'typebox';
import { ENGAGEMENT_TYPES } from '../../core/engagement.js';
import { COUNTED_BY, SCORE_MODEL_LIMITS as LIMITS } from '../../core/scoring/model.js';
import { CHANNELS } from '../../core/sources.js';
import { strict } from './common.js';
import { component, enumOf, oneOfBy, Ref } from './components.js';
import { When } from './conditions.js';
import { ruleFields, variant } from './rules.js';

const Points = (description: string) =>
  Type.Number({ minimum: -LIMITS.points, maximum: LIMITS.points, 'x-decimals': 2, description });
const Amount = (description: string) =>
  Type.Number({ minimum: 0, maximum: LIMITS.points, 'x-decimals': 2, description });
const Days = (description: string) => Type.Number({ exclusiveMinimum: 0, maximum: LIMITS.days, description });
const kind = <const K extends string>(word: K, description: string) => enumOf([word] as const, { description });

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
          type: kind('at_most', 'At most `count`.'),
          count: Type.Integer({ minimum: 1, maximum: LIMITS.count, description: 'Maximum number of events.' }),
        },
        'The latest `count` events count.',
      ),
      variant(
        'PerWindowFrequency',
        {
          type: kind('per_window', 'At most `count` in each window.'),
          count: Type.Integer({ minimum: 1, maximum: LIMITS.count, description: 'Maximum events of a window.' }),
          days: Type.Integer({ minimum: 1, maximum: LIMITS.days, description: 'Length of a window in days.' }),
        },
        'The latest `count` events of each window count. Windows are consecutive, in UTC, from Monday 2001-01-01: 1 is a day, 7 a week from Monday.',
      ),
    ],
    { description: 'Which events count.' },
  ),
);
const DecaySchema = component(
  'Decay',
  oneOfBy(
    'type',
    [
      variant('NoDecay', { type: kind('none', 'Never.') }, 'Points do not decay.'),
      variant(
        'HalfLifeDecay',
        { type: kind('half_life', 'Halving.'), days: Days('Half-life in days.') },
        'points × 0.5^(age / days)',
      ),
      variant(
        'LinearDecay',
        { type: kind('linear', 'Evenly.'), days: Days('Days until zero points.') },
        'points × max(0, 1 − age / days)',
      ),
      variant(
        'StepDecay',
        {
          type: kind('step', 'In steps.'),
          days: Days('Days per step.'),
          factor: Type.Number({ minimum: 0, maximum: 1, description: 'Factor that remains after each step, 0 to 1.' }),
        },
        'points × factor^floor(age / days)',
      ),
    ],
    { description: 'How points decay with the age of the event.' },
  ),
);
const FitRuleSchema = variant(
  'FitRule',
  { ...ruleFields, when: When, points: Points('Points while the condition holds; may be negative.') },
  'Points for a property of the lead.',
);
const EngagementRuleSchema = variant(
  'EngagementRule',
  {
    ...ruleFields,
    engagementTypes: Type.Array(enumOf(ENGAGEMENT_TYPES, { description: 'A type of engagement event.' }), {
      minItems: 1,
      maxItems: ENGAGEMENT_TYPES.length,
      description: 'Events of any of these types.',
    }),
    sourceChannels: Type.Optional(
      Type.Array(enumOf(CHANNELS, { description: 'A channel.' }), {
        minItems: 1,
        maxItems: CHANNELS.length,
        description: 'Only events from a source of any of these channels; from anywhere when absent.',
      }),
    ),
    points: Points('Points per event; may be negative.'),
    countBy: Type.Optional(
      enumOf(COUNTED_BY, {
        description:
          "`event` (when absent) counts every event; `day` counts only the latest event of each day of the workspace's `timeZone`. Applied before `frequency`.",
      }),
    ),
    frequency: Ref(FrequencySchema),
    decay: Ref(DecaySchema),
    minimum: Type.Optional(
      Amount('Floor of the absolute points of the rule while an event counts: decay does not go below it.'),
    ),
    maximum: Type.Optional(Amount('Cap on the absolute points of the rule.')),
    withinDays: Type.Optional(Days('Only events of the last `withinDays` days count.')),
    when: Type.Optional(When),
  },
  'Points for engagement: limited by frequency, decayed, rounded to 0.01, summed, and kept within floor and cap. With negative points both bound the points that the rule subtracts.',
);
const bounds = { minimum: Points('Lower bound.'), maximum: Points('Upper bound.') };
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
          'Rules for properties of the lead.',
        ),
      ),
      engagement: Ref(
        variant(
          'EngagementRules',
          {
            rules: Type.Array(Ref(EngagementRuleSchema), { maxItems: LIMITS.rules, description: 'The rules.' }),
            ...bounds,
          },
          'Rules for engagement: the latest 5,000 engagement events of a lead in the order of arrival.',
        ),
      ),
      total: Ref(variant('TotalBounds', bounds, 'Bounds of the total.')),
      grade: Ref(
        variant(
          'GradeBounds',
          {
            fitBounds: Pair('Minimum fit of grade A, then of grade B; C below.'),
            engagementBounds: Pair('Minimum engagement of grade 1, then of grade 2; 3 below.'),
          },
          'Bounds of fit and engagement for grades.',
        ),
      ),
      maximumDrift: Type.Optional(
        Type.Number({
          minimum: LIMITS.leastDrift,
          maximum: LIMITS.points,
          'x-decimals': 2,
          description:
            'Points by which a stored score may differ from the exact one, which fades with time; 1 when absent. Lists, filters, sorting, routing and claims use stored scores; answers about one lead are exact. Greater values cost fewer writes.',
        }),
      ),
    },
    strict(
      'Rules that give points for properties and engagement. Fit and engagement are each summed within their bounds; the total is the sum of both within its own bounds.',
    ),
  ),
);
