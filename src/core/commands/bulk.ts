import { stepReads } from '../assignment/commands/reassign.js';
import type { Batch } from '../batch/batch.js';
import { type JobStep, type LeadJobOf, stepRefusal } from '../jobs/job.js';
import { type BulkLead, withBulkLead } from '../leads/bulk-change.js';
import { correctedFacts } from '../leads/commands/patch.js';
import { factsChanged } from '../leads/merge.js';
import type { Refusal } from '../refusals.js';
import { type BulkLeadCommand, originalOf, undoOf } from './bulk-change.js';
import type { CommandRow } from './row.js';

/** One step of a bulk change: changes a lead, or takes a change back. */
export interface BulkCommand extends JobStep {
  type: 'bulk';
  /** The change of the lead, or its undo. */
  command: BulkLeadCommand;
  /** Only finds out what would happen. */
  dryRun: boolean;
}

export interface BulkResult {
  changed: boolean;
  job: LeadJobOf<'bulk_change'>;
}

type LeadRow = CommandRow<BulkLeadCommand, { changed?: boolean }>;
/** The rows of the commands that a bulk change consists of. */
type LeadRows = Record<BulkLeadCommand['type'], unknown>;

const jobOf = (batch: Batch, jobId: string): LeadJobOf<'bulk_change'> | undefined => {
  const job = batch.jobs.find(jobId);
  return job?.kind === 'bulk_change' ? job : undefined;
};

function refuseStep(batch: Batch, command: BulkCommand): Refusal | undefined {
  const job = jobOf(batch, command.jobId);
  return stepRefusal(job, job?.cursor, command);
}

/** The row of bulk changes, which does what the rows of single changes do. A refusal leaves out its lead. */
export function bulkRow(rows: LeadRows): CommandRow<BulkCommand, BulkResult> {
  const rowOf = ({ type }: BulkLeadCommand) => rows[type] as LeadRow;
  const outcomeOf = (batch: Batch, step: BulkCommand): Omit<BulkLead, 'jobId' | 'leadId'> | undefined => {
    const { command, leadId, dryRun } = step;
    const { refuse, apply } = rowOf(command);
    const refusal = refuse?.(batch, command);
    if (refusal !== undefined) return refused(refusal);
    if (dryRun) return wouldChange(batch, command) ? { outcome: 'changed' } : undefined;
    const original = originalOf(batch, leadId);
    const { changed = true } = apply(batch, command);
    if (!changed) return undefined;
    const after = batch.leads.find(leadId);
    return { outcome: 'changed', undo: after && undoOf(batch, original, after) };
  };
  return {
    reads: (step) => ({ ...rowOf(step.command).reads(step.command), ...stepReads(step) }),
    readsNext: (batch, { command }) => rowOf(command).readsNext?.(batch, command) ?? {},
    leadsOf: (batch, { command }) => rowOf(command).leadsOf?.(batch, command),
    refuse: refuseStep,
    apply(batch, command) {
      const { jobId, leadId } = command;
      const before = jobOf(batch, jobId);
      if (before === undefined) throw new Error(`the bulk change ${jobId} is not loaded`);
      const outcome = outcomeOf(batch, command);
      const row = outcome && { jobId, leadId, ...outcome };
      if (row) batch.jobs.addLead(row);
      const job = {
        ...before,
        done: before.done + 1,
        cursor: { ...before.cursor, ...withBulkLead(before.cursor, row), afterId: leadId },
      };
      batch.jobs.put(job);
      return { changed: row?.outcome === 'changed' && !command.dryRun, job };
    },
  };
}

const refused = ({ code, detail }: Refusal): { outcome: 'refused'; code: string; detail: string } => ({
  outcome: 'refused',
  code,
  detail,
});

/** A correction changes nothing where the facts are so already. Any other command counts as a change unless it is refused. */
function wouldChange(batch: Batch, command: BulkLeadCommand): boolean {
  if (command.type !== 'patch') return true;
  const lead = batch.leads.get(command.leadId);
  return factsChanged(lead.facts, correctedFacts(batch, command, lead)) !== undefined;
}
