import type { Batch } from '../../batch/batch.js';
import { isNotPursued } from '../../batch/current-class.js';
import type { EventCause } from '../../events/events.js';
import type { BulkUndo } from '../../leads/bulk-change.js';
import { contactChannels } from '../../leads/channels.js';
import { permittedTask } from '../../playbooks/permitted.js';
import { taskEvent } from '../events.js';
import { nextTask, type Task, taskChanges } from '../task.js';
import { LEAD_CLOSED, NO_CHANNEL, TASK_KINDS } from '../tasks.js';
import { skip } from './close-task.js';

type TasksUndo = Pick<BulkUndo, 'at' | 'taskIds' | 'tasks'>;

/**
 * Restores the tasks of a lead whose class or facts have been restored: tasks that the playbook created for the change are skipped. Tasks
 * that the change skipped are open again, unless another of the same template is open or their channel is still blocked. Tasks that got
 * another channel have their own again.
 */
export function restoreTasks(batch: Batch, leadId: string, undo: TasksUndo, cause: EventCause): void {
  const { at, taskIds = [], tasks: were = [] } = undo;
  const { tasks } = batch;
  for (const task of tasks.openOf(leadId)) {
    if (task.createdAt === at && task.templateKey !== undefined && !taskIds.includes(task.id)) {
      skip(batch, task, cause, cause);
    }
  }
  for (const taskId of taskIds) {
    const task = tasks.find(taskId);
    if (task === undefined || !isSkippedBy(task, at) || isReplaced(task, tasks.openOf(leadId))) continue;
    if (task.note === LEAD_CLOSED ? !isClosed(batch, leadId) : isPermitted(batch, leadId, task))
      reopenTask(batch, task, cause);
  }
  for (const { id, kind: was, title, description } of were) {
    const task = tasks.find(id);
    const kind = TASK_KINDS.find((one) => one === was);
    if (task?.status !== 'open' || task.updatedAt !== at || kind === undefined || task.kind === kind) continue;
    if (isPermitted(batch, leadId, { kind, title })) putTask(batch, task, { kind, title, description }, cause);
  }
}

const isSkippedBy = ({ status, note, closedAt }: Task, at: number): boolean =>
  status === 'skipped' && closedAt === at && (note === LEAD_CLOSED || note === NO_CHANNEL);

/** The rule of the link to a customer may have closed the lead. */
const isClosed = ({ leads }: Batch, leadId: string): boolean => isNotPursued(leads.get(leadId));

const isPermitted = ({ leads }: Batch, leadId: string, task: Pick<Task, 'kind' | 'title'>): boolean =>
  permittedTask(task, contactChannels(leads.get(leadId).facts))?.kind === task.kind;

function putTask(batch: Batch, task: Task, changes: Partial<Task>, cause: EventCause): void {
  const next = nextTask(task, changes, batch.now);
  batch.tasks.put(next);
  batch.emit(taskEvent('task.updated', next, cause, taskChanges(task, next) ?? {}));
}

const isReplaced = ({ templateKey }: Task, open: readonly Task[]): boolean =>
  templateKey !== undefined && open.some((other) => other.templateKey === templateKey);

function reopenTask(batch: Batch, task: Task, cause: EventCause): void {
  const next = nextTask(task, { status: 'open', note: undefined, closedAt: undefined }, batch.now);
  batch.tasks.put(next);
  batch.emit(taskEvent('task.reopened', next, cause, {}));
}
