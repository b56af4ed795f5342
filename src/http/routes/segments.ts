import Type from 'typebox';
import { SEGMENT_KINDS } from '../../core/segments/segment.js';
import type { ListedSegment } from '../../services/segments.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest, resource } from '../resource.js';
import { idParams } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import { OperationSchema } from '../schemas/operations.js';
import {
  LeadSegments,
  SegmentBulkChange,
  SegmentCreate,
  SegmentDayList,
  SegmentLeadChange,
  SegmentLeadList,
  SegmentLeadsChanged,
  SegmentList,
  SegmentPastConditionList,
  SegmentPatchSchema,
  SegmentSchema,
} from '../schemas/segments.js';
import { checkConditionScopes } from './condition-scopes.js';
import { presentStarted, QUEUED_TRAINING } from './operations.js';

const tag = 'Segments';
const path = '/v1/segments';
const CONDITION = { type: 'field', field: 'country', operator: 'eq', value: 'DE' } as const;
const SEGMENT = {
  id: EXAMPLE_ID,
  version: 1,
  name: 'Germany',
  description: null,
  kind: 'dynamic',
  condition: CONDITION,
  conditionVersion: 1,
  status: 'filling',
  updates: 'immediate',
  count: 12,
  createdAt: AT,
  updatedAt: AT,
};

function segmentOut(row: ListedSegment) {
  const { id, version, name, description, kind, condition, conditionVersion, filledAt, updates, count } = row;
  return {
    ...{ id, version, name, description, kind },
    ...(condition === null ? {} : { condition }),
    conditionVersion,
    status: filledAt === null ? ('filling' as const) : ('current' as const),
    ...(updates === null ? {} : { updates }),
    count,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

const segments = resource({
  tag,
  noun: 'segment',
  plural: 'segments',
  path,
  read: ['leads:read'],
  write: ['workspace:write', 'leads:read'],
  schema: SegmentSchema,
  list: SegmentList,
  example: SEGMENT,
  out: segmentOut,
  variantOf: ({ count, filledAt }) => `${filledAt === null ? 'f' : 'c'}${count.toString(16)}`,
});

/** A change of a static segment that was just requested. */
const QUEUED_CHANGE = {
  ...QUEUED_TRAINING,
  kind: 'segment_change',
  trainPrediction: undefined,
  segmentChange: {
    segmentId: OTHER_ID,
    segmentName: 'Germany',
    action: 'add',
    where: { type: 'field', field: 'country', operator: 'eq', value: 'DE' },
    dryRun: false,
  },
};

export const createSegment = segments.create({
  id: 'createSegment',
  summary: 'Create a segment',
  description:
    'A `dynamic` segment has the leads for which its condition holds: leads that are written from now on are tested at once, those that exist within a minute or, of many leads, as fast as they can be tested. A lead that enters or leaves has an event `segment.entered` or `segment.left`. A `static` segment is a list. A workspace has at most 200.',
  body: SegmentCreate,
  bodyExample: { name: 'Germany', kind: 'dynamic', condition: CONDITION },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, principal, body }) => {
    checkConditionScopes(principal, body.condition);
    return services.segments.create(write, body);
  },
});

export const listSegments = segments.listed({
  id: 'listSegments',
  summary: 'List segments',
  description: 'With the number of their leads, newest first.',
  filters: { kind: Type.Optional(enumOf(SEGMENT_KINDS, { description: 'Of this kind.' })) },
  run: (services, { principal, query: { kind, ...page } }) =>
    services.segments.list(principal.workspaceId, { kind }, pageRequest(page)),
});

export const getSegment = segments.get({
  id: 'getSegment',
  summary: 'Read a segment',
  description: 'With the number of its leads.',
  run: (services, { principal, params }) => services.segments.get(principal.workspaceId, params.segmentId),
});

export const updateSegment = segments.update({
  id: 'updateSegment',
  summary: 'Change a segment',
  description:
    'Another condition is a new `conditionVersion`: all leads are tested again, and those that enter or leave have an event. Rules that name the segment decide by it from now on.',
  body: SegmentPatchSchema,
  bodyExample: { name: 'Germany and Austria' },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, principal, params, ifMatch, body }) => {
    checkConditionScopes(principal, body.condition);
    return services.segments.update(write, params.segmentId, ifMatch, body);
  },
});

export const deleteSegment = segments.remove({
  id: 'deleteSegment',
  summary: 'Delete a segment',
  description:
    'With its list of leads and its history; the leads stay. Refused while a policy that is not retired or another segment names it. Its leads have no event `segment.left`: `segment.deleted` ends them all.',
  refusals: ['conflict'],
  run: (services, { write, params, ifMatch }) => services.segments.remove(write, params.segmentId, ifMatch),
});

export const listSegmentVersions = listOperation({
  id: 'listSegmentVersions',
  path: `${path}/:segmentId/versions`,
  tag,
  summary: 'List the conditions of a segment',
  description: 'The conditions that it has and had, newest first; none of a static segment.',
  scopes: ['leads:read'],
  params: segments.params,
  plural: 'conditions',
  list: SegmentPastConditionList,
  example: { version: 1, condition: CONDITION, createdAt: AT },
  out: ({ version, condition, createdAt }) => ({ version, condition, createdAt: createdAt.toISOString() }),
  run: (services, { principal, params, query }) =>
    services.segments.versions(principal.workspaceId, params.segmentId, pageRequest(query)),
});

export const listSegmentLeads = listOperation({
  id: 'listSegmentLeads',
  path: `${path}/:segmentId/leads`,
  tag,
  summary: 'List the leads of a segment',
  description:
    'Which leads are in it since when, the newest lead first. The leads themselves: `POST /v1/leads/search` with a condition of the type `segment`.',
  scopes: ['leads:read'],
  params: segments.params,
  plural: 'leads of the segment',
  list: SegmentLeadList,
  example: { leadId: OTHER_ID, enteredAt: AT },
  out: ({ leadId, enteredAt }) => ({ leadId, enteredAt: enteredAt.toISOString() }),
  run: (services, { principal, params, query }) =>
    services.segmentMembers.list(principal.workspaceId, params.segmentId, pageRequest(query)),
});

export const changeSegmentLeads = operation({
  id: 'changeSegmentLeads',
  method: 'POST',
  path: `${path}/:segmentId/leads`,
  tag,
  summary: 'Add leads to a static segment and remove leads',
  description: 'Up to 1,000 of each. Leads that enter or leave have an event.',
  scopes: ['leads:write'],
  params: segments.params,
  body: SegmentLeadChange,
  bodyExample: { add: [OTHER_ID] },
  success: {
    status: 200,
    schema: SegmentLeadsChanged,
    description: 'What changed.',
    example: { added: 1, removed: 0, unknownLeadIds: [] },
  },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, params, body: { add = [], remove = [] } }) =>
    services.segmentMembers.change(write, params.segmentId, { add, remove }),
  present: (changed) => ({ body: changed }),
});

export const changeSegmentLeadsWhere = operation({
  id: 'changeSegmentLeadsWhere',
  method: 'POST',
  path: `${path}/:segmentId/leads/bulk`,
  tag,
  summary: 'Add the leads of a condition to a static segment, or remove them',
  description:
    'All leads that match the condition now, as an operation in small steps. Each lead that enters or leaves has an event, with the `requestId` of the operation. `dryRun` counts them first. A cancelled operation leaves the segment as far as it came; repeating the call completes it.',
  scopes: ['leads:write'],
  params: segments.params,
  body: SegmentBulkChange,
  bodyExample: { action: 'add', where: CONDITION },
  success: { status: 202, schema: OperationSchema, description: 'The operation.', example: QUEUED_CHANGE },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { principal, write, params, body: { action, where, dryRun = false } }) => {
    checkConditionScopes(principal, where);
    return services.segmentMembers.changeWhere(write, params.segmentId, { action, where, dryRun });
  },
  present: presentStarted,
});

export const listSegmentSizes = listOperation({
  id: 'listSegmentSizes',
  path: `${path}/:segmentId/sizes`,
  tag,
  summary: 'List the sizes of a segment',
  description: 'By day, the latest first. A day without a change is not listed.',
  scopes: ['leads:read'],
  params: segments.params,
  plural: 'days',
  list: SegmentDayList,
  example: { day: '2026-03-01', entered: 3, left: 1, count: 12 },
  out: ({ day, entered, left, count }) => ({ day, entered, left, count }),
  run: (services, { principal, params, query }) =>
    services.segmentMembers.days(principal.workspaceId, params.segmentId, pageRequest(query)),
});

export const getLeadSegments = operation({
  id: 'getLeadSegments',
  method: 'GET',
  path: '/v1/leads/:leadId/segments',
  tag,
  summary: 'Read the segments of a lead',
  description: 'All segments that the lead is in, by name.',
  scopes: ['leads:read'],
  params: idParams('leadId', 'The lead.'),
  success: {
    status: 200,
    schema: LeadSegments,
    description: 'The segments.',
    example: { segments: [{ segmentId: EXAMPLE_ID, name: 'Germany', kind: 'dynamic', enteredAt: AT }] },
  },
  run: (services, { principal, params }) => services.segmentMembers.ofLead(principal.workspaceId, params.leadId),
  present: (rows) => ({
    body: {
      segments: rows.map(({ id, name, kind, enteredAt }) => ({
        ...{ segmentId: id, name, kind },
        enteredAt: enteredAt.toISOString(),
      })),
    },
  }),
});
