import { operation } from '../operations.js';
import { AT, LEAD } from '../schemas/examples.js';
import { LeadMove, LeadSchema } from '../schemas/leads.js';
import { leadOut } from './lead-presenters.js';
import { leadParams } from './lead-writes.js';

const REASON = 'Chose another vendor after the pilot';

export const moveLead = operation({
  id: 'moveLead',
  method: 'POST',
  path: '/v1/leads/:leadId/category',
  tag: 'Leads',
  summary: 'Move a lead by hand',
  description:
    'Puts the lead into any category. A decision of a person wins over the rules and stays until it is released; score, grade and temperature go on following the rules. A closed category (customer, parked, disqualified, lost) no longer counts among the open leads of the owner. The same move again changes nothing. A converted lead is refused: undo the conversion first.',
  scopes: ['leads:write'],
  params: leadParams,
  body: LeadMove,
  bodyExample: { category: 'lost', reason: REASON, competitor: 'Difference Engines' },
  success: {
    status: 200,
    schema: LeadSchema,
    description: 'The lead as it is now.',
    example: {
      ...LEAD,
      version: 2,
      category: 'lost',
      categorySince: AT,
      stage: 'lost',
      categoryDecidedBy: 'person',
      moveReason: REASON,
      competitor: 'Difference Engines',
    },
  },
  refusals: ['conflict', 'rule_refused'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params, ifMatch, body }) => services.leads.move(write, params.leadId, ifMatch, body),
  present: (lead) => ({ body: leadOut(lead), version: lead.version }),
});

export const releaseLeadCategory = operation({
  id: 'releaseLeadCategory',
  method: 'POST',
  path: '/v1/leads/:leadId/category/release',
  tag: 'Leads',
  summary: 'Give a lead back to the rules',
  description:
    'Ends a move by hand: the rules place the lead anew, at once, as if it had never been anywhere. A lead that no person has moved stays as it is. A converted lead is refused: undo the conversion first.',
  scopes: ['leads:write'],
  params: leadParams,
  success: { status: 200, schema: LeadSchema, description: 'The lead as it is now.', example: LEAD },
  refusals: ['conflict'],
  concurrency: 'etag',
  conditional: true,
  run: (services, { write, params, ifMatch }) => services.leads.release(write, params.leadId, ifMatch),
  present: (lead) => ({ body: leadOut(lead), version: lead.version }),
});
