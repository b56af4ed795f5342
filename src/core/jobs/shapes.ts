import type { ReassignmentCause } from '../assignment/reassignment.js';
import type { RerunTotals } from '../assignment/rerun.js';
import type { AttributeType } from '../attributes/kind.js';
import type { Condition } from '../condition.js';
import type { ActorKind } from '../events/events.js';
import type { BacktestOutcome, BacktestReport } from '../evidence/backtest.js';
import type { ExportShape } from '../exports/export.js';
import type { JobKind, JobState, TrainedBy } from '../job-kinds.js';
import type { AttributeChangeTotals } from '../leads/attribute-change.js';
import type { BulkChange, BulkTotals } from '../leads/bulk-change.js';
import type { Training } from '../prediction/train.js';
import type { SegmentAction, SegmentChangeTotals } from '../segments/segment.js';
import type { CarriedLoad, ImportTotals, RehearsalTotals, RevertTotals } from './imports.js';
import type { LeadJobCursors, ReassignTotals, RescoreTotals } from './job.js';

export interface RescoreShape {
  /** The published versions: one score model for each product line; null without a prediction model. */
  params: {
    scoreModelVersions: number[];
    classificationPolicyVersion: number;
    predictionModelVersion: number | null;
    /** Leads evaluated at this instant or before are evaluated again, whatever versions decided them: settings changed. Epoch milliseconds. */
    evaluatedBefore?: number | undefined;
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

export interface BulkChangeShape {
  params: {
    /** One of `where`, `leadIds` and `undoes`. */
    where?: Condition | undefined;
    /** In the order of ids. */
    leadIds?: readonly string[] | undefined;
    /** The bulk change that is taken back. */
    undoes?: string | undefined;
    /** Absent in an undo. */
    change?: BulkChange | undefined;
    dryRun: boolean;
  };
  cursor: LeadJobCursors['bulk_change'];
  result: BulkTotals;
}

export interface AttributeChangeShape {
  params: {
    name: string;
    type: AttributeType;
    options: readonly string[] | null;
    /** The type before; absent in operations of earlier versions. */
    from?: AttributeType | undefined;
    /** Only reports what would not fit. */
    dryRun: boolean;
  };
  cursor: LeadJobCursors['attribute_change'];
  result: AttributeChangeTotals;
}

export interface SegmentChangeShape {
  params: {
    segmentId: string;
    action: SegmentAction;
    where: Condition;
    /** Only counts. */
    dryRun: boolean;
  };
  /** `now`: the instant at which the condition is evaluated. Leads created after the first step, which sets `lastId`, are not processed. */
  cursor: SegmentChangeTotals & { now: number; afterId: string; lastId: string };
  result: SegmentChangeTotals;
}

export interface ImportShape {
  params: { importId: string };
  cursor: LeadJobCursors['import'];
  result: ImportTotals;
}

export interface RehearseImportShape {
  params: { importId: string };
  /** `block`: the next one. `carried`: what the rows so far gave to reps, as far as it is small. */
  cursor: RehearsalTotals & { now: number; block: number; carried: CarriedLoad };
  result: RehearsalTotals;
}

export interface RevertImportShape {
  params: {
    importId: string;
    /** The run that is reverted. */
    runId: string;
    /** Only finds out what would happen. */
    dryRun: boolean;
  };
  cursor: LeadJobCursors['revert_import'];
  result: RevertTotals;
}

/** What an erasure has removed of a person. */
export interface ErasureTotals {
  leads: number;
  customers: number;
  /** Entries of the ledger of consents that lost what names the person. */
  consents: number;
  /** Values that are on the suppression list since. */
  suppressions: number;
  /** Rows of lists that lost their cells: of files that were not run, and rejected ones. Absent: not searched. */
  importRows?: number | undefined;
}

/** Where people may be who have no lead, in the order of the search: lists that were not run, rejected rows, payloads of connectors, files of exports. */
export const SEARCHED_PLACES = ['blocks', 'rejected', 'payloads', 'files'] as const;
export type SearchedPlace = (typeof SEARCHED_PLACES)[number];

export interface ErasureShape {
  /** Ids and keyed hashes: the addresses of the person are not kept. */
  params: {
    leadIds: readonly string[];
    customerIds: readonly string[];
    /** Of the addresses, to find rows of lists that are no leads. Absent: from before there were some. */
    contactHashes?: readonly string[] | undefined;
    suppress: boolean;
    /** What the request itself has done. */
    consents: number;
    suppressions: number;
  };
  /** The last piece that was searched: of a list, a payload or a file (`importId`), and its number there. The first step erases the records. */
  cursor: { lists: SearchedPlace; importId: string; place: number; importRows: number };
  result: ErasureTotals;
}

export interface FindDuplicatesShape {
  /** Compares every lead, not only those that have changed since the last scan. */
  params: { all: boolean };
  /** `changed`: leads that were read. `slice`: the next part of the blocking keys, of `slices`. `compared`: pairs. */
  cursor:
    | { phase: 'read'; afterId: string; changed: number; unfinishedScanIds: readonly string[] }
    | { phase: 'compare'; slice: number; slices: number; compared: number; changed: number }
    | { phase: 'join'; compared: number; changed: number };
  result: { leads: number; compared: number; pairs: number; groups: number };
}

/** Parameters, cursor and result of each kind of job: JSON, stored with the job. */
export interface JobShapes {
  rescore: RescoreShape;
  backtest: BacktestShape;
  train_prediction: TrainPredictionShape;
  reassign: ReassignShape;
  rerun_routing: RerunRoutingShape;
  bulk_change: BulkChangeShape;
  attribute_change: AttributeChangeShape;
  segment_change: SegmentChangeShape;
  export: ExportShape;
  import: ImportShape;
  rehearse_import: RehearseImportShape;
  revert_import: RevertImportShape;
  erasure: ErasureShape;
  find_duplicates: FindDuplicatesShape;
}

/** The result of a job that was cancelled because a newer job of its kind does the rest of its work. */
export interface Superseded {
  supersededBy: string;
}

/** A job. `dueAt`: when a process may take it (at once, after a pause, or when the lease expires); null: it has ended or is paused. */
export interface Job<Kind extends JobKind = JobKind> {
  workspaceId: string;
  id: string;
  version: number;
  kind: Kind;
  state: JobState;
  params: JobShapes[Kind]['params'];
  /** Where the next step continues; null before the first. */
  cursor: JobShapes[Kind]['cursor'] | null;
  done: number;
  /** Null: not known. */
  total: number | null;
  result: JobShapes[Kind]['result'] | Superseded | null;
  errorCode: string | null;
  errorDetail: string | null;
  /** Failures in a row. */
  attempts: number;
  leaseHolder: string | null;
  dueAt: Date | null;
  actorKind: ActorKind;
  actorId: string;
  requestId: string;
  /** W3C trace context of the request; null when it was not traced. */
  traceParent: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  updatedAt: Date;
}
