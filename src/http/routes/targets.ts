import Type, { type Static } from 'typebox';
import { METRIC_NAMES } from '../../core/metrics/catalogue.js';
import { scopeOf, TARGET_PERIODS, type Target, valueText } from '../../core/targets/target.js';
import { iso } from '../../core/time.js';
import type { NameLookup } from '../../services/names.js';
import type { ProgressAt } from '../../services/targets/targets.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest, resource } from '../resource.js';
import { Id } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import {
  TargetCreate,
  TargetList,
  TargetPatchSchema,
  TargetProgressList,
  TargetProgressSchema,
  TargetSchema,
} from '../schemas/targets.js';

const tag = 'Reports';
const TERMS = { metric: 'leads_created', repId: OTHER_ID, period: 'year', from: '2026-01-01', value: '400' } as const;
const TARGET = {
  ...{ id: EXAMPLE_ID, version: 1, metric: 'leads_created', scope: 'rep', repId: OTHER_ID, repName: 'Grace Hopper' },
  ...{ period: 'year', from: '2026-01-01', before: '2027-01-01', value: '400' },
  ...{ reachedAt: null, closedAt: null, missed: null, createdAt: AT, updatedAt: AT },
} as const;
const PROGRESS = {
  ...{ target: TARGET, status: 'running', actual: '1', attainment: 0.0025, expected: 63.95 },
  ...{ workdays: 261, workdaysElapsed: 41.7, workdaysLeft: 219.3, daysLeft: 306 },
  ...{ method: 'negative_binomial', projected: 6.3, low: 2, high: 14 },
  ...{ timeZone: 'Europe/Berlin', completeTo: AT },
} as const;

function targetOut(target: Target, names: NameLookup) {
  const { id, version, metric, teamId, repId, sourceId, product, currency, period, fromDay, beforeDay } = target;
  return {
    ...{ id, version, metric, scope: scopeOf(target) },
    ...(teamId === null ? {} : { teamId, teamName: names(teamId) }),
    ...(repId === null ? {} : { repId, repName: names(repId) }),
    ...(sourceId === null ? {} : { sourceId, sourceName: names(sourceId) }),
    ...(product === null ? {} : { product }),
    ...(currency === null ? {} : { currency }),
    ...{ period, from: fromDay, before: beforeDay, value: valueText(target) },
    reachedAt: target.reachedAt?.toISOString() ?? null,
    closedAt: target.closedAt?.toISOString() ?? null,
    missed: target.missed,
    createdAt: target.createdAt.toISOString(),
    updatedAt: target.updatedAt.toISOString(),
  };
}

function progressOut(
  { progress, completeTo, timeZone }: ProgressAt,
  names: NameLookup,
): Static<typeof TargetProgressSchema> {
  const { target, projection, reached: _, ...numbers } = progress;
  const none = { projected: null, low: null, high: null };
  return {
    target: targetOut(target, names),
    ...numbers,
    ...(typeof projection === 'string' ? { ...none, notProjected: projection } : projection),
    ...{ timeZone, completeTo: iso(completeTo) },
  };
}

const targets = resource({
  ...{ tag, noun: 'target', plural: 'targets', path: '/v1/targets' },
  read: ['reports:read'],
  write: ['workspace:write'],
  ...{ schema: TargetSchema, list: TargetList, example: TARGET, out: targetOut },
  // Checks set when it was reached and closed, and its version counts the changes by callers.
  variantOf: ({ reachedAt, closedAt, missed }) =>
    `${(reachedAt?.getTime() ?? 0).toString(16)}${(closedAt?.getTime() ?? 0).toString(16)}${missed === true ? 1 : 0}`,
});

const filters = {
  metric: Type.Optional(enumOf(METRIC_NAMES, { description: 'Of this metric.' })),
  teamId: Type.Optional(Id('For this team.')),
  repId: Type.Optional(Id('For this rep.')),
  sourceId: Type.Optional(Id('For this source.')),
  period: Type.Optional(enumOf(TARGET_PERIODS, { description: 'Of this kind of period.' })),
  missed: Type.Optional(Type.Boolean({ description: 'Closed: whether it was missed.' })),
  day: Type.Optional(Type.String({ format: 'date', description: 'Whose period has this day.' })),
};

export const createTarget = targets.create({
  id: 'createTarget',
  summary: 'Set a target',
  description:
    'A count or a sum of amounts that is to be reached in a period. While the period runs, the number is checked each minute: `target.reached` is emitted once for each value, also when the number falls below it again. After the end it is closed by the number at that time, with `target.missed` where that is below the value: so a target that was reached and fell below by an undo has both events. What is recorded later changes its progress, and emits nothing.',
  body: TargetCreate,
  bodyExample: TERMS,
  refusals: ['reference_not_found', 'rule_refused'],
  run: (services, { write, body: { from, before, ...terms } }) =>
    services.targets.create(write, { ...terms, fromDay: from, beforeDay: before }),
});

export const listTargets = targets.listed({
  id: 'listTargets',
  summary: 'List targets',
  description: 'Newest first.',
  filters,
  run: (services, { principal, query: { limit, cursor, ...filter } }) =>
    services.targets.list(principal.workspaceId, filter, pageRequest({ limit, cursor })),
});

export const getTarget = targets.get({
  id: 'getTarget',
  summary: 'Read a target',
  description: 'Its terms and whether it was reached or missed.',
  run: (services, { principal, params }) => services.targets.get(principal.workspaceId, params.targetId),
});

export const updateTarget = targets.update({
  id: 'updateTarget',
  summary: 'Change the value of a target',
  description:
    'The number is checked against the new value, and may reach it again. Refused when the period is over. For other terms make another target.',
  body: TargetPatchSchema,
  bodyExample: { value: '500' },
  refusals: ['conflict', 'rule_refused'],
  run: (services, { write, params, ifMatch, body }) => services.targets.update(write, params.targetId, ifMatch, body),
});

export const deleteTarget = targets.remove({
  id: 'deleteTarget',
  summary: 'Delete a target',
  description: 'Nothing that it counts is changed.',
  refusals: [],
  run: (services, { write, params, ifMatch }) => services.targets.remove(write, params.targetId, ifMatch),
});

export const getTargetProgress = operation({
  id: 'getTargetProgress',
  method: 'GET',
  path: '/v1/targets/:targetId/progress',
  tag,
  summary: 'Read the progress of a target',
  description:
    'What was reached, what would be by an even pace of working days, and the number at the end that follows from the rate so far, with an interval that holds it with a probability of 80 %.',
  scopes: ['reports:read'],
  params: targets.params,
  success: { status: 200, schema: TargetProgressSchema, description: 'The progress.', example: PROGRESS },
  run: (services, { principal, params }) => services.targets.progress(principal.workspaceId, params.targetId),
  present: (found, { names }) => ({ body: progressOut(found, names) }),
});

export const listTargetProgress = listOperation({
  id: 'listTargetProgress',
  path: '/v1/reports/targets',
  tag,
  summary: 'List targets with their progress',
  description: 'Newest first. A page takes one statement for each kind of record that its metrics count.',
  scopes: ['reports:read'],
  ...{ filters, plural: 'targets with their progress', list: TargetProgressList, example: PROGRESS, out: progressOut },
  run: (services, { principal, query: { limit, cursor, ...filter } }) =>
    services.targets.listProgress(principal.workspaceId, filter, pageRequest({ limit, cursor })),
});
