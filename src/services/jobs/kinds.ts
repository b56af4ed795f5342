import type { JobKind } from '../../core/job-kinds.js';
import type { LeadJob } from '../../core/jobs/job.js';
import type { JobShapes } from '../../core/jobs/shapes.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';

/** Sorts before every id: the start of a pass over rows in the order of ids. */
export const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** The outcome of a step: a cursor when there is more to do, or the result. */
export type StepOutcome<Kind extends JobKind> =
  | { cursor: JobShapes[Kind]['cursor']; done: number; total?: number | undefined }
  | { result: JobShapes[Kind]['result']; done?: number | undefined };

/** The progress of a job in the transaction that holds it. */
export interface JobProgress<Kind extends JobKind> {
  cursor: JobShapes[Kind]['cursor'] | undefined;
  done: number;
}

/** One bounded step of a job: about a second of work, in transactions that write at most a thousand rows each. */
export interface Step<Kind extends JobKind> {
  /** The id of the job. */
  readonly id: string;
  readonly params: JobShapes[Kind]['params'];
  /** The API key or component that requested the job. */
  readonly requestedBy: string;
  /** The cursor that the previous step recorded; undefined in the first. */
  readonly cursor: JobShapes[Kind]['cursor'] | undefined;
  readonly done: number;
  readonly total: number | undefined;
  readonly read: Repositories;
  /** Aborted when the process ends: a long step then throws without an effect, and another process starts it again. */
  readonly signal: AbortSignal | undefined;
  /** For writes of other services on behalf of the job. */
  readonly context: WriteContext;
  /** The process that runs the job, for commands on its behalf. */
  readonly holder: string;
  /** Takes over the progress that commands of the job have saved with their effects. Every step records progress at least once. */
  advanced(job: Pick<LeadJob, 'version' | 'cursor' | 'done'>): void;
  /** Runs `work` in a transaction of its own, which checks the lease and records the outcome. */
  write(
    work: (scope: WriteScope, held: JobProgress<Kind>) => Promise<StepOutcome<Kind>> | StepOutcome<Kind>,
  ): Promise<void>;
}

/** Does the next step. An `AppError` ends the job as failed; after any other error the step is tried again, a few times. */
export type JobHandler<Kind extends JobKind> = (step: Step<Kind>) => Promise<void>;

/** The handlers of the kinds that a runner runs. */
export type JobHandlers = { [Kind in JobKind]?: JobHandler<Kind> };
