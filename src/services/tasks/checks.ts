import type { IfMatch } from '../../core/refusals.js';
import type { TaskRow } from '../../db/repositories/tasks.js';
import type { WriteScope } from '../../db/store.js';
import { AppError } from '../errors.js';
import { checkVersion, notFound } from '../versions.js';

/** The task, if it can still be changed. */
export async function openTask(scope: WriteScope, id: string, ifMatch: IfMatch): Promise<TaskRow> {
  const task = await scope.tasks.find(id);
  if (!task) throw notFound('task');
  checkVersion(task, ifMatch);
  if (task.status === 'open') return task;
  const how = task.status === 'done' ? 'done' : 'skipped';
  throw new AppError('conflict', `The task is ${how} already: make another if there is more to do.`);
}

export async function assertRep(scope: WriteScope, repId: string | null | undefined): Promise<void> {
  if (repId === undefined || repId === null || (await scope.reps.find(repId))) return;
  const detail = 'There is no such rep in this workspace.';
  throw new AppError('reference_not_found', detail, {
    errors: [{ pointer: '/repId', code: 'reference_not_found', detail }],
  });
}
