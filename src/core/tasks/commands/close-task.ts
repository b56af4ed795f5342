import type { ActivityContent } from '../../activities/activities.js';
import { type ActivityCommand, activityRefusal, recordActivity } from '../../activities/commands/record-activity.js';
import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import type { EventCause } from '../../events/events.js';
import { type IfMatch, NO_LEAD, type Refusal } from '../../refusals.js';
import { taskEvent } from '../events.js';
import { nextTask, type Task } from '../task.js';
import type { TaskOutcome } from '../tasks.js';
import type { ChangedTask } from './create-task.js';

/** The task is done. */
export interface CompleteTaskCommand {
  type: 'complete_task';
  taskId: string;
  ifMatch?: IfMatch;
  outcome?: TaskOutcome | undefined;
  note?: string | undefined;
  /** The activity to record with it. Its rep is that of the task when absent. */
  activity?: { id: string; content: ActivityContent } | undefined;
}

/** The task will not be done. */
export interface SkipTaskCommand {
  type: 'skip_task';
  taskId: string;
  ifMatch?: IfMatch;
  reason: string;
}

export const completeTaskReads = ({ taskId, activity }: CompleteTaskCommand): Reads => ({
  taskIds: [taskId],
  activityExternalId: activity?.content.externalId,
});

/** The lead that the activity is about. */
export function completeTaskReadsNext(batch: Batch, { taskId, activity }: CompleteTaskCommand): Reads {
  const task = batch.tasks.find(taskId);
  return task === undefined || activity === undefined ? {} : { leadIds: [task.leadId] };
}

/** Refusals of the activity point into the body of the completion. */
export function completeTaskRefusal(batch: Batch, command: CompleteTaskCommand, task: Task): Refusal | undefined {
  const activity = activityOf(command, task);
  if (activity === undefined) return undefined;
  if (batch.leads.find(task.leadId) === undefined) return NO_LEAD;
  const refusal = activityRefusal(batch, activity);
  if (refusal === undefined || !('pointer' in refusal)) return refusal;
  return { ...refusal, pointer: `/activity${refusal.pointer ?? ''}` };
}

export function completeTask(batch: Batch, command: CompleteTaskCommand): ChangedTask {
  const { outcome, note, taskId } = command;
  const task = batch.tasks.get(taskId);
  const activity = activityOf(command, task);
  const activityId = activity && recordActivity(batch, activity).activity.id;
  const done: Partial<Task> = { status: 'done', outcome, note, activityId, closedAt: batch.now };
  return { changed: true, task: close(batch, task, done, { outcome, activityId }) };
}

export function skipTask(batch: Batch, { taskId, reason }: SkipTaskCommand): ChangedTask {
  return { changed: true, task: skip(batch, batch.tasks.get(taskId), reason, 'api') };
}

export const skip = (batch: Batch, task: Task, reason: string, cause: EventCause): Task =>
  close(batch, task, { status: 'skipped', note: reason, closedAt: batch.now }, { reason }, cause);

function close(batch: Batch, task: Task, changes: Partial<Task>, after: object, cause: EventCause = 'api'): Task {
  const next = nextTask(task, changes, batch.now);
  batch.tasks.put(next);
  batch.emit(taskEvent(next.status === 'done' ? 'task.completed' : 'task.skipped', next, cause, { after }));
  return next;
}

function activityOf({ activity, taskId }: CompleteTaskCommand, task: Task): ActivityCommand | undefined {
  if (activity === undefined) return undefined;
  const content = { ...activity.content, repId: activity.content.repId ?? task.repId };
  return { type: 'record_activity', leadId: task.leadId, activityId: activity.id, content, taskId };
}
