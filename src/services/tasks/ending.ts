import type { TasksEnd } from '../../core/batch/changes.js';
import { taskEvent } from '../../core/tasks/events.js';
import { LEAD_CLOSED } from '../../core/tasks/tasks.js';
import type { WriteScope } from '../../db/store.js';

/** Skips the open tasks of leads that were closed: in one statement, however many. */
export async function endTasks(scope: WriteScope, ended: readonly TasksEnd[]): Promise<void> {
  const emitOf = new Map(ended.map(({ leadId, emit }) => [leadId, emit]));
  const keptIds = ended.flatMap((end) => end.keptIds);
  const how = { keptIds, reason: LEAD_CLOSED, at: new Date(scope.now) };
  const skipped = await scope.tasks.skipOpen([...emitOf.keys()], how);
  scope.defer(scope.timers.clear(skipped.map(({ id }) => ({ kind: 'task_overdue', subjectId: id }))));
  for (const task of skipped) {
    emitOf.get(task.leadId)?.(taskEvent('task.skipped', task, LEAD_CLOSED, { after: { reason: LEAD_CLOSED } }));
  }
}
