import { stepReads } from '../assignment/commands/reassign.js';
import type { Batch } from '../batch/batch.js';
import type { Reads } from '../batch/reads.js';
import { type JobStep, type LeadJobOf, stepRefusal } from '../jobs/job.js';
import { type BulkLead, type BulkUndo, withBulkLead } from '../leads/bulk-change.js';
import { factsChanged } from '../leads/merge.js';
import { NO_LEAD, type Refusal } from '../refusals.js';
import { type BulkLeadCommand, undoCommand, undoOf } from './bulk-change.js';
import type { CommandRow } from './row.js';

/** One step of a bulk change: changes a lead, or takes a change back. */
export interface BulkCommand extends JobStep {
  type: 'bulk';
  /** The change, or the values that it replaced. */
  change: { command: BulkLeadCommand } | { undo: BulkUndo; actorId: string };
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
  // The command of an undo depends on the lead; a step reads the lead in any case.
  const singleReads = (change: BulkCommand['change']): Reads =>
    'command' in change ? rowOf(change.command).reads(change.command) : {};
  const commandFor = (batch: Batch, { leadId, change }: BulkCommand): BulkLeadCommand | Refusal => {
    const lead = batch.leads.find(leadId);
    if (lead === undefined) return NO_LEAD;
    return 'command' in change ? change.command : undoCommand(lead, change.undo, change.actorId);
  };
  const ifApplies = <T>(batch: Batch, command: BulkCommand, use: (single: BulkLeadCommand) => T): T | undefined => {
    const single = commandFor(batch, command);
    return 'code' in single ? undefined : use(single);
  };
  const outcomeOf = (batch: Batch, command: BulkCommand): Omit<BulkLead, 'jobId' | 'leadId'> | undefined => {
    const single = commandFor(batch, command);
    const refusal = 'code' in single ? single : rowOf(single).refuse?.(batch, single);
    if ('code' in single || refusal !== undefined) return refused(refusal ?? NO_LEAD);
    const before = batch.leads.get(command.leadId);
    if (command.dryRun) return wouldChange(batch, single) ? { outcome: 'changed' } : undefined;
    const { changed = true } = rowOf(single).apply(batch, single);
    if (!changed) return undefined;
    const after = batch.leads.find(command.leadId);
    return { outcome: 'changed', undo: after && undoOf(before, after) };
  };
  return {
    reads: (command) => ({ ...singleReads(command.change), ...stepReads(command) }),
    readsNext: (batch, command) =>
      ifApplies(batch, command, (single) => rowOf(single).readsNext?.(batch, single)) ?? {},
    leadsOf: (batch, command) => ifApplies(batch, command, (single) => rowOf(single).leadsOf?.(batch, single)),
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
  const { facts } = batch.leads.get(command.leadId);
  return factsChanged(facts, command.apply(facts)) !== undefined;
}
