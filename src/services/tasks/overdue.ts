import { taskEvent } from '../../core/tasks/events.js';
import type { WriteScope } from '../../db/store.js';

/** Tells of those tasks that are open and due, all in one go; their timers are gone. Tells how many there were. */
export async function tellOverdue(scope: WriteScope, taskIds: readonly string[]): Promise<number> {
  const rows = await scope.tasks.findMany(taskIds);
  const overdue = rows.filter(
    ({ status, dueAt, overdueAt }) => status === 'open' && dueAt.getTime() <= scope.now && overdueAt === null,
  );
  if (overdue.length === 0) return 0;
  await scope.tasks.markOverdue(
    overdue.map(({ id }) => id),
    new Date(scope.now),
  );
  for (const row of overdue) {
    scope.emit(taskEvent('task.overdue', row, 'timer', { after: { dueAt: row.dueAt.toISOString() } }));
  }
  return overdue.length;
}
