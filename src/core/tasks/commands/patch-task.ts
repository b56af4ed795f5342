import type { Batch } from '../../batch/batch.js';
import { type IfMatch, type Refusal, repReference } from '../../refusals.js';
import { taskEvent } from '../events.js';
import { nextTask, type Task, taskChanges } from '../task.js';
import type { TaskKind } from '../tasks.js';
import type { ChangedTask } from './create-task.js';

/** Null removes, absent keeps. */
export interface TaskPatch {
  kind?: TaskKind | undefined;
  title?: string | undefined;
  description?: string | null | undefined;
  /** Epoch milliseconds. */
  dueAt?: number | undefined;
  repId?: string | null | undefined;
}

export interface PatchTaskCommand {
  type: 'patch_task';
  taskId: string;
  ifMatch?: IfMatch;
  patch: TaskPatch;
}

export function patchTaskRefusal({ assignment }: Batch, { patch }: PatchTaskCommand): Refusal | undefined {
  return typeof patch.repId === 'string' ? repReference(patch.repId, assignment) : undefined;
}

/** A postponed task can become overdue again. */
export function patchTask(batch: Batch, { taskId, patch }: PatchTaskCommand): ChangedTask {
  const task = batch.tasks.get(taskId);
  const { kind = task.kind, title = task.title, dueAt = task.dueAt } = patch;
  const changes: Partial<Task> = {
    kind,
    title: title.trim(),
    description: patch.description === undefined ? task.description : (patch.description ?? undefined),
    dueAt,
    repId: patch.repId === undefined ? task.repId : (patch.repId ?? undefined),
    overdueAt: dueAt === task.dueAt ? task.overdueAt : undefined,
  };
  const next = nextTask(task, changes, batch.now);
  const difference = taskChanges(task, next);
  if (difference === undefined) return { changed: false, task };
  batch.tasks.put(next);
  batch.emit(taskEvent('task.updated', next, 'api', difference));
  return { changed: true, task: next };
}
