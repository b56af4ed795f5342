import { hasEnded } from '../../core/job-kinds.js';
import type { Job } from '../../core/jobs/shapes.js';
import type { JobFilter } from '../../db/repositories/jobs.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { orNotFound } from '../versions.js';
import type { Write } from '../writes.js';
import type { JobRunner } from './run.js';
import { cancel } from './states.js';

export type JobsService = ReturnType<typeof jobsService>;

/** Long work, as callers see it: its state, progress and result. */
export function jobsService(store: Store, write: Write, { runDue }: JobRunner) {
  return {
    async get(workspaceId: string, id: string): Promise<Job> {
      return orNotFound(await store.read(workspaceId).jobs.find(id), 'operation');
    },
    list: (workspaceId: string, filter: JobFilter, request: ListRequest): Promise<Page<Job>> =>
      store.read(workspaceId).jobs.list(filter, request),
    /** Starts no further step. The effects of earlier steps stay. Cancelling twice changes nothing. */
    async cancel(context: WriteContext, id: string): Promise<Job> {
      return write(context, async (scope) => {
        const row = orNotFound(await scope.jobs.find(id), 'operation');
        if (row.state === 'cancelled') return row;
        if (hasEnded(row.state)) {
          throw new AppError('conflict', `The operation has ${row.state} already: there is nothing to cancel.`);
        }
        return cancel(scope, row);
      });
    },
    runDue,
  };
}
