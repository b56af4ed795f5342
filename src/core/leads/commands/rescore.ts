import type { Batch } from '../../batch/batch.js';
import type { LeadSnapshot, Reads } from '../../batch/reads.js';
import { type JobStep, type LeadJobOf, stepRefusal } from '../../jobs/job.js';
import type { Refusal } from '../../refusals.js';
import type { Lead } from '../lead.js';
import { review } from './review.js';

/** One step of a rescore job: evaluates a lead if it was evaluated by other versions than the published ones, or by other settings. */
export interface RescoreCommand extends JobStep {
  type: 'rescore';
  /** The lead as read before the transaction. It is loaded only if it has changed since. */
  snapshot: LeadSnapshot;
  /** Of the job. */
  evaluatedBefore?: number | undefined;
}

export interface RescoreResult {
  changed: boolean;
  job: LeadJobOf<'rescore'>;
}

export const rescoreReads = ({ jobId, snapshot }: RescoreCommand): Reads => ({ jobId, snapshot });

const jobOf = (batch: Batch, jobId: string): LeadJobOf<'rescore'> | undefined => {
  const job = batch.jobs.find(jobId);
  return job?.kind === 'rescore' ? job : undefined;
};

export function rescoreRefusal(batch: Batch, command: RescoreCommand): Refusal | undefined {
  const job = jobOf(batch, command.jobId);
  return stepRefusal(job, job?.cursor, command);
}

/** `reacts` returns whether the published documents change the lead's lifecycle. */
export function rescore(
  batch: Batch,
  { jobId, leadId, evaluatedBefore }: RescoreCommand,
  reacts: (batch: Batch, lead: Lead) => boolean,
): RescoreResult {
  const before = jobOf(batch, jobId);
  if (before === undefined) throw new Error(`the rescore ${jobId} is not loaded`);
  const command = { type: 'review', leadId, cause: 'publish', evaluatedBefore } as const;
  const { changed, scoreChanged, classChanged } = review(batch, command, reacts);
  const { id, version, kind, holder, done } = before;
  const { leadsDecided, scoresChanged, classesChanged } = before.cursor;
  const cursor = {
    afterId: leadId,
    leadsDecided: leadsDecided + (changed ? 1 : 0),
    scoresChanged: scoresChanged + (changed && scoreChanged ? 1 : 0),
    classesChanged: classesChanged + (changed && classChanged ? 1 : 0),
  };
  const job = { id, version, kind, holder, cursor, done: done + 1 };
  batch.jobs.put(job);
  return { changed, job };
}
