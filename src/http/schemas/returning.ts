import Type from 'typebox';
import { ENGAGEMENT_TYPES } from '../../core/engagement.js';
import { ENDED_CATEGORIES, INTEREST_STRENGTHS, RETURN_ACTIONS } from '../../core/leads/lifecycle-reasons.js';
import { RETURNING_LIMITS as LIMITS, RETURN_OWNERS } from '../../core/lifecycle/returning-rules.js';
import { CHANNELS } from '../../core/sources.js';
import { Id, Timestamp } from './common.js';
import { enumOf, Ref } from './components.js';
import { DisqualificationSchema } from './lead-lifecycle.js';
import { variant } from './rules.js';

const Strength = (description: string) => enumOf(INTEREST_STRENGTHS, { description });
const Action = () =>
  enumOf(RETURN_ACTIONS, {
    description:
      '`reopen`: it starts a new cycle. `new_lead`: the same person gets a new lead. `stay_closed`: nothing but a record of it.',
  });
const Reason = Type.String({ minLength: 1, maxLength: 64, description: 'A reason of that category.' });

const InterestSignsSchema = variant(
  'InterestSigns',
  {
    timeframeDays: Type.Integer({
      minimum: 0,
      maximum: LIMITS.timeframeDays,
      description: 'A submission or a correction that states a `purchaseTimeframeDays` of at most so many days.',
    }),
    engagementTypes: Type.Array(enumOf(ENGAGEMENT_TYPES, { description: 'A type of engagement event.' }), {
      maxItems: ENGAGEMENT_TYPES.length,
      uniqueItems: true,
      description: 'An engagement event of one of these types, since the lead ended.',
    }),
  },
  'What shows interest of one strength.',
);

const ReturningRuleSchema = variant(
  'ReturningRule',
  {
    category: enumOf(ENDED_CATEGORIES, { description: 'The category of the lead.' }),
    reasons: Type.Optional(
      Type.Array(Reason, {
        minItems: 1,
        maxItems: 20,
        uniqueItems: true,
        description: 'Reasons of the loss, the disqualification or the parking; absent: all.',
      }),
    ),
    interest: Strength('The least interest. A rule for `clear` holds for `strong` as well.'),
    action: Action(),
    owner: Type.Optional(
      enumOf(RETURN_OWNERS, {
        description:
          'Who gets it: `former_owner` (default), the rep who had it last, if active and with room in the capacity, and otherwise as the routing rules say, or it waits; `rules`: as they say.',
      }),
    ),
  },
  'What interest does to leads of a category. The first rule that fits decides; without one the lead stays closed.',
);

export const ReturningRulesSchema = variant(
  'ReturningRules',
  {
    strong: Ref(InterestSignsSchema),
    clear: Ref(InterestSignsSchema),
    ignoredChannels: Type.Array(enumOf(CHANNELS, { description: 'A channel.' }), {
      maxItems: CHANNELS.length,
      uniqueItems: true,
      description: 'Channels by which others speak about the person: nothing that comes by them is interest.',
    }),
    notPursuedChannels: Type.Array(enumOf(CHANNELS, { description: 'A channel.' }), {
      maxItems: CHANNELS.length,
      uniqueItems: true,
      description:
        'Channels whose new leads are disqualified as `existing_customer` when the person or organization is a customer.',
    }),
    rules: Type.Array(Ref(ReturningRuleSchema), { maxItems: LIMITS.rules, description: 'The rules, in order.' }),
  },
  'What fresh interest of leads that have ended leads to. Absent: the rules of the default funnel. Neither the cooldown nor the number of cycles of `recycling` applies.',
);

const ReturningInterestSchema = variant(
  'ReturningInterest',
  {
    at: Timestamp('When the lead showed it.'),
    strength: Strength('How strong it is.'),
    by: enumOf([...ENGAGEMENT_TYPES, 'purchase_timeframe', 'purchase_intent'] as const, {
      description:
        'The type of the engagement event, or what a submission or a correction stated: `purchase_timeframe`, or `purchase_intent` when it is `buying`.',
    }),
    action: Action(),
    category: enumOf(ENDED_CATEGORIES, { description: 'The category of the lead before.' }),
    reason: Type.Optional(
      Type.String({ description: 'Why it had ended; absent for a customer and without a person.' }),
    ),
    leadId: Type.Optional(Id('The new lead of a customer.')),
    detail: Type.String({ description: 'The same as a sentence.' }),
  },
  'The latest interest that a lead showed after it had ended, and what it led to.',
);

/** Fields of a lead that showed interest after it had ended. */
export const returningFields = {
  customerId: Type.Optional(Id('The customer who is this person or organization, if known.')),
  customerOrganizationId: Type.Optional(
    Id(
      'A customer with the company domain of this person, when the lead got that domain: a colleague of a customer, who may buy too. It changes no decision.',
    ),
  ),
  lastDisqualification: Type.Optional(Ref(DisqualificationSchema)),
  returningInterest: Type.Optional(Ref(ReturningInterestSchema)),
};

export const returningInterestField = { returningInterest: returningFields.returningInterest };
