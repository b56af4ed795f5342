import type { ReassignmentCause } from '../../core/assignment/reassignment.js';
import type { RerunTotals } from '../../core/assignment/rerun.js';
import type { Condition } from '../../core/condition.js';
import type { BacktestOutcome, BacktestReport } from '../../core/evidence/backtest.js';
import type { JobKind, TrainedBy } from '../../core/job-kinds.js';
import type { LeadJob, LeadJobCursors, ReassignTotals, RescoreTotals } from '../../core/jobs/job.js';
import type { Training } from '../../core/prediction/train.js';
import type { JobRow } from '../../db/repositories/jobs.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';

/** Sorts before every id: the start of a pass over rows in the order of ids. */
export const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

export interface RescoreShape {
  /** The published versions: one score model for each product line; null without a prediction model. */
  params: {
    scoreModelVersions: number[];
    classificationPolicyVersion: number;
    predictionModelVersion: number | null;
  };
  cursor: LeadJobCursors['rescore'];
  result: RescoreTotals;
}

export interface TrainPredictionShape {
  params: { trainedBy: TrainedBy };
  /** The job is one step. */
  cursor: never;
  result: {
    predictionModelVersion: number;
    verdict: Training['verdict'];
    published: boolean;
    /** The job that rescores the leads, when the model was published. */
    rescoreId: string | null;
  };
}

export interface BacktestShape {
  /** `outcome` defaults to `won`. */
  params: { scoreModelVersion: number; threshold?: number | undefined; outcome?: BacktestOutcome | undefined };
  cursor: { position: number };
  result: BacktestReport & {
    /** The published model that now decides about the same leads. */
    comparedWithVersion: number;
    classificationPolicyVersion: number;
    leftOut: number;
  };
}

export interface ReassignShape {
  params: { repId: string; cause: ReassignmentCause };
  cursor: LeadJobCursors['reassign'];
  result: ReassignTotals;
}

export interface RerunRoutingShape {
  params: {
    where?: Condition | undefined;
    repId?: string | undefined;
    teamId?: string | undefined;
    /** Only reports the effect. */
    dryRun: boolean;
  };
  cursor: LeadJobCursors['rerun_routing'];
  result: RerunTotals;
}

/** Parameters, cursor and result of each kind of job: JSON, stored with the job. */
export interface JobShapes {
  rescore: RescoreShape;
  backtest: BacktestShape;
  train_prediction: TrainPredictionShape;
  reassign: ReassignShape;
  rerun_routing: RerunRoutingShape;
}

/** The result of a job that was cancelled because a newer job of its kind does the rest of its work. */
export interface Superseded {
  supersededBy: string;
}

export type Job<Kind extends JobKind = JobKind> = Omit<JobRow, 'kind' | 'params' | 'result'> & {
  kind: Kind;
  params: JobShapes[Kind]['params'];
  result: JobShapes[Kind]['result'] | Superseded | null;
};

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

export type JobHandlers = { [Kind in JobKind]: JobHandler<Kind> };
