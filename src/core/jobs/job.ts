import type { RerunSums } from '../assignment/rerun.js';
import type { Refusal } from '../refusals.js';

/** What a rescore has come to. */
export interface RescoreSums {
  leadsDecided: number;
  scoresChanged: number;
  classesChanged: number;
}

/** What a reassignment has come to. */
export interface ReassignSums {
  reassigned: number;
  queued: number;
}

/** How far the kinds of job have come that pass leads, in the order of ids: past the lead `afterId`. */
export interface JobCursors {
  rescore: RescoreSums & { afterId: string };
  /** Leads that come to the rep after the first step, which found `lastId`, stay: the job might never end. */
  reassign: ReassignSums & { afterId: string; lastId: string };
  /** The instant of the job; then how far it has come among the leads that were there when they were counted. */
  rerun_routing: { now: number; place?: RerunSums & { afterId: string; lastId: string } };
}
export type LeadJobKind = keyof JobCursors;

/** A job that passes leads, as far as its commands change it. */
export type Job = { [Kind in LeadJobKind]: JobOf<Kind> }[LeadJobKind];

export interface JobOf<Kind extends LeadJobKind> {
  id: string;
  version: number;
  kind: Kind;
  /** The process that runs it; undefined: none does, or it has ended. */
  holder: string | undefined;
  cursor: JobCursors[Kind];
  /** Leads passed. */
  done: number;
}

/** What every command of a job about a lead names. */
export interface JobStep {
  jobId: string;
  /** The process that believes to run the job. */
  holder: string;
  leadId: string;
  /** The lead before it, up to which the job has come. */
  afterId: string;
}

const LOST: Refusal = { code: 'conflict', detail: 'The operation has ended, or another process runs it.' };

/** A process that lost the job, or whose step before failed, has no effect. */
export function stepRefusal(
  job: Job | undefined,
  place: { afterId: string } | undefined,
  { holder, afterId }: JobStep,
): Refusal | undefined {
  return job?.holder === holder && place?.afterId === afterId ? undefined : LOST;
}
