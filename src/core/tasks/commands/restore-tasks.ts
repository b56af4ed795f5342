import type { Batch } from '../../batch/batch.js';
import type { EventCause } from '../../events/events.js';
import type { BulkUndo } from '../../leads/bulk-change.js';
import { taskEvent } from '../events.js';
import { nextTask, type Task } from '../task.js';
import { LEAD_CLOSED } from '../tasks.js';
import { skip } from './close-task.js';

/**
 * Restores the tasks of a lead whose class has been restored: tasks that the playbook created for the change are skipped, and tasks that
 * the change skipped are open again, unless another of the same template is open.
 */
export function restoreTasks(batch: Batch, leadId: string, { at, taskIds = [] }: BulkUndo, cause: EventCause): void {
  const { tasks } = batch;
  for (const task of tasks.openOf(leadId)) {
    if (task.createdAt === at && task.templateKey !== undefined && !taskIds.includes(task.id)) {
      skip(batch, task, cause, cause);
    }
  }
  for (const taskId of taskIds) {
    const task = tasks.find(taskId);
    const isSkipped = task?.status === 'skipped' && task.note === LEAD_CLOSED && task.closedAt === at;
    if (task && isSkipped && !isReplaced(task, tasks.openOf(leadId))) reopenTask(batch, task, cause);
  }
}

const isReplaced = ({ templateKey }: Task, open: readonly Task[]): boolean =>
  templateKey !== undefined && open.some((other) => other.templateKey === templateKey);

function reopenTask(batch: Batch, task: Task, cause: EventCause): void {
  const next = nextTask(task, { status: 'open', note: undefined, closedAt: undefined }, batch.now);
  batch.tasks.put(next);
  batch.emit(taskEvent('task.reopened', next, cause, {}));
}
