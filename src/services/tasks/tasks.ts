import type { IfMatch } from '../../core/refusals.js';
import { taskEvent } from '../../core/tasks/events.js';
import type { TaskKind } from '../../core/tasks/tasks.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { TaskFilter, TaskRow } from '../../db/repositories/tasks.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { refuse } from '../transactions/refusals.js';
import type { Transactions } from '../transactions/request.js';
import { changedFields, notFound } from '../versions.js';
import type { Write } from '../writes.js';
import { assertRep, openTask } from './checks.js';
import { completeTask, type TaskCompletion } from './complete.js';
import { createTask, type TaskInput } from './create.js';

export type Task = TaskRow;
export type { TaskInput };

export interface TaskPatch {
  kind?: TaskKind | undefined;
  title?: string | undefined;
  description?: string | null | undefined;
  /** Epoch milliseconds. */
  dueAt?: number | undefined;
  repId?: string | null | undefined;
}

export type TasksService = ReturnType<typeof tasksService>;

export interface TasksOptions {
  store: Store;
  write: Write;
  transactions: Transactions;
  newId: () => string;
}

export function tasksService({ store, write, transactions, newId }: TasksOptions) {
  return {
    create: (context: WriteContext, input: TaskInput): Promise<Task> =>
      write(context, (scope) => createTask(scope, input)),
    async get(workspaceId: string, id: string): Promise<Task> {
      const row = await store.read(workspaceId).tasks.find(id);
      if (!row) throw notFound('task');
      return row;
    },
    list: (workspaceId: string, filter: TaskFilter, request: ListRequest): Promise<Page<Task>> =>
      store.read(workspaceId).tasks.list(filter, request),
    update: (context: WriteContext, id: string, ifMatch: IfMatch, patch: TaskPatch): Promise<Task> =>
      write(context, async (scope) => updateTask(scope, await openTask(scope, id, ifMatch), patch)),
    /** It is done; what was done is recorded in the same transaction. */
    async complete(context: WriteContext, id: string, ifMatch: IfMatch, completion: TaskCompletion): Promise<Task> {
      const known = await store.read(context.workspaceId).tasks.find(id);
      if (!known) return refuse(transactions, context, notFound('task'));
      return completeTask({ transactions, newId }, context, known, ifMatch, completion);
    },
    skip: (context: WriteContext, id: string, ifMatch: IfMatch, reason: string): Promise<Task> =>
      write(context, async (scope) => {
        const task = await openTask(scope, id, ifMatch);
        await scope.timers.clear([{ kind: 'task_overdue', subjectId: id }]);
        const at = new Date(scope.now);
        const skipped = await scope.tasks.update(task, {
          status: 'skipped',
          note: reason,
          closedAt: at,
          updatedAt: at,
        });
        scope.emit(taskEvent('task.skipped', skipped, 'api', { after: { reason } }));
        return skipped;
      }),
  };
}

async function updateTask(scope: WriteScope, task: Task, { dueAt, ...patch }: TaskPatch): Promise<Task> {
  await assertRep(scope, patch.repId);
  const { kind, title, description, repId } = task;
  const was = { kind: kind as TaskKind, title, description, repId, dueAt: task.dueAt.toISOString() };
  const wanted = {
    ...patch,
    ...(patch.title !== undefined && { title: patch.title.trim() }),
    ...(dueAt !== undefined && { dueAt: new Date(dueAt).toISOString() }),
  };
  const changed = changedFields<typeof was>(was, wanted as Partial<typeof was>);
  if (changed === undefined) return task;
  const { dueAt: due, ...columns } = changed.after;
  const moved = due === undefined ? {} : { dueAt: new Date(due), overdueAt: null };
  if (due !== undefined) {
    await scope.timers.set([{ kind: 'task_overdue', subjectId: task.id, dueAt: Date.parse(due) }]);
  }
  const row = await scope.tasks.update(task, { ...columns, ...moved, updatedAt: new Date(scope.now) });
  scope.emit(taskEvent('task.updated', row, 'api', changed));
  return row;
}
