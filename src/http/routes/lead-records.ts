import type { ListedStageChange } from '../../services/leads/records.js';
import { operation } from '../operations.js';
import { listOperation, pageOut, pageRequest } from '../resource.js';
import { ActivityList } from '../schemas/activities.js';
import { EngagementList } from '../schemas/engagement.js';
import { AT, EXAMPLE_ID, OTHER_ID, PROPOSING_TOUCH, pageOfOne } from '../schemas/examples.js';
import {
  activityFilters,
  engagementFilters,
  ofLead,
  stageChangeFilters,
  touchFilters,
} from '../schemas/record-filters.js';
import { ActivitySearch, EngagementEventSearch, StageChangeSearch, TouchSearch } from '../schemas/record-search.js';
import { StageChangeList } from '../schemas/stage-changes.js';
import { TouchList } from '../schemas/touches.js';
import { ACTIVITY, activityOut } from './activity-presenters.js';
import { checkLeadScopes } from './condition-scopes.js';
import { ENGAGEMENT_EVENT, engagementOut } from './engagement.js';
import { touchOut } from './lead-presenters.js';

const NEWEST = 'The last that occurred comes first.';
const SEARCHED =
  'In the language of conditions: `where` compares fields of the record, also with relative dates, and `lead` is any condition of a search of leads.';
const OF_OTHERS = { type: 'field', field: 'category', operator: 'in', value: ['mql', 'sql'] } as const;
const THIS_MONTH = { type: 'field', field: 'occurredAt', operator: 'during', value: 'this_month' } as const;
const refusals = ['cursor_invalid', 'rule_refused'] as const;

export const listTouches = listOperation({
  id: 'listTouches',
  path: '/v1/touches',
  tag: 'Leads',
  summary: 'List touches of all leads',
  description: `Submissions that created or joined leads. ${NEWEST}`,
  scopes: ['leads:read'],
  filters: { ...ofLead, ...touchFilters },
  plural: 'touches',
  list: TouchList,
  example: PROPOSING_TOUCH,
  out: touchOut,
  run: (services, { principal, query: { limit, cursor, ...filters } }) =>
    services.leadRecords.listTouches(principal.workspaceId, filters, pageRequest({ limit, cursor })),
});

export const searchTouches = operation({
  id: 'searchTouches',
  method: 'POST',
  path: '/v1/touches/search',
  tag: 'Leads',
  summary: 'Search touches of all leads',
  description: `Submissions that created or joined leads. ${SEARCHED} ${NEWEST}`,
  scopes: ['leads:read'],
  body: TouchSearch,
  bodyExample: {
    where: { type: 'field', field: 'source.channel', operator: 'eq', value: 'web_form' },
    lead: OF_OTHERS,
  },
  success: { status: 200, schema: TouchList, description: 'A page of touches.', example: pageOfOne(PROPOSING_TOUCH) },
  refusals,
  readsOnly: true,
  run: (services, { principal, body: { limit, cursor, ...input } }) => {
    checkLeadScopes(principal, input.lead);
    return services.leadRecords.searchTouches(principal.workspaceId, input, pageRequest({ limit, cursor }));
  },
  present: (page, { names }) => ({ body: pageOut(page, (row) => touchOut(row, names)) }),
});

export const listEngagementEvents = listOperation({
  id: 'listEngagementEvents',
  path: '/v1/engagement-events',
  tag: 'Engagement',
  summary: 'List what all leads did',
  description: `Engagement events of all leads. ${NEWEST}`,
  scopes: ['engagement:read'],
  filters: { ...ofLead, ...engagementFilters },
  plural: 'events',
  list: EngagementList,
  example: ENGAGEMENT_EVENT,
  out: engagementOut,
  run: (services, { principal, query: { limit, cursor, ...filters } }) =>
    services.leadRecords.listEngagement(principal.workspaceId, filters, pageRequest({ limit, cursor })),
});

export const searchEngagementEvents = operation({
  id: 'searchEngagementEvents',
  method: 'POST',
  path: '/v1/engagement-events/search',
  tag: 'Engagement',
  summary: 'Search what all leads did',
  description: `Engagement events of all leads. ${SEARCHED} \`lead\` needs the scope \`leads:read\`. ${NEWEST}`,
  scopes: ['engagement:read'],
  body: EngagementEventSearch,
  bodyExample: { where: { type: 'field', field: 'type', operator: 'eq', value: 'demo_requested' }, lead: OF_OTHERS },
  success: {
    status: 200,
    schema: EngagementList,
    description: 'A page of events.',
    example: pageOfOne(ENGAGEMENT_EVENT),
  },
  refusals,
  readsOnly: true,
  run: (services, { principal, body: { limit, cursor, ...input } }) => {
    checkLeadScopes(principal, input.lead);
    return services.leadRecords.searchEngagement(principal.workspaceId, input, pageRequest({ limit, cursor }));
  },
  present: (page, { names }) => ({ body: pageOut(page, (row) => engagementOut(row, names)) }),
});

export const listActivities = listOperation({
  id: 'listActivities',
  path: '/v1/activities',
  tag: 'Work',
  summary: 'List what was done about all leads',
  description: `Notes, calls, meetings and e-mails about all leads. ${NEWEST}`,
  scopes: ['leads:read'],
  filters: { ...ofLead, ...activityFilters },
  plural: 'activities',
  list: ActivityList,
  example: ACTIVITY,
  out: activityOut,
  run: (services, { principal, query: { limit, cursor, ...filters } }) =>
    services.leadRecords.listActivities(principal.workspaceId, filters, pageRequest({ limit, cursor })),
});

export const searchActivities = operation({
  id: 'searchActivities',
  method: 'POST',
  path: '/v1/activities/search',
  tag: 'Work',
  summary: 'Search what was done about all leads',
  description: `Notes, calls, meetings and e-mails about all leads. ${SEARCHED} ${NEWEST}`,
  scopes: ['leads:read'],
  body: ActivitySearch,
  bodyExample: {
    where: { type: 'all', conditions: [{ type: 'field', field: 'kind', operator: 'eq', value: 'call' }, THIS_MONTH] },
  },
  success: { status: 200, schema: ActivityList, description: 'A page of activities.', example: pageOfOne(ACTIVITY) },
  refusals,
  readsOnly: true,
  run: (services, { principal, body: { limit, cursor, ...input } }) => {
    checkLeadScopes(principal, input.lead);
    return services.leadRecords.searchActivities(principal.workspaceId, input, pageRequest({ limit, cursor }));
  },
  present: (page, { names }) => ({ body: pageOut(page, (row) => activityOut(row, names)) }),
});

const STAGE_CHANGE = {
  ...{ id: OTHER_ID, leadId: EXAMPLE_ID, leadName: 'Ada Lovelace', occurredAt: AT },
  ...{ fromStage: 'mql', fromCategory: 'mql', fromSeconds: 3600, toStage: 'prospect', toCategory: 'prospect' },
  ...{ cause: 'manual', actorId: OTHER_ID, reason: 'Wants to see a demo' },
};
const CHANGES =
  'Every change of the stage or the category of a lead, as its stage history has them. A stage and the category that changes with it are one change; the creation of a lead is none. After an update from a version without this list, earlier changes appear within minutes.';

const stageChangeOut = ({ workspaceId: _, leadName, occurredAt, reason, ...row }: ListedStageChange) => ({
  ...row,
  leadName: leadName ?? undefined,
  occurredAt: occurredAt.toISOString(),
  reason: reason ?? undefined,
});

export const listStageChanges = listOperation({
  id: 'listStageChanges',
  path: '/v1/stage-changes',
  tag: 'Lifecycle',
  summary: 'List stage changes of all leads',
  description: `${CHANGES} ${NEWEST}`,
  scopes: ['leads:read'],
  filters: { ...ofLead, ...stageChangeFilters },
  plural: 'changes',
  list: StageChangeList,
  example: STAGE_CHANGE,
  out: stageChangeOut,
  run: (services, { principal, query: { limit, cursor, ...filters } }) =>
    services.leadRecords.listStageChanges(principal.workspaceId, filters, pageRequest({ limit, cursor })),
});

export const searchStageChanges = operation({
  id: 'searchStageChanges',
  method: 'POST',
  path: '/v1/stage-changes/search',
  tag: 'Lifecycle',
  summary: 'Search stage changes of all leads',
  description: `${CHANGES} ${SEARCHED} ${NEWEST}`,
  scopes: ['leads:read'],
  body: StageChangeSearch,
  bodyExample: {
    where: {
      type: 'all',
      conditions: [{ type: 'field', field: 'toCategory', operator: 'eq', value: 'prospect' }, THIS_MONTH],
    },
  },
  success: {
    status: 200,
    schema: StageChangeList,
    description: 'A page of changes.',
    example: pageOfOne(STAGE_CHANGE),
  },
  refusals,
  readsOnly: true,
  run: (services, { principal, body: { limit, cursor, ...input } }) => {
    checkLeadScopes(principal, input.lead);
    return services.leadRecords.searchStageChanges(principal.workspaceId, input, pageRequest({ limit, cursor }));
  },
  present: (page) => ({ body: pageOut(page, stageChangeOut) }),
});
