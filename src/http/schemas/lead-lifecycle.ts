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
  Type.String({ minLength: 1, maxLength: 200, description: 'The competitor whose product it bought or prefers.' }),
);
const Detail = Type.Optional(Reason('Details as free text; 1 to 500 characters.'));

export const LeadStageMove = variant(
  'LeadStageMove',
  {
    stage: Type.String({ minLength: 1, maxLength: 64, description: 'Key of the stage.' }),
    reason: Reason('The reason, for later readers; 1 to 500 characters.'),
    competitor: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'The competitor that won the lead; only with a stage of `lost`.',
      }),
    ),
  },
  'A decision of a person about the stage of a lead. Rules leave its category alone until it is released.',
);

const StageStaySchema = variant(
  'StageStay',
  {
    stage: Type.String({ description: 'Key of the stage.' }),
    category: enumOf(CATEGORIES, { description: 'The category of the lead during the stay.' }),
    enteredAt: Timestamp('When it entered the stage.'),
    leftAt: nullable(Timestamp('When it left the stage; null: it is still there.')),
    seconds: Type.Number({ minimum: 0, description: 'Duration in seconds; until now for the current stage.' }),
    cause: Type.String({
      description: 'Why it entered the stage: `created`, `manual`, `category`, `funnel`, or another trigger.',
    }),
    actorId: Type.String({ description: 'The actor: an API key or a component of the service.' }),
    reason: Type.Optional(Type.String({ description: 'The reason that a person gave.' })),
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
  'The disqualification of a lead.',
);

const WakeWhenSchema = Type.Object(
  {
    at: Type.Optional(PlannedInstant('Wake at this instant, in the future.')),
    minimumScore: Type.Optional(
      Type.Number({ minimum: -1e6, maximum: 1e6, description: 'Wake when the total score reaches this, in points.' }),
    ),
    engagementTypes: Type.Optional(
      Type.Array(enumOf(ENGAGEMENT_TYPES, { description: 'A type of engagement event.' }), {
        minItems: 1,
        maxItems: ENGAGEMENT_TYPES.length,
        uniqueItems: true,
        description: 'Wake at the next engagement event of one of these types.',
      }),
    ),
    condition: Type.Optional(When),
  },
  {
    additionalProperties: false,
    minProperties: 1,
    description:
      'What wakes it; the first that holds. A condition is checked at every change of the lead and, if time alone can make it true, every day.',
  },
);

export const LeadPark = variant(
  'LeadPark',
  {
    reason: enumOf(PARK_REASONS, { description: 'Why it is parked.' }),
    detail: Detail,
    competitor: Competitor,
    wakeWhen: WakeWhenSchema,
  },
  'How long a lead is parked, and why.',
);

const ParkedSchema = variant(
  'Parked',
  {
    since: Timestamp('When it was parked.'),
    reason: enumOf(PARK_REASONS, { description: 'Why it is parked.' }),
    detail: Detail,
    competitor: Competitor,
    wakeAt: Type.Optional(Timestamp('The instant at which it wakes.')),
    wakeAtScore: Type.Optional(Type.Number({ description: 'The total score at which it wakes, in points.' })),
    wakeOnEngagement: Type.Optional(
      Type.Array(enumOf(ENGAGEMENT_TYPES, { description: 'A type of engagement event.' }), {
        maxItems: ENGAGEMENT_TYPES.length,
        description: 'It wakes at an engagement event of one of these types.',
      }),
    ),
    wakeOnCondition: Type.Optional(When),
  },
  'Why a lead is parked, and what wakes it.',
);

export const DisqualificationSchema = variant(
  'Disqualification',
  {
    at: Timestamp('When it was disqualified.'),
    reason: enumOf(DISQUALIFICATION_REASONS, { description: 'Why it is not worth working.' }),
    detail: Detail,
  },
  'Why a person disqualified a lead.',
);

/** Fields of a lead that has ended or was reopened. */
export const endingFields = {
  parked: Type.Optional(Ref(ParkedSchema)),
  disqualification: Type.Optional(Ref(DisqualificationSchema)),
  cycles: Type.Optional(Type.Integer({ minimum: 1, description: 'How often it was reopened; absent: never.' })),
  recycledAt: Type.Optional(Timestamp('When it was last reopened.')),
};

export const LeadRecycle = variant(
  'LeadRecycle',
  {
    reason: Reason('Why it is worth another try; 1 to 500 characters.'),
    product: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'Another product to offer now, which makes it a win-back.',
      }),
    ),
    campaign: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'The campaign of the win-back, by name.' }),
    ),
  },
  'The recycling of a lead.',
);
