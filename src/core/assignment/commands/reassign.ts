import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import { type JobStep, type LeadJobOf, stepRefusal } from '../../jobs/job.js';
import type { Refusal } from '../../refusals.js';
import { type RerunMove, type RerunOutcome, withOutcomes } from '../rerun.js';
import { rerunRules, route } from './route.js';

/** One step of a reassignment job: the routing rules assign a lead of a rep to another rep. */
export interface ReassignCommand extends JobStep {
  type: 'reassign';
  from: string;
}

/** One step of a rerun job: applies the routing rules again to a lead. */
export interface RerunCommand extends JobStep {
  type: 'rerun';
}

/** The result of one step of a job. */
export interface StepResult<Kind extends 'reassign' | 'rerun_routing'> {
  changed: boolean;
  job: LeadJobOf<Kind>;
}

export const stepReads = ({ jobId, leadId }: JobStep): Reads => ({
  jobId,
  leadIds: [leadId],
  ownerDecisions: [leadId],
});

const reassignOf = (batch: Batch, jobId: string): LeadJobOf<'reassign'> | undefined => {
  const job = batch.jobs.find(jobId);
  return job?.kind === 'reassign' ? job : undefined;
};

export function reassignRefusal(batch: Batch, command: ReassignCommand): Refusal | undefined {
  const job = reassignOf(batch, command.jobId);
  return stepRefusal(job, job?.cursor, command);
}

/** A lead that the rep has lost meanwhile in another way is not counted. */
export function reassign(batch: Batch, { jobId, leadId, from }: ReassignCommand): StepResult<'reassign'> {
  const before = reassignOf(batch, jobId);
  if (before === undefined) throw new Error(`the reassignment ${jobId} is not loaded`);
  const { changed, lead } = route(batch, { type: 'route', leadId, from });
  const { cursor, done } = before;
  const isQueued = lead?.ownerId === undefined;
  const job = {
    ...before,
    done: done + 1,
    cursor: {
      ...cursor,
      afterId: leadId,
      reassigned: cursor.reassigned + (changed && !isQueued ? 1 : 0),
      queued: cursor.queued + (changed && isQueued ? 1 : 0),
    },
  };
  batch.jobs.put(job);
  return { changed, job };
}

const rerunOf = (batch: Batch, jobId: string): LeadJobOf<'rerun_routing'> | undefined => {
  const job = batch.jobs.find(jobId);
  return job?.kind === 'rerun_routing' ? job : undefined;
};

export function rerunRefusal(batch: Batch, command: RerunCommand): Refusal | undefined {
  const job = rerunOf(batch, command.jobId);
  return stepRefusal(job, job?.cursor.place, command);
}

export function rerun(batch: Batch, { jobId, leadId }: RerunCommand): StepResult<'rerun_routing'> {
  const before = rerunOf(batch, jobId);
  if (before?.cursor.place === undefined) throw new Error(`the rerun ${jobId} is not loaded`);
  const { changed, outcome, from, lead } = rerunRules(batch, leadId);
  const { cursor, done } = before;
  const { afterId: _, lastId, ...totals } = before.cursor.place;
  const place = { afterId: leadId, lastId, ...withOutcomes(totals, [{ outcome, move: moveOf(outcome, from, lead) }]) };
  const job = { ...before, done: done + 1, cursor: { ...cursor, place } };
  batch.jobs.put(job);
  return { changed, job };
}

function moveOf(
  outcome: RerunOutcome,
  fromRepId: string | undefined,
  lead: { id: string; ownerId?: string | undefined; teamId?: string | undefined } | undefined,
): RerunMove | undefined {
  if (outcome !== 'moved' || lead?.ownerId === undefined) return undefined;
  return { leadId: lead.id, fromRepId, toRepId: lead.ownerId, teamId: lead.teamId };
}
