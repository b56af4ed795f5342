import type { ActivityContent } from '../../core/activities/activities.js';
import type { ActivityCommand } from '../../core/activities/commands/record-activity.js';
import type { IfMatch } from '../../core/refusals.js';
import { taskEvent } from '../../core/tasks/events.js';
import type { TaskOutcome } from '../../core/tasks/tasks.js';
import type { TaskRow } from '../../db/repositories/tasks.js';
import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { refusalError } from '../transactions/refusals.js';
import type { Outcome, Transactions } from '../transactions/request.js';
import { openTask } from './checks.js';

export interface TaskCompletion {
  outcome?: TaskOutcome | undefined;
  note?: string | undefined;
  /** What was done, to be recorded with it. */
  activity?: ActivityContent | undefined;
}

/**
 * Completes a task, and records what was done, if anything was, in the same transaction. `known` names the lead, which never
 * changes; whether the task is open is read again under the head row.
 */
export async function completeTask(
  { transactions, newId }: { transactions: Transactions; newId: () => string },
  context: WriteContext,
  known: TaskRow,
  ifMatch: IfMatch,
  completion: TaskCompletion,
): Promise<TaskRow> {
  const { id, leadId } = known;
  let task = known;
  const commands: ActivityCommand[] = [];
  if (completion.activity !== undefined) {
    const content = { ...completion.activity, repId: completion.activity.repId ?? known.repId ?? undefined };
    commands.push({ type: 'record_activity', leadId, activityId: newId(), content, taskId: id });
  }
  return transactions.run({
    context,
    commands,
    mode: 'partial',
    finish: () => task,
    enclosed: {
      before: async (scope) => {
        task = await openTask(scope, id, ifMatch);
      },
      after: async (scope, outcomes) => {
        task = await close(scope, task, completion, recordedId(outcomes));
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

/** Of at most one command; a refusal names the place in the body of the completion. */
function recordedId([outcome]: readonly Outcome<ActivityCommand>[]): string | undefined {
  if (outcome === undefined) return undefined;
  if ('result' in outcome) return outcome.result.activity.id;
  const { refusal } = outcome;
  const pointer = 'pointer' in refusal && refusal.pointer !== undefined ? refusal.pointer : '';
  throw refusalError('pointer' in refusal ? { ...refusal, pointer: `/activity${pointer}` } : refusal);
}
