import Type from 'typebox';
import { AFTER_REJECTION, AFTER_TIMEOUT, HANDOFF_LIMITS as LIMITS } from '../../core/handoffs/policy.js';
import {
  HANDOFF_CATEGORIES,
  HANDOFF_STATUSES,
  OFFER_CAUSES,
  REJECTION_REASONS,
  WITHDRAWAL_REASONS,
} from '../../core/leads/handoff.js';
import { GRADES } from '../../core/leads/score.js';
import { TEMPERATURES } from '../../core/leads/vocabulary.js';
import { Id, listOf, NameOf, strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';
import { contactChannels } from './contact-channels.js';

const category = enumOf(HANDOFF_CATEGORIES, { description: 'A category of leads to offer.' });
const Hours = (description: string) =>
  Type.Number({ minimum: LIMITS.leastHours, maximum: LIMITS.mostHours, description });

const AcceptWithin = component(
  'HandoffAcceptWithin',
  Type.Object(
    { mql: Hours('Hours for an MQL, 0.1 to 720.'), sql: Hours('Hours for an SQL, 0.1 to 720.') },
    strict('Business hours that the rep has to accept; calendar hours for a rep without working hours.'),
  ),
);

export const HandoffPolicyDocument = component(
  'HandoffPolicyDocument',
  Type.Object(
    {
      automatic: Type.Array(category, {
        maxItems: HANDOFF_CATEGORIES.length,
        uniqueItems: true,
        description: 'Leads of these categories are offered to their owner as soon as they have one; empty: none.',
      }),
      acceptWithinHours: Ref(AcceptWithin),
      afterRejection: enumOf(AFTER_REJECTION, {
        description:
          'What follows a rejection. `next_rep`: the rules select another rep; where none can take it, it waits in the queue for the first who can. `marketing`: the lead returns to marketing. `by_reason`: another rep when the reason is about the rep (its territory, product, capacity, a conflict of interest), marketing when it is about the lead.',
      }),
      afterTimeout: enumOf(AFTER_TIMEOUT, { description: 'What follows an offer that was not answered in time.' }),
      maximumOffers: Type.Integer({
        minimum: 1,
        maximum: LIMITS.offers,
        description:
          'Maximum offers of one hand-off, 1 to 20; after the last the lead returns to marketing, with a task.',
      }),
    },
    strict('The agreement between marketing and sales on offers.'),
  ),
);

const status = enumOf(HANDOFF_STATUSES, {
  description: 'An offer is open (`offered`) until it gets exactly one of the other states.',
});
const offerNumber = Type.Integer({ minimum: 1, description: 'Number of the offer in its hand-off, from 1.' });
const reason = enumOf([...REJECTION_REASONS, ...WITHDRAWAL_REASONS] as const, {
  description: 'Why it was rejected or withdrawn.',
});

const CHANNELS =
  'Whether the rep may contact the lead by e-mail and by phone: now, not at the offer. Only channels that are `allowed` may be used.';

export const LeadHandoff = component(
  'LeadHandoff',
  Type.Object(
    {
      id: Id('The latest offer.'),
      status,
      offerNumber: Type.Integer({
        minimum: 0,
        description:
          'Number of the offer in its hand-off, from 1; 0: a new hand-off has begun and no offer has been made yet.',
      }),
      repId: Type.Optional(Id('The rep with the offer, or who answered it.')),
      repName: NameOf('that rep'),
      teamId: Type.Optional(
        Id('The team of the rep; without `repId` the first member of the team to accept gets the lead.'),
      ),
      teamName: NameOf('that team'),
      offeredAt: Timestamp('When it was offered.'),
      dueAt: Type.Optional(Timestamp('When the offer expires; present while it is open.')),
      endedAt: Type.Optional(Timestamp('When it ended.')),
      reason: Type.Optional(reason),
      next: Type.Optional(
        enumOf(['next_rep', 'marketing'] as const, {
          description: 'For an offer that was not accepted: whom the lead waits for.',
        }),
      ),
      channels: contactChannels(CHANNELS),
    },
    strict('The latest offer of the lead to sales.'),
  ),
);

export const HandoffSchema = component(
  'Handoff',
  Type.Object(
    {
      id: Id('The offer.'),
      leadId: Id('The lead.'),
      status,
      cause: enumOf(OFFER_CAUSES, {
        description: 'Why it was made: by the policy, by a request, or because the previous rep did not accept it.',
      }),
      offerNumber,
      repId: Type.Optional(Id('The rep with the offer, or who answered for its team.')),
      repName: NameOf('that rep'),
      teamId: Type.Optional(Id('The team with the offer, or of the rep.')),
      teamName: NameOf('that team'),
      offeredAt: Timestamp('When it was offered.'),
      dueAt: Timestamp('When it expires, or expired.'),
      endedAt: Type.Optional(Timestamp('When it ended; absent while it is open.')),
      reason: Type.Optional(reason),
      evidence: Type.Optional(Type.String({ description: 'The evidence for a rejection.' })),
      endedBy: Type.Optional(
        Type.String({ description: 'The API key that accepted, rejected or withdrew it; absent when the system did.' }),
      ),
      handoffPolicyVersion: Type.Integer({ minimum: 1, description: 'The hand-off policy by which it was made.' }),
      category: enumOf(HANDOFF_CATEGORIES, { description: 'The category of the lead at the offer.' }),
      temperature: enumOf(TEMPERATURES, { description: 'Its temperature at the offer.' }),
      grade: enumOf(GRADES, { description: 'Its grade at the offer.' }),
      score: Type.Number({ description: 'Its total score at the offer, in points.' }),
      scoreModelVersion: Type.Integer({ minimum: 1, description: 'The score model that gave the score.' }),
      conversionProbability: Type.Optional(
        Type.Number({ minimum: 0, maximum: 1, description: 'Its conversion probability at the offer, if known.' }),
      ),
      sourceId: Id('The source of its first touch.'),
      sourceName: NameOf('that source'),
      campaignId: Type.Optional(Id('The campaign of its first touch.')),
      campaignName: NameOf('that campaign'),
      channels: contactChannels(CHANNELS),
    },
    strict('One offer of a lead to sales, with a snapshot of the lead.'),
  ),
);
export const HandoffList = listOf('HandoffList', HandoffSchema, 'Offers, newest first.');

export const HandoffOfferCreate = component(
  'HandoffOfferCreate',
  Type.Object(
    {
      repId: Type.Optional(Id('The rep to offer it to, who then owns the lead.')),
      teamId: Type.Optional(
        Id('The team to offer it to; not together with `repId`. The lead has no owner until a member accepts.'),
      ),
    },
    strict(
      'The receiver of the offer; with neither field, the owner of the lead or the rep that the routing policy selects.',
    ),
  ),
);

export const HandoffAccept = component(
  'HandoffAccept',
  Type.Object(
    { repId: Type.Optional(Id('The rep who accepts; required for an offer to a team.')) },
    strict('Sales takes the lead.'),
  ),
);

export const HandoffReject = component(
  'HandoffReject',
  Type.Object(
    {
      repId: Type.Optional(Id('The rep who rejects it, for an offer to a team.')),
      reason: enumOf(REJECTION_REASONS, {
        description:
          'Why. `not_my_territory`, `not_my_product`, `no_capacity` and `conflict_of_interest` are about the rep, the others about the lead; score models only learn from the reasons about the lead.',
      }),
      evidence: Type.String({
        minLength: 1,
        maxLength: 2000,
        pattern: '\\S',
        description: 'Evidence for the reason, for marketing: 1 to 2,000 characters.',
      }),
    },
    strict('Sales does not take the lead.'),
  ),
);
