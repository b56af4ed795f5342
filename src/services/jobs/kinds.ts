import type { ReassignmentCause } from '../../core/assignment/reassignment.js';
import type { RerunTotals } from '../../core/assignment/rerun.js';
import type { Condition } from '../../core/condition.js';
import type { BacktestOutcome, BacktestReport } from '../../core/evidence/backtest.js';
import type { Job, JobCursors, ReassignTotals, RescoreTotals } from '../../core/jobs/job.js';
import type { OperationKind, TrainedBy } from '../../core/operations.js';
import type { Training } from '../../core/prediction/train.js';
import type { OperationRow } from '../../db/repositories/operations.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';

/** Before every id: where a pass over rows in the order of ids begins. */
export const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

export interface RescoreShape {
  /** What was published; of score models one for each product line; no prediction model: null. */
  params: {
    scoreModelVersions: number[];
    classificationPolicyVersion: number;
    predictionModelVersion: number | null;
  };
  cursor: JobCursors['rescore'];
  result: RescoreTotals;
}

export interface TrainPredictionShape {
  params: { trainedBy: TrainedBy };
  /** It is one step. */
  cursor: never;
  result: {
    predictionModelVersion: number;
    verdict: Training['verdict'];
    published: boolean;
    /** The operation that decides leads anew, when it was published. */
    rescoreId: string | null;
  };
}

export interface BacktestShape {
  /** `won` when nothing is said. */
  params: { scoreModelVersion: number; threshold?: number | undefined; outcome?: BacktestOutcome | undefined };
  cursor: { position: number };
  result: BacktestReport & {
    /** The published model that decides about the same leads now. */
    comparedWithVersion: number;
    classificationPolicyVersion: number;
    leftOut: number;
  };
}

export interface ReassignShape {
  params: { repId: string; cause: ReassignmentCause };
  cursor: JobCursors['reassign'];
  result: ReassignTotals;
}

export interface RerunRoutingShape {
  params: {
    where?: Condition | undefined;
    repId?: string | undefined;
    teamId?: string | undefined;
    /** Only tells what it would come to. */
    dryRun: boolean;
  };
  cursor: JobCursors['rerun_routing'];
  result: RerunTotals;
}

/** What each kind of operation is asked for, where it goes on, and what comes out: JSON, kept with the operation. */
export interface OperationShapes {
  rescore: RescoreShape;
  backtest: BacktestShape;
  train_prediction: TrainPredictionShape;
  reassign: ReassignShape;
  rerun_routing: RerunRoutingShape;
}

/** What is left of an operation that ended because a newer one of its kind does all that it had left to do. */
export interface Superseded {
  supersededBy: string;
}

export type Operation<Kind extends OperationKind = OperationKind> = Omit<OperationRow, 'kind' | 'params' | 'result'> & {
  kind: Kind;
  params: OperationShapes[Kind]['params'];
  result: OperationShapes[Kind]['result'] | Superseded | null;
};

/** What a step has come to: there is more to do, or it is done. */
export type Outcome<Kind extends OperationKind> =
  | { cursor: OperationShapes[Kind]['cursor']; done: number; total?: number | undefined }
  | { result: OperationShapes[Kind]['result']; done?: number | undefined };

/** How far an operation has come, as of the transaction that holds it. */
export interface Held<Kind extends OperationKind> {
  cursor: OperationShapes[Kind]['cursor'] | undefined;
  done: number;
}

/** One bounded step of an operation: a second or so of work, in transactions that write at most a thousand rows each. */
export interface Step<Kind extends OperationKind> {
  /** Of the operation. */
  readonly id: string;
  readonly params: OperationShapes[Kind]['params'];
  /** What the step before recorded; undefined in the first. */
  readonly cursor: OperationShapes[Kind]['cursor'] | undefined;
  readonly done: number;
  readonly total: number | undefined;
  readonly read: Repositories;
  /** Aborted when the process ends: a step that takes long then throws, without an effect, and somebody begins it anew. */
  readonly signal: AbortSignal | undefined;
  /** For writes of other services on behalf of the operation. */
  readonly context: WriteContext;
  /** The process that runs the operation, for commands on its behalf. */
  readonly holder: string;
  /** Records how far commands on its behalf have brought it, in the transaction of their effects. Every step records at least once. */
  advanced(job: Pick<Job, 'version' | 'cursor' | 'done'>): void;
  /** A transaction of the step's own: holds, does the work, records what it comes to. */
  write(work: (scope: WriteScope, held: Held<Kind>) => Promise<Outcome<Kind>> | Outcome<Kind>): Promise<void>;
}

/** Does the next step. An `AppError` ends the operation as failed; anything else is tried again, a few times. */
export type Handler<Kind extends OperationKind> = (step: Step<Kind>) => Promise<void>;

export type Handlers = { [Kind in OperationKind]: Handler<Kind> };
