import { releaseOwner } from '../assignment/commands/ownership.js';
import type { Batch, ChangedLead } from '../batch/batch.js';
import { type RevertOutcome, withReverted } from '../jobs/imports.js';
import type { LeadJobOf } from '../jobs/job.js';
import type { RemoveCommand } from '../leads/commands/remove.js';
import type { Refusal } from '../refusals.js';
import type { RestoreCommand } from './restore.js';
import { removalLeadsOf, removalReads, removalReadsNext, removalRefusal, removePast } from './revert-past.js';
import type { CommandRow } from './row.js';

/** What every command of a revert has: the job, the process that claims to run it, and the lead after which the step begins. */
interface RevertStep {
  jobId: string;
  holder: string;
  afterId: string;
}

/** Takes back what a run made of one lead: removes it, or restores what one of the rows changed. */
export interface RevertLeadCommand extends RevertStep {
  type: 'revert_import_lead';
  leadId: string;
  /** The version at which the lead was examined. */
  version: number;
  /** Why the lead stays as it is. */
  kept?: Refusal | undefined;
  change: RemoveCommand | RestoreCommand;
  /** Whether the lead counts with this command: of several rows of one lead the last does. */
  counts: boolean;
  /** Only finds out what would happen. */
  dryRun: boolean;
}

/** Ends a step of a revert. */
export interface RevertedCommand extends RevertStep {
  type: 'import_reverted';
  /** The last lead of the step; steps go from the lead that was made last to the first. */
  lastId: string;
  /** The number of leads of the step. */
  count: number;
}

type RevertJob = LeadJobOf<'revert_import'>;

const LOST: Refusal = { code: 'conflict', detail: 'The operation has ended, or another process runs it.' };
const CHANGED: Refusal = { code: 'conflict', detail: 'The lead was changed at the moment of the revert.' };

function jobOf(batch: Batch, jobId: string): RevertJob | undefined {
  const job = batch.jobs.find(jobId);
  return job?.kind === 'revert_import' ? job : undefined;
}

function refuseStep(batch: Batch, { jobId, holder, afterId }: RevertStep): Refusal | undefined {
  const job = jobOf(batch, jobId);
  return job?.holder === holder && job.cursor.afterId === afterId ? undefined : LOST;
}

function heldJob(batch: Batch, jobId: string): RevertJob {
  const job = jobOf(batch, jobId);
  if (job === undefined) throw new Error(`the revert ${jobId} is not loaded`);
  return job;
}

type Rows = {
  removal: CommandRow<RemoveCommand, { leadId: string }>;
  restore: CommandRow<RestoreCommand, ChangedLead>;
};

/** The row of reverted leads, which does what the rows of single changes do. */
export function revertLead(rows: Rows): CommandRow<RevertLeadCommand, { reverted: boolean }> {
  const rowOf = ({ type }: RemoveCommand | RestoreCommand) =>
    rows[type] as CommandRow<RemoveCommand | RestoreCommand, object>;
  const outcomeOf = (batch: Batch, command: RevertLeadCommand): RevertOutcome => {
    const { change, leadId, version, kept, dryRun } = command;
    const { refuse, apply } = rowOf(change);
    const isChanged = change.type === 'removal' && batch.leads.find(leadId)?.version !== version;
    const past = change.type === 'removal' && !isChanged ? removalRefusal(batch, change) : undefined;
    const refusal = kept ?? (isChanged ? CHANGED : (past ?? refuse?.(batch, change)));
    if (refusal !== undefined) return { outcome: 'kept', code: refusal.code, detail: refusal.detail };
    if (!dryRun) {
      // The reps of the team are then owed what they were before the lead came.
      if (change.type === 'removal') {
        removePast(batch, change);
        releaseOwner(batch, batch.leads.get(leadId));
      }
      apply(batch, change);
    }
    return { outcome: change.type === 'removal' ? 'removed' : 'restored' };
  };
  return {
    reads: ({ change, leadId, jobId }) => {
      const reads = change.type === 'removal' ? removalReads(change) : rowOf(change).reads(change);
      return { ...reads, ownerDecisions: [leadId], jobId };
    },
    readsNext: (batch, { change }) =>
      change.type === 'removal' ? removalReadsNext(batch, change) : (rowOf(change).readsNext?.(batch, change) ?? {}),
    leadsOf: (batch, { change }) =>
      change.type === 'removal' ? removalLeadsOf(batch, change) : rowOf(change).leadsOf?.(batch, change),
    refuse: refuseStep,
    apply(batch, command) {
      const { jobId, leadId, counts } = command;
      const outcome = outcomeOf(batch, command);
      const job = heldJob(batch, jobId);
      if (counts) batch.jobs.put({ ...job, cursor: { ...job.cursor, ...withReverted(job.cursor, leadId, outcome) } });
      return { reverted: outcome.outcome !== 'kept' };
    },
  };
}

/** The row that ends each step of a revert. */
export const IMPORT_REVERTED: CommandRow<RevertedCommand, { job: RevertJob }> = {
  reads: ({ jobId }) => ({ jobId }),
  refuse: refuseStep,
  apply(batch, { jobId, lastId, count }) {
    const held = heldJob(batch, jobId);
    const job = { ...held, done: held.done + count, cursor: { ...held.cursor, afterId: lastId } };
    batch.jobs.put(job);
    return { job };
  },
};
