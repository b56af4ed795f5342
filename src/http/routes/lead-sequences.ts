import Type from 'typebox';
import { operation } from '../operations.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, LEAD } from '../schemas/examples.js';
import {
  LeadSequences,
  SEQUENCE_GROUPINGS,
  SequenceEntryCreate,
  SequenceLeave,
  SequenceReport,
  SequenceSimulation,
  SequenceSimulationCreate,
} from '../schemas/lead-sequences.js';
import { period } from '../schemas/reports.js';
import { SequenceKey } from '../schemas/sequences.js';
import { parseInstant } from './instants.js';
import { leadParams, leads } from './lead-resource.js';
import { versionParams } from './policies.js';
import { definitionsOut, PERIOD, periodOf, periodOut } from './report-presenters.js';
import { sequenceGroupOut, simulationOut, stayOut } from './sequence-presenters.js';

const tag = 'Sequences';
const SEND = { step: 'welcome', type: 'send', outcome: 'due', channel: 'email', template: 'welcome' } as const;

export const getLeadSequences = operation({
  id: 'getLeadSequences',
  method: 'GET',
  path: '/v1/leads/:leadId/sequences',
  tag,
  summary: 'Read where a lead is in its sequences',
  description:
    'Each sequence that the lead is in or was in: since when and why, which steps came and when, and which steps come when if nothing changes until then.',
  scopes: ['leads:read'],
  params: leadParams,
  success: {
    status: 200,
    schema: LeadSequences,
    description: 'The sequences.',
    example: {
      leadId: EXAMPLE_ID,
      sequences: [
        {
          ...{ key: 'onboarding', name: 'Our sequence', purpose: 'onboarding', version: 2 },
          ...{ enteredAt: AT, enteredBy: 'request', nextStep: 'welcome', nextAt: AT },
          pastSteps: [],
          comingSteps: [
            { ...SEND, at: AT },
            { step: 'check_in', type: 'task', outcome: 'task', at: AT },
          ],
          endsAt: AT,
        },
      ],
    },
  },
  run: (services, { principal, params }) => services.leadSequences.ofLead(principal.workspaceId, params.leadId),
  present: ({ leadId, stays }) => ({ body: { leadId, sequences: stays.map(stayOut) } }),
});

export const enterSequence = leads.verb('sequences', {
  id: 'enterSequence',
  tag,
  summary: 'Put a lead into a sequence',
  description:
    'The lead enters the published version at its first step, whatever its entry condition. 409 when it is in a sequence of the same purpose. The answer is the lead; `GET /v1/leads/{leadId}/sequences` has the dates.',
  body: SequenceEntryCreate,
  bodyExample: { key: 'onboarding' },
  example: { ...LEAD, version: 2 },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, params: { leadId }, ifMatch, body }) =>
    services.leadSequences.enter(write, { leadId, ifMatch }, body.key),
});

export const leaveSequence = leads.verb('sequences/leave', {
  id: 'leaveSequence',
  tag,
  summary: 'Take a lead out of a sequence',
  description: 'Its next steps do not come. What was sent and the tasks that were created stay.',
  body: SequenceLeave,
  bodyExample: { key: 'onboarding', note: 'Asked for no more e-mails for now' },
  example: { ...LEAD, version: 3 },
  refusals: ['conflict'],
  run: (services, { write, params: { leadId }, ifMatch, body }) =>
    services.leadSequences.leave(write, { leadId, ifMatch }, body),
});

export const simulateSequence = operation({
  id: 'simulateSequence',
  method: 'POST',
  path: '/v1/sequences/:version/simulate',
  tag,
  summary: 'Try a sequence on the past of a lead',
  description:
    'What this version (draft, published or retired) would have done with a lead, by its history: when it would have entered, which steps would have come when, and when and why it would have left. Only sends of this sequence count for its caps. Nothing is written.',
  scopes: ['scoring:read', 'leads:read'],
  params: versionParams,
  body: SequenceSimulationCreate,
  bodyExample: { leadId: EXAMPLE_ID },
  success: {
    status: 200,
    schema: SequenceSimulation,
    description: 'What would have happened.',
    example: { version: 2, key: 'onboarding', leadId: EXAMPLE_ID, from: AT, before: AT, pastSteps: [] },
  },
  readsOnly: true,
  run: (services, { principal, params, body: { leadId, from } }) =>
    services.sequences.simulate(principal.workspaceId, params.version, { leadId, from: parseInstant(from) }),
  present: (simulated) => ({ body: simulationOut(simulated) }),
});

const DEFINITIONS = {
  entered: 'Stays of leads that began in the stretch of time; by step those of them that reached the step.',
  dropOffRate: 'left / entered: of a step, the stays that ended after it and before the next one.',
  conversionRate: 'converted / entered: the lead became a customer after it entered, or after the step.',
};

export const getSequenceReport = operation({
  id: 'getSequenceReport',
  method: 'GET',
  path: '/v1/reports/sequences',
  tag: 'Reports',
  summary: 'Report drop-off and conversion of sequences',
  description: 'How many leads reached each step, left there and became customers, by step or by sequence.',
  scopes: ['leads:read'],
  query: Type.Object(
    {
      groupBy: Type.Optional(enumOf(SEQUENCE_GROUPINGS, { description: 'What to group by; `step` when absent.' })),
      sequence: Type.Optional(SequenceKey('Only this sequence.')),
      ...period('Only stays that began'),
    },
    { additionalProperties: false },
  ),
  period: PERIOD,
  success: {
    status: 200,
    schema: SequenceReport,
    description: 'The numbers.',
    example: {
      groupBy: 'step',
      groups: [
        {
          ...{
            key: 'onboarding/welcome',
            entered: 10,
            due: 9,
            tasks: 0,
            skipped: 1,
            left: 2,
            completed: 0,
            converted: 1,
          },
          ...{ dropOffRate: 0.2, conversionRate: 0.1 },
        },
      ],
      definitions: definitionsOut(DEFINITIONS),
    },
  },
  run: async (services, { principal, query }) => {
    const { groupBy = 'step', sequence } = query;
    const filter = { ...periodOf(query), sequence };
    return { groupBy, groups: await services.sequences.report(principal.workspaceId, groupBy, filter) };
  },
  present: ({ groupBy, groups }, { query }) => ({
    body: {
      groupBy,
      ...periodOut(query),
      groups: groups.map(sequenceGroupOut),
      definitions: definitionsOut(DEFINITIONS),
    },
  }),
});
