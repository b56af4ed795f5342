import Type from 'typebox';
import { ENGAGEMENT_TYPES } from '../../core/engagement.js';
import { DISQUALIFICATION_REASONS, PARK_REASONS } from '../../core/leads/lifecycle-reasons.js';
import { CATEGORIES } from '../../core/leads/vocabulary.js';
import { Id, PlannedInstant, Timestamp } from './common.js';
import { enumOf, nullable, Ref } from './components.js';
import { When } from './conditions.js';
import { variant } from './rules.js';

const Reason = (description: string) => Type.String({ minLength: 1, maxLength: 500, description });
const Competitor = Type.Optional(
  Type.String({ minLength: 1, maxLength: 200, description: 'Whose product it bought or prefers.' }),
);
const Detail = Type.Optional(Reason('More about it, in free words; 1 to 500 characters.'));

export const LeadStageMove = variant(
  'LeadStageMove',
  {
    stage: Type.String({ minLength: 1, maxLength: 64, description: 'Key of the stage.' }),
    reason: Reason('Why, for those who read it later; 1 to 500 characters.'),
    competitor: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'Who won the lead; only with a stage of `lost`.' }),
    ),
  },
  'A decision of a person about the stage of a lead. Rules leave its category alone until it is released.',
);

const StageStaySchema = variant(
  'StageStay',
  {
    stage: Type.String({ description: 'Key of the stage.' }),
    category: enumOf(CATEGORIES, { description: 'Its category then.' }),
    enteredAt: Timestamp('When it came there.'),
    leftAt: nullable(Timestamp('When it left; null: it is still there.')),
    seconds: Type.Number({ minimum: 0, description: 'How long it was there, in seconds; so far, while it is there.' }),
    cause: Type.String({
      description: 'Why it came there: `created`, `manual`, `category`, `funnel`, or what led to it.',
    }),
    actorId: Type.String({ description: 'Who caused that: an API key or a part of the service.' }),
    reason: Type.Optional(Type.String({ description: 'What a person said about it.' })),
  },
  'One stay of a lead in a stage.',
);

export const StageHistory = variant(
  'StageHistory',
  {
    leadId: Id('The lead.'),
    stays: Type.Array(Ref(StageStaySchema), { maxItems: 1000, description: 'Oldest first; the last 1,000.' }),
  },
  'Where a lead has been in the funnel, and for how long, by the event log.',
);

export const LeadDisqualify = variant(
  'LeadDisqualify',
  {
    reason: enumOf(DISQUALIFICATION_REASONS, { description: 'Why it is not worth working.' }),
    detail: Detail,
  },
  'That a lead is not worth working.',
);

const WakeWhenSchema = Type.Object(
  {
    at: Type.Optional(PlannedInstant('At this instant, which is yet to come.')),
    minimumScore: Type.Optional(
      Type.Number({ minimum: -1e6, maximum: 1e6, description: 'When its total score is at least this, in points.' }),
    ),
    engagementTypes: Type.Optional(
      Type.Array(enumOf(ENGAGEMENT_TYPES, { description: 'A type of engagement event.' }), {
        minItems: 1,
        maxItems: ENGAGEMENT_TYPES.length,
        uniqueItems: true,
        description: 'When it does one of these, from now on.',
      }),
    ),
    condition: Type.Optional(When),
  },
  {
    additionalProperties: false,
    minProperties: 1,
    description:
      'What wakes it; the first that holds does. A condition is asked whenever something happens to the lead and, where time alone can make it true, every day.',
  },
);

export const LeadPark = variant(
  'LeadPark',
  {
    reason: enumOf(PARK_REASONS, { description: 'Why it is kept aside.' }),
    detail: Detail,
    competitor: Competitor,
    wakeWhen: WakeWhenSchema,
  },
  'Keeps a lead aside until something wakes it.',
);

const ParkedSchema = variant(
  'Parked',
  {
    since: Timestamp('Since when.'),
    reason: enumOf(PARK_REASONS, { description: 'Why it is kept aside.' }),
    detail: Detail,
    competitor: Competitor,
    wakeAt: Type.Optional(Timestamp('It wakes at this instant.')),
    wakeAtScore: Type.Optional(Type.Number({ description: 'It wakes from this total score on, in points.' })),
    wakeOnEngagement: Type.Optional(
      Type.Array(enumOf(ENGAGEMENT_TYPES, { description: 'A type of engagement event.' }), {
        maxItems: ENGAGEMENT_TYPES.length,
        description: 'It wakes when it does one of these.',
      }),
    ),
    wakeOnCondition: Type.Optional(When),
  },
  'That a lead is kept aside, why, and what wakes it.',
);

const DisqualificationSchema = variant(
  'Disqualification',
  {
    at: Timestamp('Since when.'),
    reason: enumOf(DISQUALIFICATION_REASONS, { description: 'Why it is not worth working.' }),
    detail: Detail,
  },
  'Why a person disqualified a lead.',
);

/** Fields of a lead that has ended or was recycled. */
export const nurtureFields = {
  parked: Type.Optional(Ref(ParkedSchema)),
  disqualification: Type.Optional(Ref(DisqualificationSchema)),
  cycles: Type.Optional(Type.Integer({ minimum: 1, description: 'How often it was taken up again; absent: never.' })),
  recycledAt: Type.Optional(Timestamp('When it was taken up again last.')),
};

export const LeadRecycle = variant(
  'LeadRecycle',
  {
    reason: Reason('Why it is worth another try; 1 to 500 characters.'),
    product: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'Another product of the portfolio that is pitched now: makes it a win-back.',
      }),
    ),
    campaign: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'The campaign of the win-back, by name.' }),
    ),
  },
  'Takes a lead up again.',
);

const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Rate = (description: string) =>
  nullable(Type.Number({ minimum: 0, maximum: 1, description: `${description} 0 to 1; null when there are none.` }));
const cycleFields = { leads: Count('Leads.'), converted: Count('Those of them that became customers in it.') };

const CycleFigures = variant(
  'CycleFigures',
  {
    cycle: Count('The cycle; 0 is the first, before it was ever taken up again.'),
    ...cycleFields,
    conversionRate: Rate('Converted by leads.'),
  },
  'Leads that were in a cycle, and became customers in it. Who is in a later one has been in those before.',
);

const ReportFigure = variant(
  'ReportFigure',
  {
    key: Type.String({ description: 'Names the figure for ever.' }),
    value: nullable(Type.Number({ description: 'The figure; null where it cannot be told.' })),
    unit: enumOf(['leads', 'share', 'difference_of_shares'] as const, { description: 'What it is in.' }),
    definition: Type.String({ description: 'What exactly is counted.' }),
  },
  'A number of a report, with what it means.',
);

export const RecyclingReport = variant(
  'RecyclingReport',
  {
    figures: Type.Array(Ref(ReportFigure), { maxItems: 20, description: 'The figures, with their definitions.' }),
    cycles: Type.Array(Ref(CycleFigures), { maxItems: 101, description: 'By cycle, from 0; the last has all beyond.' }),
  },
  'Whether leads that were taken up again become customers.',
);
