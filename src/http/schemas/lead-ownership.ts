import Type from 'typebox';
import { QUEUE_REASONS } from '../../core/leads/vocabulary.js';
import { Id, strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';
import { LeadHandoff } from './handoffs.js';

export const QueueSchema = component(
  'Queue',
  Type.Object(
    {
      reason: enumOf([...QUEUE_REASONS, 'closed'] as const, {
        description: 'Why nobody owns the lead.',
      }),
      detail: Type.String({ description: 'The same as a sentence, and what to do about it.' }),
      nextEligibleAt: Type.Optional(
        Timestamp(
          'When somebody becomes eligible by time alone, and the lead is tried again by itself; not told of a past instant.',
        ),
      ),
    },
    strict('A lead without an owner is never forgotten: it waits, and this says why.'),
  ),
);

/** The owner of a lead, or the reason why it has none. */
export const ownershipFields = {
  ownerId: Type.Optional(Id('The rep who owns the lead.')),
  teamId: Type.Optional(Id('The team through which the owner got it, or for which it waits.')),
  assignedAt: Type.Optional(Timestamp('When the owner got it.')),
  assignedBy: Type.Optional(
    Type.String({ description: 'The API key that assigned it by hand; until released no rule takes it away.' }),
  ),
  assignmentReason: Type.Optional(Type.String({ description: 'Why it was assigned by hand.' })),
  effort: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'What it weighs for its owner, in units of the routing policy; not told of a past instant.',
    }),
  ),
  leaseRepId: Type.Optional(Id('The rep who holds it, and may take it.')),
  leaseUntil: Type.Optional(Timestamp('Until when that rep holds it.')),
  contactsMasked: Type.Optional(
    Type.Boolean({
      description:
        'True where e-mail addresses, phones and street are left out, as the rep who claims it has not taken it yet.',
    }),
  ),
  queue: Type.Optional(Ref(QueueSchema)),
  handoff: Type.Optional(Ref(LeadHandoff)),
};
