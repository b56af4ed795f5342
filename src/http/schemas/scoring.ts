import Type from 'typebox';
import { FACT_OPERATORS } from '../../core/classification/changes.js';
import { COUNTERFACTUAL_OUTCOMES, COUNTERFACTUAL_TARGETS } from '../../core/classification/counterfactual.js';
import type { Scalar } from '../../core/condition.js';
import { ENGAGEMENT_TYPES } from '../../core/engagement.js';
import { GRADES } from '../../core/leads/score.js';
import { CATEGORIES, TEMPERATURES } from '../../core/leads/vocabulary.js';
import { CHANNELS } from '../../core/sources.js';
import { Id, PastInstant, PlannedInstant, strict, Timestamp } from './common.js';
import { component, enumOf, oneOfBy, Ref } from './components.js';
import { EventProperties } from './engagement.js';
import { ScoreSchema } from './lead-class.js';
import { AdjustmentSchema, ContributionSchema, ReasonSchema, StatedTimeframeSchema } from './lead-explanations.js';
import { LeadCreate } from './leads.js';
import { variant } from './rules.js';

const versions = {
  scoreModelVersion: Type.Integer({ minimum: 1, description: 'Version of the score model that decided.' }),
  classificationPolicyVersion: Type.Integer({ minimum: 1, description: 'Version of the policy that decided.' }),
};
const classes = {
  temperature: enumOf(TEMPERATURES, { description: 'How ready to buy.' }),
  category: enumOf(CATEGORIES, { description: 'The category in the funnel.' }),
  grade: enumOf(GRADES, { description: 'Fit and engagement as one grade.' }),
};

const HypotheticalEventSchema = variant(
  'HypotheticalEvent',
  {
    type: enumOf(ENGAGEMENT_TYPES, { description: 'The type of the event.' }),
    occurredAt: Type.Optional(PastInstant('When it happens; the instant of the simulation when absent.')),
    sourceChannel: Type.Optional(enumOf(CHANNELS, { description: 'Channel of its source; no source when absent.' })),
    properties: Type.Optional(EventProperties),
  },
  'A hypothetical engagement event.',
);

export const ScoreSimulationCreate = component(
  'ScoreSimulationCreate',
  Type.Object(
    {
      leadId: Type.Optional(Id('A known lead.')),
      lead: Type.Optional(Ref(LeadCreate)),
      engagement: Type.Optional(
        Type.Array(Ref(HypotheticalEventSchema), {
          maxItems: 500,
          description: 'Hypothetical events in addition to those of the lead, at most 500.',
        }),
      ),
      at: Type.Optional(
        PlannedInstant(
          'The instant of the simulation; now when absent. Later engagement and later classes of a known lead are ignored; its fields are the current ones.',
        ),
      ),
    },
    strict('A lead to try a score model on: exactly one of `leadId` and `lead`.'),
  ),
);

export const ScoreSimulation = component(
  'ScoreSimulation',
  Type.Object(
    {
      leadId: Type.Optional(Id('The lead; absent for a hypothetical one.')),
      ...versions,
      at: Timestamp('The instant of the result.'),
      score: Ref(ScoreSchema),
      contributions: Type.Array(Ref(ContributionSchema), {
        maxItems: 400,
        description:
          'Every rule that gave points. Hypothetical events are numbered: 00000000-0000-7000-8000-000000000000 is the first.',
      }),
      adjustments: Type.Array(Ref(AdjustmentSchema), { maxItems: 3, description: 'Every bound that applied.' }),
      ...classes,
      conversionProbability: Type.Optional(
        Type.Number({
          minimum: 0,
          maximum: 1,
          description:
            'Probability that it is won, by the published prediction model; absent without one, and when the category is won, lost or disqualified.',
        }),
      ),
      temperatureReason: Ref(ReasonSchema),
      categoryReason: Ref(ReasonSchema),
      gradeReason: Ref(ReasonSchema),
      statedTimeframe: Type.Optional(Ref(StatedTimeframeSchema)),
    },
    strict(
      'Score and class of the lead by the score model and the published classification policy. Nothing is written.',
    ),
  ),
);

const explanation = {
  text: Type.String({ description: 'The change as a sentence, without personal data.' }),
  ruleIds: Type.Array(Type.String({ description: 'A rule.' }), {
    maxItems: 5,
    description: 'Rules of the score model and the classification policy that depend on it, at most 5.',
  }),
};
const Field = Type.String({ description: 'The lead field, or `attributes.<name>`.' });
const kind = <const K extends string>(word: K, description: string) => enumOf([word] as const, { description });

const ChangeSchema = component(
  'CounterfactualChange',
  oneOfBy(
    'type',
    [
      variant(
        'FactSet',
        {
          type: kind('fact_set', 'A field has another value.'),
          field: Field,
          operator: enumOf(FACT_OPERATORS, { description: 'How the new value has to compare; `exists` is any value.' }),
          value: Type.Optional(
            Type.Unsafe<Scalar>({
              type: ['string', 'number', 'boolean'],
              description: 'The value to compare with, which is also the value that was tested.',
            }),
          ),
          ...explanation,
        },
        'A field of the lead gets a value, or another value.',
      ),
      variant(
        'FactAdded',
        {
          type: kind('fact_added', 'A list contains one more value.'),
          field: Field,
          value: Type.String({ description: 'The value.' }),
          ...explanation,
        },
        'A list field of the lead contains one more value.',
      ),
      variant(
        'FactRemoved',
        { type: kind('fact_removed', 'A field becomes empty.'), field: Field, ...explanation },
        'A field of the lead becomes empty.',
      ),
      variant(
        'EngagementRecorded',
        {
          type: kind('engagement_recorded', 'One more engagement event.'),
          engagementType: enumOf(ENGAGEMENT_TYPES, { description: 'The type of the event.' }),
          sourceChannel: Type.Optional(enumOf(CHANNELS, { description: 'From a source of this channel.' })),
          ...explanation,
        },
        'One more engagement event, now.',
      ),
    ],
    { description: 'One necessary change.' },
  ),
);

const CounterfactualResult = variant(
  'CounterfactualResult',
  { score: Ref(ScoreSchema), ...classes },
  'The class of the lead after the changes, as a write would decide it.',
);

const CounterfactualSchema = variant(
  'Counterfactual',
  {
    target: enumOf(COUNTERFACTUAL_TARGETS, { description: 'The class to improve.' }),
    outcome: enumOf(COUNTERFACTUAL_OUTCOMES, {
      description:
        '`found`; `not_found`: none of the considered sets of up to 3 changes improves the class (the search considers all sets, unless that takes longer than about a second); `already_best`; `not_automatic`: a person decided it, and rules do not change it.',
    }),
    from: Type.String({ description: 'The current class.' }),
    result: Type.Optional(Ref(CounterfactualResult)),
    changes: Type.Array(Ref(ChangeSchema), {
      maxItems: 3,
      description:
        'The smallest set that improves the class, and the most likely one of that size. Every change in it is needed.',
    }),
  },
  'The changes that would move the lead into a better class.',
);

export const LeadCounterfactual = component(
  'LeadCounterfactual',
  Type.Object(
    {
      leadId: Id('The lead.'),
      ...versions,
      at: Timestamp('The instant of the evaluation; each change is tested as if it happened then.'),
      counterfactuals: Type.Array(Ref(CounterfactualSchema), {
        maxItems: COUNTERFACTUAL_TARGETS.length,
        description: 'One for each of temperature, category and grade.',
      }),
    },
    strict('The smallest changes that would improve the class of a lead, by the published documents.'),
  ),
);
