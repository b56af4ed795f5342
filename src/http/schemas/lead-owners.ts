import Type from 'typebox';
import { Id, NameOf, strict } from './common.js';
import { component, Ref } from './components.js';
import { When } from './conditions.js';
import { LeadSchema } from './leads.js';

const LeaseSeconds = Type.Optional(
  Type.Integer({
    minimum: 10,
    maximum: 86_400,
    description: 'How long the lead is held from now on, 10 seconds to a day; 300 when absent.',
  }),
);

export const LeadAssign = component(
  'LeadAssign',
  Type.Object(
    {
      repId: Id('The rep who shall own it.'),
      reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S', description: 'Why, for people.' }),
    },
    strict('An assignment by hand.'),
  ),
);

export const LeadLease = component(
  'LeadLease',
  Type.Object({ leaseSeconds: LeaseSeconds }, strict('The length of the lease.')),
);

export const LeaseHolder = component(
  'LeaseHolder',
  Type.Object({ repId: Id('The rep who holds the lead.') }, strict('The rep who holds the lead.')),
);

export const LeaseRenewal = component(
  'LeaseRenewal',
  Type.Object(
    { repId: Id('The rep who holds the lead.'), leaseSeconds: LeaseSeconds },
    strict('The rep who holds the lead, and the new length of the lease.'),
  ),
);

export const NextLead = component(
  'NextLead',
  Type.Object(
    { lead: Type.Optional(Ref(LeadSchema)) },
    strict('The lead that a rep holds; absent when no waiting lead is available to it.'),
  ),
);

export const LeadReassign = component(
  'LeadReassign',
  Type.Object(
    {
      where: Type.Optional(When),
      repId: Type.Optional(Id('Only leads that this rep owns.')),
      teamId: Type.Optional(Id('Only leads of this team, owned or waiting.')),
      dryRun: Type.Optional(
        Type.Boolean({ description: 'Report the result without changing anything; false when absent.' }),
      ),
    },
    strict('Which open leads to re-route: all given filters must match; without any, all open leads.'),
  ),
);

const Count = (description: string) => Type.Integer({ minimum: 0, description });
export const RepReassignmentPreview = component(
  'RepReassignmentPreview',
  Type.Object(
    {
      repId: Id('The rep.'),
      repName: NameOf('that rep'),
      movable: Count('Open leads it would lose.'),
      byHand: Count('Open leads assigned by hand, which would stay.'),
    },
    strict('What a reassignment of the open leads of a rep would do.'),
  ),
);
