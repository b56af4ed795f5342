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
import { Id, listOf, strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';

const category = enumOf(HANDOFF_CATEGORIES, { description: 'A category that is handed over.' });
const Hours = (description: string) =>
  Type.Number({ minimum: LIMITS.leastHours, maximum: LIMITS.mostHours, description });

const AcceptWithin = component(
  'HandoffAcceptWithin',
  Type.Object(
    { mql: Hours('Of an MQL, 0.1 to 720.'), sql: Hours('Of an SQL, 0.1 to 720.') },
    strict('Business hours of the rep that it has to accept; around the clock for a rep without working hours.'),
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
          'What follows a rejection: the rules look for the `next_rep`, or the lead goes back to `marketing`; `by_reason`: the next rep when the reason is about the rep (its territory, product, capacity, a conflict of interest), marketing when it is about the lead.',
      }),
      afterTimeout: enumOf(AFTER_TIMEOUT, { description: 'What follows an offer that nobody answered in time.' }),
      maximumOffers: Type.Integer({
        minimum: 1,
        maximum: LIMITS.offers,
        description: 'Offers of one hand-off, 1 to 20; after the last the lead goes back to marketing.',
      }),
    },
    strict('The contract between marketing and sales.'),
  ),
);

const status = enumOf(HANDOFF_STATUSES, {
  description: 'An offer is open (`offered`) until it ends in exactly one of the other ways.',
});
const offerNumber = Type.Integer({ minimum: 1, description: 'Which offer of the hand-off it is, from 1.' });
const reason = enumOf([...REJECTION_REASONS, ...WITHDRAWAL_REASONS] as const, {
  description: 'Why sales did not take it, or why it was withdrawn.',
});

export const LeadHandoff = component(
  'LeadHandoff',
  Type.Object(
    {
      id: Id('The latest offer.'),
      status,
      offerNumber: Type.Integer({
        minimum: 0,
        description: 'Which offer of the hand-off it is, from 1; 0: a hand-off was begun anew and nobody is asked yet.',
      }),
      repId: Type.Optional(Id('The rep who is asked, or answered.')),
      teamId: Type.Optional(
        Id('The team of the rep; without `repId` whoever of the team accepts first gets the lead.'),
      ),
      offeredAt: Timestamp('When it was offered.'),
      dueAt: Type.Optional(Timestamp('When the offer runs out; while it is open.')),
      endedAt: Type.Optional(Timestamp('When it ended.')),
      reason: Type.Optional(reason),
      next: Type.Optional(
        enumOf(['next_rep', 'marketing'] as const, {
          description: 'Of an offer that was not accepted: whom the lead waits for.',
        }),
      ),
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
        description:
          'Why it was made: by the policy, because it was asked for, or because the rep before did not take it.',
      }),
      offerNumber,
      repId: Type.Optional(Id('The rep who is asked, or who answered for its team.')),
      teamId: Type.Optional(Id('The team that is asked, or of the rep.')),
      offeredAt: Timestamp('When it was offered.'),
      dueAt: Timestamp('When it runs, or ran, out.'),
      endedAt: Type.Optional(Timestamp('When it ended; absent while it is open.')),
      reason: Type.Optional(reason),
      evidence: Type.Optional(Type.String({ description: 'What a rejection rests on.' })),
      endedBy: Type.Optional(
        Type.String({ description: 'The API key that accepted, rejected or withdrew it; absent when the system did.' }),
      ),
      handoffPolicyVersion: Type.Integer({ minimum: 1, description: 'The hand-off policy by which it was made.' }),
      category: enumOf(HANDOFF_CATEGORIES, { description: 'The category of the lead at the offer.' }),
      temperature: enumOf(TEMPERATURES, { description: 'Its temperature then.' }),
      grade: enumOf(GRADES, { description: 'Its grade then.' }),
      score: Type.Number({ description: 'Its total score then, in points.' }),
      scoreModelVersion: Type.Integer({ minimum: 1, description: 'The score model that gave the score.' }),
      conversionProbability: Type.Optional(
        Type.Number({ minimum: 0, maximum: 1, description: 'Its conversion probability then, where it was known.' }),
      ),
      sourceId: Id('The source of its first touch.'),
      campaignId: Type.Optional(Id('The campaign of its first touch.')),
    },
    strict('One offer of a lead to sales, with the lead as it stood then.'),
  ),
);
export const HandoffList = listOf('HandoffList', HandoffSchema, 'Offers, newest first.');

export const HandoffOfferCreate = component(
  'HandoffOfferCreate',
  Type.Object(
    {
      repId: Type.Optional(Id('Who is asked, and owns the lead meanwhile.')),
      teamId: Type.Optional(Id('The team that is asked; not beside `repId`. The lead has no owner meanwhile.')),
    },
    strict('Whom the lead is offered to; with neither its owner, or whom the routing policy gives it.'),
  ),
);

export const HandoffAccept = component(
  'HandoffAccept',
  Type.Object(
    { repId: Type.Optional(Id('Who accepts; needed when a team is asked.')) },
    strict('Sales takes the lead.'),
  ),
);

export const HandoffReject = component(
  'HandoffReject',
  Type.Object(
    {
      repId: Type.Optional(Id('Who rejects it, where a team is asked.')),
      reason: enumOf(REJECTION_REASONS, {
        description:
          'Why. `not_my_territory`, `not_my_product`, `no_capacity` and `conflict_of_interest` are about the rep, the others about the lead; only those teach score models.',
      }),
      evidence: Type.String({
        minLength: 1,
        maxLength: 2000,
        pattern: '\\S',
        description: 'What it rests on, for marketing: 1 to 2,000 characters.',
      }),
    },
    strict('Sales does not take the lead.'),
  ),
);
