import {
  type CustodySettings,
  nextReassigningAbsence,
  type ReassignmentCause,
  reassignmentCause,
} from '../../core/assignment/reassignment.js';
import type { Job, ReassignShape } from '../../core/jobs/shapes.js';
import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { cancel, enqueue } from '../jobs/states.js';

/** Returns the queued or running job for the same rep and cause, if there is one: there is never a second. */
export async function enqueueReassign(
  scope: WriteScope,
  context: WriteContext,
  params: ReassignShape['params'],
): Promise<Job<'reassign'>> {
  const [unended] = await unendedFor(scope, params.repId, params.cause);
  return unended ?? enqueue(scope, context, 'reassign', params);
}

async function unendedFor(scope: WriteScope, repId: string, cause: ReassignmentCause): Promise<Job<'reassign'>[]> {
  const jobs = await scope.jobs.unended('reassign');
  return jobs.filter(({ params }) => params.repId === repId && params.cause === cause);
}

/**
 * Runs in the transaction that changed a rep: enqueues the reassignment of its leads when the change is a cause for one, and
 * cancels unended jobs whose cause no longer holds. Without `before` the rep is new and owns no leads.
 */
export async function updateReassignment(
  scope: WriteScope,
  context: WriteContext,
  rep: CustodySettings & { id: string },
  before: CustodySettings | undefined,
): Promise<void> {
  await scheduleAbsence(scope, rep);
  const had = before && reassignmentCause(before, scope.now);
  const cause = reassignmentCause(rep, scope.now);
  if (before === undefined || had === cause) return;
  if (had !== undefined) for (const row of await unendedFor(scope, rep.id, had)) await cancel(scope, row);
  if (cause !== undefined) await enqueueReassign(scope, context, { repId: rep.id, cause });
}

/** Runs when the timer of an absence fires: enqueues the reassignment if the rep is still absent and its settings demand it. */
export async function beginAbsence(scope: WriteScope, context: WriteContext, repId: string): Promise<boolean> {
  const row = await scope.reps.find(repId);
  if (row === undefined) return false;
  const rep = { ...row.settings, id: row.id, active: row.active };
  await scheduleAbsence(scope, rep);
  if (reassignmentCause(rep, scope.now) !== 'absent') return false;
  await enqueueReassign(scope, context, { repId, cause: 'absent' });
  return true;
}

async function scheduleAbsence(scope: WriteScope, rep: CustodySettings & { id: string }): Promise<void> {
  const timer = { kind: 'rep_absence', subjectId: rep.id } as const;
  const dueAt = nextReassigningAbsence(rep, scope.now);
  if (dueAt === undefined) await scope.timers.clear([timer]);
  else await scope.timers.set([{ ...timer, dueAt }]);
}
