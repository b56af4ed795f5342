import Type from 'typebox';
import { QUEUE_REASONS } from '../../core/leads/vocabulary.js';
import { Id, NameOf, strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';
import { LeadHandoff } from './handoffs.js';

export const QueueSchema = component(
  'Queue',
  Type.Object(
    {
      reason: enumOf([...QUEUE_REASONS, 'closed'] as const, {
        description: 'Why the lead has no owner.',
      }),
      detail: Type.String({ description: 'The same as a sentence, and what to do about it.' }),
      nextEligibleAt: Type.Optional(
        Timestamp(
          'When a rep becomes eligible by time alone and routing is retried automatically; absent with `asOf`.',
        ),
      ),
    },
    strict('Why a lead without an owner waits.'),
  ),
);

/** The owner of a lead, or the reason why it has none. */
export const ownershipFields = {
  ownerId: Type.Optional(Id('The rep who owns the lead.')),
  ownerName: NameOf('that rep'),
  teamId: Type.Optional(Id('The team of the owner at the assignment, or the team that it waits for.')),
  teamName: NameOf('that team'),
  assignedAt: Type.Optional(Timestamp('When the owner got it.')),
  assignedBy: Type.Optional(
    Type.String({ description: 'The API key that assigned it by hand; no rule reassigns it until released.' }),
  ),
  assignmentReason: Type.Optional(Type.String({ description: 'Why it was assigned by hand.' })),
  effort: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: 'Its effort for the owner, in units of the routing policy; absent with `asOf`.',
    }),
  ),
  leaseRepId: Type.Optional(Id('The rep who holds the lease, and may take the lead.')),
  leaseRepName: NameOf('that rep'),
  leaseUntil: Type.Optional(Timestamp('When the lease ends.')),
  contactsMasked: Type.Optional(
    Type.Boolean({
      description:
        'True when e-mail addresses, phones and street are omitted because the rep has not taken the lead yet.',
    }),
  ),
  queue: Type.Optional(Ref(QueueSchema)),
  handoff: Type.Optional(Ref(LeadHandoff)),
};
