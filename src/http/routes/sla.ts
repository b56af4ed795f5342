import { operation } from '../operations.js';
import { AT, EXAMPLE_ID, LEAD, OTHER_ID, REP_NAME } from '../schemas/examples.js';
import { LeadSla, SlaPauseCreate } from '../schemas/sla.js';
import { leadParams, leads } from './lead-resource.js';
import { leadSlaOut } from './sla-presenters.js';

const tag = 'SLA';

export const getLeadSla = operation({
  id: 'getLeadSla',
  method: 'GET',
  path: '/v1/leads/:leadId/sla',
  tag,
  summary: 'Read the SLA clocks of a lead',
  description:
    'Each SLA clock with its rule, policy version and result, and how long the lead waited for its first contact.',
  scopes: ['leads:read'],
  params: leadParams,
  success: {
    status: 200,
    schema: LeadSla,
    description: 'The clocks.',
    example: {
      leadId: EXAMPLE_ID,
      speedToLead: {
        firstContactAt: AT,
        repId: OTHER_ID,
        repName: REP_NAME,
        elapsedSeconds: 5400,
        businessSeconds: 1800,
      },
      clocks: [
        {
          clock: 'first_touch',
          ruleId: 'hot-first-touch',
          slaPolicyVersion: 2,
          status: 'met',
          hours: 'owner',
          allowedSeconds: 3600,
          leftSeconds: 1800,
          startedAt: AT,
          endedAt: AT,
          ownerId: OTHER_ID,
          ownerName: REP_NAME,
        },
      ],
    },
  },
  run: (services, { principal, params }) => services.sla.ofLead(principal.workspaceId, params.leadId),
  present: (found, { names }) => ({ body: leadSlaOut(found, names) }),
});

export const pauseLeadSla = leads.verb('sla/pause', {
  id: 'pauseLeadSla',
  tag,
  summary: 'Pause the SLA clocks of a lead',
  description:
    'Pauses running clocks, and clocks that start later, until they are resumed; for example when the lead wants no contact before Monday. The time left does not change. Parking a lead pauses its clocks automatically.',
  body: SlaPauseCreate,
  bodyExample: { reason: 'Asked to be called on Monday' },
  example: { ...LEAD, version: 2, sla: { pausedAt: AT } },
  refusals: ['conflict'],
  run: (services, { write, params: { leadId }, ifMatch, body }) =>
    services.sla.pause(write, { leadId, ifMatch }, body.reason),
});

export const resumeLeadSla = leads.verb('sla/resume', {
  id: 'resumeLeadSla',
  tag,
  summary: 'Resume the SLA clocks of a lead',
  description: 'Each continues with the time that was left when it was paused.',
  example: { ...LEAD, version: 2 },
  refusals: ['conflict'],
  run: (services, { write, params: { leadId }, ifMatch }) => services.sla.resume(write, { leadId, ifMatch }),
});
