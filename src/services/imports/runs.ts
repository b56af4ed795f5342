import { hasEnded } from '../../core/job-kinds.js';
import type { Job } from '../../core/jobs/shapes.js';
import type { IfMatch } from '../../core/refusals.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { cancel, enqueue, pauseJob, resumeJob } from '../jobs/states.js';
import { checkVersion } from '../versions.js';
import type { Write } from '../writes.js';
import { detailsOf, foundImport, type ImportDetails } from './details.js';

/** Other jobs of an import: they change no lead, or take changes back. */
export function rehearsalAndRevert(write: Write) {
  return {
    /** Enqueues a rehearsal. One that is under way is returned as it is. */
    rehearse: (context: WriteContext, id: string): Promise<Job<'rehearse_import'>> =>
      write(context, async (scope) => {
        const row = await foundImport(scope, id);
        const { state, rehearsal } = await detailsOf(scope, row, scope.now);
        if (rehearsal !== undefined && !hasEnded(rehearsal.state)) return rehearsal;
        if (state !== 'ready') throw new AppError('conflict', `The import is ${state}: only a ready one is rehearsed.`);
        await scope.importRehearsals.remove(id);
        const job = await enqueue(scope, context, 'rehearse_import', { importId: id });
        await scope.imports.update(row, { rehearsalId: job.id }, scope.now);
        return job;
      }),
    /** Enqueues the revert of the last run, which ends. A second request gets the operation of the first. */
    revert: (context: WriteContext, id: string, dryRun: boolean): Promise<Job<'revert_import'>> =>
      write(context, async (scope) => {
        const row = await foundImport(scope, id);
        const { run, revert } = await detailsOf(scope, row, scope.now);
        if (run === undefined) throw new AppError('conflict', 'The import was not run: there is nothing to revert.');
        if (revert !== undefined && (!hasEnded(revert.state) || revert.state === 'succeeded')) return revert;
        if (dryRun && !hasEnded(run.state))
          throw new AppError('conflict', 'The import is running: wait until it has ended, or cancel the operation.');
        if (!hasEnded(run.state)) await cancel(scope, run);
        const job = await enqueue(scope, context, 'revert_import', { importId: id, runId: run.id, dryRun });
        if (!dryRun) await scope.imports.update(row, { revertId: job.id, pausedAt: null }, scope.now);
        return job;
      }),
  };
}

/** The jobs of an import. */
export function runs(write: Write) {
  return {
    run: (context: WriteContext, id: string): Promise<Job<'import'>> =>
      write(context, async (scope) => {
        const row = await foundImport(scope, id);
        const { state, run, rehearsal } = await detailsOf(scope, row, scope.now);
        if (run !== undefined && !hasEnded(run.state)) return run;
        if (rehearsal !== undefined && !hasEnded(rehearsal.state))
          throw new AppError('conflict', 'The import is rehearsed now: wait for it, or cancel the operation.');
        if (state !== 'ready' && state !== 'failed' && state !== 'cancelled')
          throw new AppError('conflict', `The import is ${state}: upload the file again to import it again.`);
        const job = await enqueue(scope, context, 'import', { importId: id });
        await scope.imports.update(row, { runId: job.id, pausedAt: null }, scope.now);
        return job;
      }),
    pause: (context: WriteContext, id: string, ifMatch: IfMatch): Promise<ImportDetails> =>
      write(context, async (scope) => {
        const row = await foundImport(scope, id);
        checkVersion(row, ifMatch);
        const { state, run } = await detailsOf(scope, row, scope.now);
        if (state !== 'running' && state !== 'paused')
          throw new AppError('conflict', `The import is ${state}: only a running one can be paused.`);
        if (run === undefined || state === 'paused') return detailsOf(scope, row, scope.now);
        await pauseJob(scope, run);
        return detailsOf(
          scope,
          await scope.imports.update(row, { pausedAt: new Date(scope.now) }, scope.now),
          scope.now,
        );
      }),
    resume: (context: WriteContext, id: string, ifMatch: IfMatch): Promise<ImportDetails> =>
      write(context, async (scope) => {
        const row = await foundImport(scope, id);
        checkVersion(row, ifMatch);
        const { state, run } = await detailsOf(scope, row, scope.now);
        if (state !== 'running' && state !== 'paused')
          throw new AppError('conflict', `The import is ${state}: only a paused one can be resumed.`);
        if (run === undefined || state === 'running') return detailsOf(scope, row, scope.now);
        await resumeJob(scope, run);
        return detailsOf(scope, await scope.imports.update(row, { pausedAt: null }, scope.now), scope.now);
      }),
  };
}
