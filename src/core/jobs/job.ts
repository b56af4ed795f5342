import type { RerunTotals } from '../assignment/rerun.js';
import type { AttributeChangeTotals } from '../leads/attribute-change.js';
import type { BulkTotals } from '../leads/bulk-change.js';
import type { Refusal } from '../refusals.js';
import type { ImportTotals, RevertTotals } from './imports.js';

/** Totals of a rescore job. */
export interface RescoreTotals {
  leadsDecided: number;
  scoresChanged: number;
  classesChanged: number;
}

/** Totals of a reassignment job. */
export interface ReassignTotals {
  reassigned: number;
  queued: number;
}

/** Progress of jobs that process leads in the order of ids: up to the lead `afterId`. */
export interface LeadJobCursors {
  rescore: RescoreTotals & { afterId: string };
  /** Leads that the rep gets after the first step, which sets `lastId`, are not processed, because the job might never end. */
  reassign: ReassignTotals & { afterId: string; lastId: string };
  /** The instant of the job, and after the first step its progress among the leads that existed when they were counted. */
  rerun_routing: { now: number; place?: RerunTotals & { afterId: string; lastId: string } };
  /**
   * `now` is the instant of the job, at which conditions are evaluated. The first step sets `lastId`; leads created
   * later are not processed.
   */
  bulk_change: BulkTotals & { now: number; afterId: string; lastId: string };
  /** The same for leads with a value of the attribute. */
  attribute_change: AttributeChangeTotals & { now: number; afterId: string; lastId: string };
  revert_import: RevertTotals & { afterId: string };
  /** `afterRow`: the number of the last row that was imported. `workedMs`: the time that all steps took. */
  import: ImportTotals & { now: number; afterRow: number; workedMs: number };
}
export type LeadJobKind = keyof LeadJobCursors;

/** A job that processes leads, with the members that its commands change. */
export type LeadJob = { [Kind in LeadJobKind]: LeadJobOf<Kind> }[LeadJobKind];

export interface LeadJobOf<Kind extends LeadJobKind> {
  id: string;
  version: number;
  kind: Kind;
  /** The process that runs it; undefined when none does, or it has ended. */
  holder: string | undefined;
  cursor: LeadJobCursors[Kind];
  /** Number of processed leads. */
  done: number;
}

/** The members of every command of a job for a lead. */
export interface JobStep {
  jobId: string;
  /** The process that claims to run the job. */
  holder: string;
  leadId: string;
  /** The previous lead, up to which the job has come. */
  afterId: string;
}

const LOST: Refusal = { code: 'conflict', detail: 'The operation has ended, or another process runs it.' };

/** Refuses a step of a process that lost the job, or whose previous step failed. */
export function stepRefusal(
  job: LeadJob | undefined,
  place: { afterId: string } | undefined,
  { holder, afterId }: JobStep,
): Refusal | undefined {
  return job?.holder === holder && place?.afterId === afterId ? undefined : LOST;
}
