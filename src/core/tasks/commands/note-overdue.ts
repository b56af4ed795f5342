import type { Batch } from '../../batch/batch.js';
import { iso } from '../../time.js';
import { taskEvent } from '../events.js';
import { nextTask } from '../task.js';

/** The timer of the task fired. */
export interface TaskOverdueCommand {
  type: 'task_overdue';
  taskId: string;
}

/** Emits the overdue event once, while the task is open and due. */
export function noteOverdue(batch: Batch, { taskId }: TaskOverdueCommand): { changed: boolean } {
  const { now, tasks } = batch;
  const task = tasks.find(taskId);
  if (task?.status !== 'open' || task.dueAt > now || task.overdueAt !== undefined) {
    tasks.correctTimer(taskId);
    return { changed: false };
  }
  const next = nextTask(task, { overdueAt: now }, now);
  tasks.put(next);
  batch.emit(taskEvent('task.overdue', next, 'timer', { after: { dueAt: iso(next.dueAt) } }));
  return { changed: true };
}
