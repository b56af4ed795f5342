import {
  type CustodySettings,
  nextReassigningAbsence,
  type ReassignmentCause,
  reassignmentCause,
} from '../../core/assignment/reassignment.js';
import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import type { Operation, ReassignShape } from '../jobs/kinds.js';
import { cancel, enqueue } from '../jobs/states.js';

/** One for a rep and a cause at a time: while one is queued or running, that is the one. */
export async function enqueueReassign(
  scope: WriteScope,
  context: WriteContext,
  params: ReassignShape['params'],
): Promise<Operation<'reassign'>> {
  const [underWay] = await underWayFor(scope, params.repId, params.cause);
  return underWay ?? enqueue(scope, context, 'reassign', params);
}

async function underWayFor(
  scope: WriteScope,
  repId: string,
  cause: ReassignmentCause,
): Promise<Operation<'reassign'>[]> {
  const unended = (await scope.operations.unended('reassign')) as Operation<'reassign'>[];
  return unended.filter(({ params }) => params.repId === repId && params.cause === cause);
}

/**
 * In the transaction that changed a rep: its leads go when the change is a reason for it, and those that have not gone yet
 * stay when the reason is no more. Without `before` it is new, and has none.
 */
export async function followRep(
  scope: WriteScope,
  context: WriteContext,
  rep: CustodySettings & { id: string },
  before: CustodySettings | undefined,
): Promise<void> {
  await awaitAbsence(scope, rep);
  const had = before && reassignmentCause(before, scope.now);
  const cause = reassignmentCause(rep, scope.now);
  if (before === undefined || had === cause) return;
  if (had !== undefined) for (const row of await underWayFor(scope, rep.id, had)) await cancel(scope, row);
  if (cause !== undefined) await enqueueReassign(scope, context, { repId: rep.id, cause });
}

/** The timer of an absence fired: its leads go if it still is one and the rep's settings say so. */
export async function beginAbsence(scope: WriteScope, context: WriteContext, repId: string): Promise<boolean> {
  const row = await scope.reps.find(repId);
  if (row === undefined) return false;
  const rep = { ...row.settings, id: row.id, active: row.active };
  await awaitAbsence(scope, rep);
  if (reassignmentCause(rep, scope.now) !== 'absent') return false;
  await enqueueReassign(scope, context, { repId, cause: 'absent' });
  return true;
}

async function awaitAbsence(scope: WriteScope, rep: CustodySettings & { id: string }): Promise<void> {
  const timer = { kind: 'rep_absence', subjectId: rep.id } as const;
  const dueAt = nextReassigningAbsence(rep, scope.now);
  if (dueAt === undefined) await scope.timers.clear([timer]);
  else await scope.timers.set([{ ...timer, dueAt }]);
}
