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
import { AdjustmentSchema, ContributionSchema, ReasonSchema } from './lead-explanations.js';
import { LeadCreate, ScoreSchema } from './leads.js';
import { variant } from './rules.js';

const versions = {
  scoreModelVersion: Type.Integer({ minimum: 1, description: 'Version of the score model that decided.' }),
  classificationPolicyVersion: Type.Integer({ minimum: 1, description: 'Version of the policy that decided.' }),
};
const classes = {
  temperature: enumOf(TEMPERATURES, { description: 'How ready to buy.' }),
  category: enumOf(CATEGORIES, { description: 'Where in the funnel.' }),
  grade: enumOf(GRADES, { description: 'Fit and engagement in one word.' }),
};

const HypotheticalEventSchema = variant(
  'HypotheticalEvent',
  {
    type: enumOf(ENGAGEMENT_TYPES, { description: 'What the lead would have done.' }),
    occurredAt: Type.Optional(PastInstant('When; the instant of the simulation when absent.')),
    sourceChannel: Type.Optional(
      enumOf(CHANNELS, { description: 'Channel of its source; without source when absent.' }),
    ),
  },
  'An engagement event as if it had happened.',
);

export const ScoreSimulationCreate = component(
  'ScoreSimulationCreate',
  Type.Object(
    {
      leadId: Type.Optional(Id('A lead that is known.')),
      lead: Type.Optional(Ref(LeadCreate)),
      engagement: Type.Optional(
        Type.Array(Ref(HypotheticalEventSchema), {
          maxItems: 500,
          description: 'Events on top of what the lead did, at most 500.',
        }),
      ),
      at: Type.Optional(
        PlannedInstant(
          'The instant; now when absent. What a known lead did later is left out, and a class that it got later is not kept; its facts are those of now.',
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
      leadId: Type.Optional(Id('The lead; absent when it is made up.')),
      ...versions,
      at: Timestamp('The instant that the result is of.'),
      score: Ref(ScoreSchema),
      contributions: Type.Array(Ref(ContributionSchema), {
        maxItems: 400,
        description:
          'Every rule that gave points. Made-up events are numbered: 00000000-0000-7000-8000-000000000000 is the first.',
      }),
      adjustments: Type.Array(Ref(AdjustmentSchema), { maxItems: 3, description: 'Every bound that was met.' }),
      ...classes,
      conversionProbability: Type.Optional(
        Type.Number({
          minimum: 0,
          maximum: 1,
          description:
            'That it is won, by the published prediction model; absent without one, and when the category is won, lost or disqualified.',
        }),
      ),
      temperatureReason: Ref(ReasonSchema),
      categoryReason: Ref(ReasonSchema),
      gradeReason: Ref(ReasonSchema),
    },
    strict('What the score model makes of the lead, with the published classification policy. Nothing is written.'),
  ),
);

const explanation = {
  text: Type.String({ description: 'The same in words, without personal data.' }),
  ruleIds: Type.Array(Type.String({ description: 'A rule.' }), {
    maxItems: 5,
    description: 'Rules of the score model and the classification policy that ask for it, at most 5.',
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
          type: kind('fact_set', 'A fact is something else.'),
          field: Field,
          operator: enumOf(FACT_OPERATORS, { description: 'How it has to be; `exists` is any value.' }),
          value: Type.Optional(
            Type.Unsafe<Scalar>({
              type: ['string', 'number', 'boolean'],
              description: 'Compared with this, which is also the value that was tried.',
            }),
          ),
          ...explanation,
        },
        'A fact becomes known or different.',
      ),
      variant(
        'FactAdded',
        {
          type: kind('fact_added', 'A list gains a member.'),
          field: Field,
          value: Type.String({ description: 'The member.' }),
          ...explanation,
        },
        'A list of the lead contains one more.',
      ),
      variant(
        'FactRemoved',
        { type: kind('fact_removed', 'A fact goes.'), field: Field, ...explanation },
        'A fact is not known any more.',
      ),
      variant(
        'EngagementRecorded',
        {
          type: kind('engagement_recorded', 'Something more is done.'),
          engagementType: enumOf(ENGAGEMENT_TYPES, { description: 'What.' }),
          sourceChannel: Type.Optional(enumOf(CHANNELS, { description: 'From a source of this channel.' })),
          ...explanation,
        },
        'One more engagement event, now.',
      ),
    ],
    { description: 'One thing that would have to be different.' },
  ),
);

const CounterfactualResult = variant(
  'CounterfactualResult',
  { score: Ref(ScoreSchema), ...classes },
  'The lead after the changes, decided as a write would decide.',
);

const CounterfactualSchema = variant(
  'Counterfactual',
  {
    target: enumOf(COUNTERFACTUAL_TARGETS, { description: 'Which class is lifted.' }),
    outcome: enumOf(COUNTERFACTUAL_OUTCOMES, {
      description:
        '`found`; `not_found`: no set of up to 3 changes lifts it, of those that the search considers: all, but for leads and models of which that takes longer than about a second; `already_best`; `not_automatic`: a person decided it, and rules do not move it.',
    }),
    from: Type.String({ description: 'The class that it has.' }),
    result: Type.Optional(Ref(CounterfactualResult)),
    changes: Type.Array(Ref(ChangeSchema), {
      maxItems: 3,
      description: 'The smallest set that lifts it, the most likely one of its size. None of them can be left out.',
    }),
  },
  'What would lift the lead into a better class.',
);

export const LeadCounterfactual = component(
  'LeadCounterfactual',
  Type.Object(
    {
      leadId: Id('The lead.'),
      ...versions,
      at: Timestamp('The instant that it was asked at; changes are tried as happening then.'),
      counterfactuals: Type.Array(Ref(CounterfactualSchema), {
        maxItems: COUNTERFACTUAL_TARGETS.length,
        description: 'One for each of temperature, category and grade.',
      }),
    },
    strict('The smallest changes that would lift a lead, by the published documents.'),
  ),
);
