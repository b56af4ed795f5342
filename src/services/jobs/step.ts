import type { JobKind } from '../../core/job-kinds.js';
import type { Job } from '../../core/jobs/shapes.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { originOf } from '../writes.js';
import type { Step, StepOutcome } from './kinds.js';
import { succeed } from './states.js';

/** The job has ended meanwhile, or another process runs it: this step must have no effect. */
export class LeaseLost extends AppError {
  constructor() {
    super('conflict', 'The operation has ended, or another process runs it.');
  }
}

/** A step, and the job as the step left it. */
export interface RunningStep extends Step<JobKind> {
  recorded(): Job;
}

export function createStep(
  { store }: { store: Store },
  row: Job,
  { holder, signal }: { holder: string; signal: AbortSignal | undefined },
): RunningStep {
  const { workspaceId, id, requestId } = row;
  const context: WriteContext = { workspaceId, actor: { kind: 'system', id: 'operations' }, requestId };
  let recorded: Job | undefined;
  return {
    id,
    signal,
    params: row.params,
    requestedBy: row.actorId,
    cursor: row.cursor ?? undefined,
    done: row.done,
    total: row.total ?? undefined,
    read: store.read(workspaceId),
    context,
    holder,
    advanced({ version, cursor, done }) {
      recorded = { ...row, version, cursor, done, attempts: 0 };
    },
    async write(work) {
      await store.write(workspaceId, originOf(context), async (scope) => {
        const held = await scope.jobs.find(id);
        if (held?.leaseHolder !== holder) throw new LeaseLost();
        recorded = await outcomeOf(
          scope,
          held,
          await work(scope, { cursor: held.cursor ?? undefined, done: held.done }),
        );
      });
    },
    recorded() {
      if (!recorded) throw new Error(`a step of ${row.kind} recorded nothing`);
      return recorded;
    },
  };
}

async function outcomeOf(scope: WriteScope, row: Job, outcome: StepOutcome<JobKind>): Promise<Job> {
  if ('result' in outcome) return succeed(scope, row, outcome.result, outcome.done ?? row.done);
  const { cursor, done, total = row.total } = outcome;
  const updatedAt = new Date(scope.now);
  return scope.jobs.update(row, { cursor, done, total, attempts: 0, updatedAt });
}
