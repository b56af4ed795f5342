import Type, { type Static } from 'typebox';
import type { Task } from '../../core/tasks/task.js';
import { TASK_KINDS, TASK_OUTCOMES, TASK_STATUSES } from '../../core/tasks/tasks.js';
import { iso } from '../../core/time.js';
import type { NameLookup } from '../../services/names.js';
import { isoOrNull } from '../instants.js';
import { pageRequest, resource } from '../resource.js';
import { bounds, Id } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID, REP_NAME } from '../schemas/examples.js';
import { TaskComplete, TaskCreate, TaskList, TaskPatch, TaskSchema, TaskSkip } from '../schemas/tasks.js';
import { ACTIVITY_INPUT, activityInput } from './activity-presenters.js';
import { parseInstant } from './instants.js';
import { withDue } from './task-presenters.js';

const tag = 'Work';
const TASK = {
  id: OTHER_ID,
  version: 1,
  leadId: EXAMPLE_ID,
  kind: 'call',
  title: 'Call about the demo',
  description: null,
  status: 'open',
  dueAt: AT,
  overdueAt: null,
  repId: EXAMPLE_ID,
  repName: REP_NAME,
  templateKey: null,
  playbookVersion: null,
  outcome: null,
  note: null,
  activityId: null,
  closedAt: null,
  createdAt: AT,
  updatedAt: AT,
};
const CLOSED = { ...TASK, version: 2, closedAt: AT };

function taskOut(task: Task, names: NameLookup) {
  return {
    ...task,
    description: task.description ?? null,
    dueAt: iso(task.dueAt),
    overdueAt: isoOrNull(task.overdueAt),
    repId: task.repId ?? null,
    repName: names(task.repId),
    templateKey: task.templateKey ?? null,
    playbookVersion: task.playbookVersion ?? null,
    outcome: task.outcome ?? null,
    note: task.note ?? null,
    activityId: task.activityId ?? null,
    closedAt: isoOrNull(task.closedAt),
    createdAt: iso(task.createdAt),
    updatedAt: iso(task.updatedAt),
  };
}

const tasks = resource({
  tag,
  noun: 'task',
  plural: 'tasks',
  path: '/v1/tasks',
  read: ['leads:read'],
  write: ['leads:write'],
  schema: TaskSchema,
  list: TaskList,
  example: TASK,
  out: taskOut,
});

export const createTask = tasks.create({
  id: 'createTask',
  summary: 'Create a task',
  description:
    'Something to be done about a lead by a due instant; when that passes, one event reports that the task is overdue. With `templateKey` the task is created from that template of the playbook entry that matches the lead.',
  body: TaskCreate,
  bodyExample: { leadId: EXAMPLE_ID, kind: 'call', title: 'Call about the demo', dueAt: AT, repId: EXAMPLE_ID },
  refusals: ['rule_refused', 'reference_not_found'],
  run: (services, { write, body }) => services.tasks.create(write, withDue(body)),
});

export const listTasks = tasks.listed({
  id: 'listTasks',
  summary: 'List tasks',
  description: 'By due instant, earliest first. `status=open&dueBefore=<now>` lists the overdue tasks.',
  filters: {
    leadId: Type.Optional(Id('About this lead.')),
    repId: Type.Optional(Id('Of this rep.')),
    status: Type.Optional(enumOf(TASK_STATUSES, { description: 'Of this status.' })),
    kind: Type.Optional(enumOf(TASK_KINDS, { description: 'Of this kind.' })),
    outcome: Type.Optional(enumOf(TASK_OUTCOMES, { description: 'Done with this outcome.' })),
    ...bounds('due', 'Due'),
  },
  run: (services, { principal, query }) => {
    const { limit, cursor, dueFrom, dueBefore, ...filter } = query;
    const due = { dueFrom: parseInstant(dueFrom), dueBefore: parseInstant(dueBefore) };
    return services.tasks.list(principal.workspaceId, { ...filter, ...due }, pageRequest({ limit, cursor }));
  },
});

export const getTask = tasks.get({
  id: 'getTask',
  summary: 'Read a task',
  description: 'One task, open or not.',
  run: (services, { principal, params }) => services.tasks.get(principal.workspaceId, params.taskId),
});

export const updateTask = tasks.update({
  id: 'updateTask',
  summary: 'Change a task',
  description: 'Changes the due instant, rep or texts of an open task. A postponed task can become overdue again.',
  body: TaskPatch,
  bodyExample: { dueAt: '2026-03-02T09:30:00.000Z', repId: EXAMPLE_ID },
  refusals: ['conflict', 'reference_not_found'],
  run: (services, { write, params, ifMatch, body }) =>
    services.tasks.update(write, params.taskId, ifMatch, withDue(body as Static<typeof TaskPatch>)),
});

export const completeTask = tasks.verb('complete', {
  id: 'completeTask',
  summary: 'Complete a task',
  description:
    'Records the outcome. `activity` records an activity about the lead of the task in the same transaction.',
  body: TaskComplete,
  bodyExample: { outcome: 'successful', note: 'Demo agreed', activity: ACTIVITY_INPUT },
  example: { ...CLOSED, status: 'done', outcome: 'successful', note: 'Demo agreed', activityId: OTHER_ID },
  refusals: ['conflict', 'rule_refused', 'reference_not_found'],
  run: (services, { write, params, ifMatch, body }) => {
    const { activity, ...rest } = body;
    const completion = activity === undefined ? rest : { ...rest, activity: activityInput(activity) };
    return services.tasks.complete(write, params.taskId, ifMatch, completion);
  },
});

export const skipTask = tasks.verb('skip', {
  id: 'skipTask',
  summary: 'Skip a task',
  description:
    'Closes the task without doing it, with the reason. The playbook does not recommend it again while the lead stays in its stage. When a lead becomes disqualified or lost, for any cause, its open tasks are skipped automatically with the reason `lead_closed`.',
  body: TaskSkip,
  bodyExample: { reason: 'They called us first' },
  example: { ...CLOSED, status: 'skipped', note: 'They called us first' },
  refusals: ['conflict'],
  run: (services, { write, params, ifMatch, body }) => services.tasks.skip(write, params.taskId, ifMatch, body.reason),
});
