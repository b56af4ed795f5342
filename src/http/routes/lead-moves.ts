import { AT, LEAD } from '../schemas/examples.js';
import { LeadMove } from '../schemas/leads.js';
import { leads } from './lead-resource.js';

const REASON = 'Wants a pilot first';

export const moveLead = leads.verb('category', {
  id: 'moveLead',
  tag: 'Leads',
  summary: 'Move a lead by hand',
  description:
    'Puts the lead into an open category. This decision of a person overrides the rules until it is released; score, grade and temperature keep following the rules. The closed categories have calls of their own, which record what they need: customer `/conversion`, lost `/lose`, disqualified `/disqualify`, parked `/park`. Repeating the move changes nothing. A converted lead is refused: undo the conversion first.',
  body: LeadMove,
  bodyExample: { category: 'prospect', reason: REASON },
  example: {
    ...LEAD,
    version: 2,
    category: 'prospect',
    categorySince: AT,
    stage: 'prospect',
    categoryDecidedBy: 'person',
    moveReason: REASON,
  },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, params, ifMatch, body }) => services.leads.move(write, params.leadId, ifMatch, body),
});

export const releaseLeadCategory = leads.verb('category/release', {
  id: 'releaseLeadCategory',
  tag: 'Leads',
  summary: 'Give a lead back to the rules',
  description:
    'Ends a move by hand: the rules classify the lead at once, without regard to where it was before. A lead that no person has moved stays as it is. A converted lead is refused: undo the conversion first.',
  refusals: ['conflict'],
  run: (services, { write, params, ifMatch }) => services.leads.release(write, params.leadId, ifMatch),
});
