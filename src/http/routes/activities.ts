import Type from 'typebox';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import { ActivityCreate, ActivityList, ActivityResult, ActivitySchema } from '../schemas/activities.js';
import { Id } from '../schemas/common.js';
import { activityFilters } from '../schemas/record-filters.js';
import { ACTIVITY, ACTIVITY_INPUT, activityInput, activityOut, RECORDED_ACTIVITY } from './activity-presenters.js';
import { recordedOut } from './engagement.js';
import { parseInstant } from './instants.js';
import { leadParams } from './lead-resource.js';

const tag = 'Work';
export const recordActivity = operation({
  id: 'recordActivity',
  method: 'POST',
  path: '/v1/leads/:leadId/activities',
  tag,
  summary: 'Record what was done about a lead',
  description:
    'A note, call, meeting or e-mail. It updates when the lead was last worked on, and the first outgoing call, meeting or e-mail is the first contact of the lead. 200 when an activity with this external id is already recorded, even about another lead.',
  scopes: ['leads:write'],
  params: leadParams,
  body: ActivityCreate,
  bodyExample: ACTIVITY_INPUT,
  success: {
    status: [201, 200],
    schema: ActivityResult,
    description: 'Recorded.',
    example: RECORDED_ACTIVITY,
    otherExamples: { 200: { ...RECORDED_ACTIVITY, duplicate: true } },
  },
  refusals: ['rule_refused', 'reference_not_found'],
  run: (services, { write, params, body }) => services.activities.record(write, params.leadId, activityInput(body)),
  present: (recorded) => ({
    status: recorded.duplicate ? 200 : 201,
    body: recordedOut(recorded),
    location: `/v1/leads/${recorded.lead.id}/activities/${recorded.id}`,
  }),
});

export const listLeadActivities = listOperation({
  id: 'listLeadActivities',
  path: '/v1/leads/:leadId/activities',
  tag,
  summary: 'List what was done about a lead',
  description: 'Newest first, in the order in which it was recorded.',
  scopes: ['leads:read'],
  params: leadParams,
  filters: activityFilters,
  plural: 'activities',
  list: ActivityList,
  example: ACTIVITY,
  out: activityOut,
  run: (services, { principal, params, query }) => {
    const { limit, cursor, occurredFrom, occurredBefore, ...filter } = query;
    const occurred = { occurredFrom: parseInstant(occurredFrom), occurredBefore: parseInstant(occurredBefore) };
    const request = pageRequest({ limit, cursor });
    return services.activities.list(principal.workspaceId, params.leadId, { ...filter, ...occurred }, request);
  },
});

export const getActivity = operation({
  id: 'getActivity',
  method: 'GET',
  path: '/v1/leads/:leadId/activities/:activityId',
  tag,
  summary: 'Read an activity',
  description: 'A recorded activity never changes.',
  scopes: ['leads:read'],
  params: Type.Object({ leadId: Id('The lead.'), activityId: Id('The activity.') }, { additionalProperties: false }),
  success: { status: 200, schema: ActivitySchema, description: 'The activity.', example: ACTIVITY },
  run: (services, { principal, params }) =>
    services.activities.get(principal.workspaceId, params.leadId, params.activityId),
  present: (row, { names }) => ({ body: activityOut(row, names) }),
});
