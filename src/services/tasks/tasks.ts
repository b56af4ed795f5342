import type { ActivityContent } from '../../core/activities/activities.js';
import type { IfMatch } from '../../core/refusals.js';
import type { CompleteTaskCommand } from '../../core/tasks/commands/close-task.js';
import type { ChangedTask, CreateTaskCommand } from '../../core/tasks/commands/create-task.js';
import type { TaskPatch } from '../../core/tasks/commands/patch-task.js';
import type { Task } from '../../core/tasks/task.js';
import type { TaskOutcome } from '../../core/tasks/tasks.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { TaskFilter } from '../../db/repositories/tasks.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { type BatchItem, type ItemResult, prepareItem, runItems } from '../transactions/items.js';
import type { BatchMode, Transactions } from '../transactions/request.js';
import { orNotFound } from '../versions.js';

export type TaskInput = Omit<CreateTaskCommand, 'type'>;

export interface TaskCompletion {
  outcome?: TaskOutcome | undefined;
  note?: string | undefined;
  /** The activity to record in the same transaction. */
  activity?: ActivityContent | undefined;
}

/** A completion of a batch. */
export interface CompletionInput {
  taskId: string;
  ifMatch: IfMatch;
  completion: TaskCompletion;
}

export type TasksService = ReturnType<typeof tasksService>;

export interface TasksOptions {
  store: Store;
  transactions: Transactions;
  newId: () => string;
}

const taskOf = ({ task }: ChangedTask): Task => task;

export function tasksService({ store, transactions, newId }: TasksOptions) {
  const completionOf = ({ taskId, ifMatch, completion }: CompletionInput): CompleteTaskCommand => {
    const { outcome, note, activity: content } = completion;
    const activity = content && { id: newId(), content };
    return { type: 'complete_task', taskId, ifMatch, outcome, note, activity };
  };
  return {
    create: (context: WriteContext, input: TaskInput): Promise<Task> =>
      transactions.execute(context, { ...input, type: 'create_task' }, taskOf),
    /** Several tasks, each accepted or refused by itself; with `atomic`, all or none. */
    async createBatch(
      context: WriteContext,
      items: readonly BatchItem<TaskInput>[],
      mode: BatchMode,
    ): Promise<ItemResult<Task>[]> {
      const prepared = items.map((item) =>
        prepareItem(item, (input): { command: CreateTaskCommand } => ({ command: { ...input, type: 'create_task' } })),
      );
      const request = { context, mode, items: prepared };
      return runItems<CreateTaskCommand, { command: CreateTaskCommand }, Task>(transactions, request, taskOf);
    },
    async get(workspaceId: string, id: string): Promise<Task> {
      return orNotFound(await store.read(workspaceId).tasks.find(id), 'task');
    },
    list: (workspaceId: string, filter: TaskFilter, request: ListRequest): Promise<Page<Task>> =>
      store.read(workspaceId).tasks.list(filter, request),
    update: (context: WriteContext, taskId: string, ifMatch: IfMatch, patch: TaskPatch): Promise<Task> =>
      transactions.execute(context, { type: 'patch_task', taskId, ifMatch, patch }, taskOf),
    complete: (context: WriteContext, taskId: string, ifMatch: IfMatch, completion: TaskCompletion): Promise<Task> =>
      transactions.execute(context, completionOf({ taskId, ifMatch, completion }), taskOf),
    /** The completion of several tasks, each accepted or refused by itself; with `atomic`, all or none. */
    async completeBatch(
      context: WriteContext,
      items: readonly BatchItem<CompletionInput>[],
      mode: BatchMode,
    ): Promise<ItemResult<Task>[]> {
      const prepared = items.map((item) => prepareItem(item, (input) => ({ command: completionOf(input) })));
      const request = { context, mode, items: prepared };
      return runItems<CompleteTaskCommand, { command: CompleteTaskCommand }, Task>(transactions, request, taskOf);
    },
    skip: (context: WriteContext, taskId: string, ifMatch: IfMatch, reason: string): Promise<Task> =>
      transactions.execute(context, { type: 'skip_task', taskId, ifMatch, reason }, taskOf),
  };
}
