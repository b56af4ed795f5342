import type { ActivityContent } from '../../core/activities/activities.js';
import type { IngestResult } from '../../core/ingest/commands.js';
import { taskEvent } from '../../core/tasks/events.js';
import type { TaskOutcome } from '../../core/tasks/tasks.js';
import type { TaskRow } from '../../db/repositories/tasks.js';
import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import type { Ingest, IngestOrder } from '../ingest/orders.js';
import { refusalError } from '../ingest/refusals.js';
import { type IfMatch, openTask } from './checks.js';

export interface TaskCompletion {
  outcome?: TaskOutcome | undefined;
  note?: string | undefined;
  /** What was done, to be recorded with it. */
  activity?: ActivityContent | undefined;
}

/**
 * Completes a task around the order that records what was done, if anything was: the pipeline's transaction is the task's.
 * `known` names the lead, which never changes; whether the task is open is asked again under the head row.
 */
export async function completeTask(
  { ingest, newId }: { ingest: Ingest; newId: () => string },
  context: WriteContext,
  known: TaskRow,
  ifMatch: IfMatch,
  completion: TaskCompletion,
): Promise<TaskRow> {
  const { id, leadId } = known;
  let task = known;
  const orders: IngestOrder[] = [];
  if (completion.activity !== undefined) {
    const content = { ...completion.activity, repId: completion.activity.repId ?? known.repId ?? undefined };
    orders.push({ type: 'record_activity', leadId, activityId: newId(), content, taskId: id });
  }
  return ingest({
    context,
    orders,
    mode: 'partial',
    finish: () => task,
    enclosed: {
      before: async (scope) => {
        task = await openTask(scope, id, ifMatch);
      },
      after: async (scope, results) => {
        task = await close(scope, task, completion, recordedId(results));
      },
    },
  });
}

async function close(
  scope: WriteScope,
  task: TaskRow,
  { outcome, note }: TaskCompletion,
  activityId: string | undefined,
): Promise<TaskRow> {
  const at = new Date(scope.now);
  await scope.timers.clear([{ kind: 'task_overdue', subjectId: task.id }]);
  const done = await scope.tasks.update(task, {
    status: 'done',
    outcome: outcome ?? null,
    note: note ?? null,
    activityId: activityId ?? null,
    closedAt: at,
    updatedAt: at,
  });
  scope.emit(taskEvent('task.completed', done, 'api', { after: { outcome, activityId } }));
  return done;
}

/** Expects at most one order; refuses as it was refused, naming the place in the body of the completion. */
function recordedId([result]: readonly IngestResult[]): string | undefined {
  if (result === undefined) return undefined;
  if (result.type === 'refused') {
    const { refusal } = result;
    const pointer = 'pointer' in refusal && refusal.pointer !== undefined ? refusal.pointer : '';
    throw refusalError('pointer' in refusal ? { ...refusal, pointer: `/activity${pointer}` } : refusal);
  }
  if (result.type !== 'record_activity') throw new Error('the pipeline answered something else');
  return result.activity?.id;
}
